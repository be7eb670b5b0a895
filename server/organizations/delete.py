"""Take a member off the list; the code works for them again (ORG-4)."""

from __future__ import annotations

from server.accounts.models import Account
from server.clock import now
from server.organizations.change import find, locked_member, note
from server.rulebook.facts import Refusal
from server.seats.withdraw import withdraw
from server.transaction import one_transaction


@one_transaction
def delete(owner: Account, member_id: str, *, actor: Account | None = None) -> Refusal | None:
    at = now()
    row = locked_member(owner, find(member_id), at)
    if isinstance(row, Refusal):
        return row
    row.ended_at = at
    row.save(update_fields=["ended_at"])
    withdraw(owner, row.member, at)
    note("member-deleted", row, actor, at)
    return None
