"""The organizations that an account joined: *My Invitations* (ORG-6)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from server.accounts.models import Account
from server.clock import now
from server.licenses.store import held_by
from server.organizations.models import Membership
from server.organizations.store import membership_fact
from server.rulebook.facts import Kind, Platform
from server.rulebook.licenses import is_running
from server.rulebook.organizations import is_member


@dataclass(frozen=True, slots=True)
class InvitationRow:
    """`kind` is None while the owner has no license that runs."""

    owner_id: str
    owner_name: str
    owner_email: str
    kind: Kind | None
    platforms: tuple[Platform, ...]
    joined_at: datetime
    blocked: bool


def my_invitations(member: Account) -> tuple[InvitationRow, ...]:
    at = now()
    rows = Membership.objects.filter(member=member).select_related("owner", "member")
    ordered = rows.order_by("joined_at", "id")
    return tuple(_row(row, at) for row in ordered if is_member(membership_fact(row), at))


def _row(row: Membership, at: datetime) -> InvitationRow:
    owner = row.owner
    shared = [each for each in held_by(owner) if each.kind.shareable and is_running(each, at)]
    platforms = {name for each in shared for name in each.platforms}
    return InvitationRow(
        owner.public_id,
        owner.name,
        owner.email,
        shared[0].kind if shared else None,
        tuple(sorted(platforms)),
        row.joined_at,
        row.blocked_at is not None,
    )
