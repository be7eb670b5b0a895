"""Return a reservation early: the seat is an ordinary one again, or free (OFF-4)."""

from __future__ import annotations

from django.conf import settings

from contract.problems import Code
from server.accounts.models import Account, Device
from server.journal.record import record
from server.rulebook.facts import Refusal
from server.rulebook.reservations import give_back
from server.rulebook.seats import is_living, is_reserved
from server.seats.held import Held
from server.seats.store import open_question, save_place
from server.seats.take import taken
from server.transaction import one_transaction


@one_transaction
def return_early(account: Account, device: Device) -> Held | Refusal | None:
    """None: the place ended, or there was none. A lease in exchange, where the place goes on."""
    opened = open_question(account, device)
    pool, place = opened.table.pool_of_place(), opened.table.place
    if pool is None or place is None or not is_living(pool, place, settings.TERMS, opened.at):
        return None
    if place.bound:  # for good: nothing ends here (AIR-6)
        return Refusal(Code.DEVICE_BOUND_OFFLINE)
    after = give_back(pool, place, settings.TERMS, opened.at)
    if is_reserved(place, opened.at):
        record("seat-returned", opened.at, actor=account, account=account, seat=place.seat)
    save_place(opened, pool, after)
    if not is_living(pool, after, settings.TERMS, opened.at):
        return None
    opened.table = opened.table.with_place(after)
    return taken(opened, after.seat)
