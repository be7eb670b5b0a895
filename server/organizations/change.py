"""Load, check and lock a member for what an owner, or the member, does to the membership."""

from __future__ import annotations

from datetime import datetime

from server.accounts.models import Account
from server.journal.record import record
from server.organizations.models import Membership
from server.organizations.store import account_with, locked_membership, membership_fact
from server.rulebook.facts import Refusal
from server.rulebook.organizations import may_change


def locked_member(owner: Account, member: Account | None, at: datetime) -> Membership | Refusal:
    """The row of somebody who is on the owner's list, locked; else the refusal."""
    row = locked_membership(owner, member) if member else None
    refusal = may_change(membership_fact(row), at)
    if refusal is not None:
        return refusal
    assert row is not None  # may_change refuses what is not there
    return row


def find(account_id: str) -> Account | None:
    return account_with(account_id)


def note(act: str, row: Membership, actor: Account | None, at: datetime, reason: str = "") -> None:
    role = "account" if actor else "support"
    record(
        act,
        at,
        role=role,
        actor=actor,
        account=row.member,
        reason=reason,
        details={"owner": row.owner.public_id},
    )
