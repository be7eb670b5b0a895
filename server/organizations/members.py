"""What an owner sees of the own organization: the two ways in, and who came (ORG-1, 4, 5)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings

from server.accounts.models import Account
from server.clock import now
from server.organizations.models import Membership, Organization
from server.organizations.store import membership_fact
from server.rulebook.organizations import is_member


@dataclass(frozen=True, slots=True)
class MemberRow:
    account_id: str
    name: str
    email: str
    joined_at: datetime
    blocked: bool


@dataclass(frozen=True, slots=True)
class OrganizationView:
    invite_code: str
    invite_path: str
    invite_address: str
    members: tuple[MemberRow, ...]


def organization_of(owner: Account) -> OrganizationView | None:
    """None for an account that never activated a shareable license."""
    organization = Organization.objects.filter(owner=owner).first()
    if organization is None:
        return None
    path = f"/join/{organization.invite_code}"
    return OrganizationView(
        organization.invite_code, path, f"{settings.ADDRESS}{path}", members_of(owner)
    )


def has_organization(owner: Account) -> bool:
    return Organization.objects.filter(owner=owner).exists()


def members_of(owner: Account) -> tuple[MemberRow, ...]:
    """In the order of joining; blocked ones stay listed."""
    at = now()
    rows = Membership.objects.filter(owner=owner).select_related("owner", "member")
    ordered = rows.order_by("joined_at", "id")
    return tuple(member_row(row) for row in ordered if is_member(membership_fact(row), at))


def member_row(row: Membership) -> MemberRow:
    member = row.member
    return MemberRow(
        member.public_id, member.name, member.email, row.joined_at, row.blocked_at is not None
    )
