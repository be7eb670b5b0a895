"""Unblock a member: what was reserved or bound goes on (ORG-4, SEAT-12)."""

from __future__ import annotations

from server.accounts.models import Account
from server.clock import now
from server.organizations.change import find, locked_member, note
from server.organizations.members import MemberRow, member_row
from server.rulebook.facts import Refusal
from server.transaction import one_transaction


@one_transaction
def unblock(owner: Account, member_id: str, *, actor: Account | None = None) -> MemberRow | Refusal:
    at = now()
    row = locked_member(owner, find(member_id), at)
    if isinstance(row, Refusal):
        return row
    if row.blocked_at is not None:
        row.blocked_at = None
        row.save(update_fields=["blocked_at"])
        note("member-unblocked", row, actor, at)
    return member_row(row)
