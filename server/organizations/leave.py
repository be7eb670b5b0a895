"""Leave an organization, as its member (ORG-6)."""

from __future__ import annotations

from server.accounts.models import Account
from server.clock import now
from server.organizations.change import find, note
from server.organizations.store import locked_membership, membership_fact
from server.rulebook.facts import Refusal
from server.rulebook.organizations import may_leave
from server.seats.withdraw import withdraw
from server.transaction import one_transaction


@one_transaction
def leave(member: Account, owner_id: str) -> Refusal | None:
    at = now()
    owner = find(owner_id)
    row = locked_membership(owner, member) if owner else None
    refusal = may_leave(membership_fact(row), at)
    if refusal is not None:
        return refusal
    assert row is not None  # may_leave refuses what is not there
    row.ended_at = at
    row.save(update_fields=["ended_at"])
    withdraw(row.owner, member, at)
    note("member-left", row, member, at)
    return None
