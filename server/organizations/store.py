"""Rows of memberships as the rulebook's values, and how a verb finds and locks one."""

from __future__ import annotations

from contract.ids import AccountId, read_support
from server.accounts.models import Account
from server.organizations.models import Membership
from server.rulebook import facts


def membership_fact(row: Membership | None) -> facts.Membership | None:
    """`row.owner` and `row.member` should be loaded with it."""
    if row is None:
        return None
    return facts.Membership(
        owner=row.owner.public_id,
        member=row.member.public_id,
        joined_at=row.joined_at,
        blocked_at=row.blocked_at,
        ended_at=row.ended_at,
    )


def locked_membership(owner: Account, member: Account) -> Membership | None:
    rows = Membership.objects.select_for_update(of=("self",), no_key=True).select_related(
        "owner", "member"
    )
    return rows.filter(owner=owner, member=member).first()


def membership_between(owner: Account, member: Account) -> Membership | None:
    rows = Membership.objects.select_related("owner", "member")
    return rows.filter(owner=owner, member=member).first()


def account_with(text: str) -> Account | None:
    """The account of an id, however it was typed; nothing else is even looked up."""
    read = read_support(text)
    if not isinstance(read, AccountId):
        return None
    return Account.objects.filter(public_id=read.text).first()
