"""Log out and restart ends this computer's place at once, a reservation included (SEAT-9)."""

from __future__ import annotations

from django.conf import settings

from contract.problems import Code
from server.accounts.models import Account, Device
from server.journal.record import record
from server.rulebook.facts import Because, Refusal
from server.rulebook.reservations import release
from server.rulebook.seats import is_living
from server.seats.store import open_question, save_place
from server.transaction import one_transaction


@one_transaction
def log_out(account: Account, device: Device) -> Refusal | None:
    """Refused for a computer that is bound offline: nothing ends then (AIR-6)."""
    opened = open_question(account, device)
    pool, place = opened.table.pool_of_place(), opened.table.place
    if pool is None or place is None:
        return None
    if place.bound:
        return Refusal(Code.DEVICE_BOUND_OFFLINE)
    if is_living(pool, place, settings.TERMS, opened.at):
        save_place(opened, pool, release(place, Because.LOGGED_OUT, opened.at))
        record("seat-logged-out", opened.at, actor=account, account=account, seat=place.seat)
    return None
