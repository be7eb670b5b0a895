"""What an owner sees of the own organization: the two ways in, and who came (ORG-1, 4, 5)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db.models import Q, QuerySet

from server.accounts.models import Account
from server.clock import now
from server.organizations.models import Membership, Organization

PAGE = 50


@dataclass(frozen=True, slots=True)
class MemberRow:
    account_id: str
    name: str
    email: str
    joined_at: datetime
    blocked: bool


@dataclass(frozen=True, slots=True)
class OrganizationView:
    """A page of the list: `members` in the order of joining, blocked ones among them."""

    invite_code: str
    invite_path: str
    invite_address: str
    members: tuple[MemberRow, ...]
    following: str  # what the next page is `after`; empty: there is none


def organization_of(owner: Account, after: str = "", search: str = "") -> OrganizationView | None:
    """None for an account that never activated a shareable license. `after` is the account id
    that the page before ended with."""
    organization = Organization.objects.filter(owner=owner).first()
    if organization is None:
        return None
    path = f"/join/{organization.invite_code}"
    rows = list(_listed(owner, after, search)[: PAGE + 1])
    members = tuple(member_row(row) for row in rows[:PAGE])
    return OrganizationView(
        organization.invite_code, path, f"{settings.ADDRESS}{path}", members,
        members[-1].account_id if len(rows) > PAGE else "",
    )  # fmt: skip


def has_organization(owner: Account) -> bool:
    return Organization.objects.filter(owner=owner).exists()


def members_of(owner: Account) -> tuple[MemberRow, ...]:
    """All of them. For commands and proofs; a page shows some."""
    return tuple(member_row(row) for row in _listed(owner))


def member_of(owner: Account, account_id: str) -> MemberRow | None:
    row = _listed(owner).filter(member__public_id=account_id).first()
    return None if row is None else member_row(row)


def _listed(owner: Account, after: str = "", search: str = "") -> QuerySet[Membership]:
    """Those of whom `is_member` says so (server/rulebook/organizations.py)."""
    at = now()
    on_it = Q(ended_at__isnull=True) | Q(ended_at__gt=at)
    rows = Membership.objects.filter(on_it, owner=owner, joined_at__lte=at)
    if search:
        named = Q(member__name__icontains=search) | Q(member__email__icontains=search)
        rows = rows.filter(named | Q(member__public_id__iexact=search))
    last = (
        Membership.objects.filter(owner=owner, member__public_id=after).first() if after else None
    )
    if last is not None:
        later = Q(joined_at__gt=last.joined_at) | Q(joined_at=last.joined_at, id__gt=last.id)
        rows = rows.filter(later, joined_at__gte=last.joined_at)
    return rows.select_related("owner", "member").order_by("joined_at", "id")


def member_row(row: Membership) -> MemberRow:
    member = row.member
    return MemberRow(
        member.public_id, member.name, member.email, row.joined_at, row.blocked_at is not None
    )
