"""The product closed, or gave up its lease after a refusal (DELETE /seat)."""

from __future__ import annotations

from dataclasses import replace

from django.conf import settings

from server.accounts.models import Account, Device
from server.journal.record import record
from server.rulebook.facts import Because
from server.rulebook.reservations import close as closed
from server.rulebook.reservations import release
from server.rulebook.seats import is_living
from server.seats.store import open_question, save_place
from server.transaction import one_transaction


@one_transaction
def close(account: Account, device: Device, seat: str, given_up: bool = False) -> None:
    """Ends the place of that id alone; for any other id it does nothing (SEAT-15)."""
    opened = open_question(account, device)
    pool, place = opened.table.pool_of_place(), opened.table.place
    if pool is None or place is None or place.seat != seat:
        return
    if not is_living(pool, place, settings.TERMS, opened.at):
        if given_up and place.lease_exp is not None:  # it goes on no longer (SEAT-13)
            save_place(opened, pool, replace(place, lease_exp=None))
        return
    if given_up:
        after = release(place, Because.GIVEN_UP, opened.at)
    else:
        after = closed(pool, place, settings.TERMS, opened.at)
    if after == place:
        return
    save_place(opened, pool, after)
    record(
        f"seat-{after.closed_because}", opened.at, actor=account, account=account, seat=seat,
    )  # fmt: skip
