"""Block a member: listed and out, until unblocked (ORG-4, SEAT-12)."""

from __future__ import annotations

from server.accounts.models import Account
from server.clock import now
from server.organizations.change import find, locked_member, note
from server.organizations.members import MemberRow, member_row
from server.rulebook.facts import Refusal
from server.seats.withdraw import withdraw
from server.transaction import one_transaction


@one_transaction
def block(owner: Account, member_id: str, *, actor: Account | None = None) -> MemberRow | Refusal:
    """`actor` is the owner at the portal, None for support's command. Blocking twice is once."""
    at = now()
    row = locked_member(owner, find(member_id), at)
    if isinstance(row, Refusal):
        return row
    if row.blocked_at is None:
        row.blocked_at = at
        row.save(update_fields=["blocked_at"])
        withdraw(owner, row.member, at)
        note("member-blocked", row, actor, at)
    return member_row(row)
