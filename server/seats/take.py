"""Take a place, start on it anew, or keep it by a contact (PUT /seat)."""

from __future__ import annotations

from django.conf import settings

from contract.ids import make_seat_id
from contract.problems import Code
from server.accounts.models import Account, Device
from server.rulebook.facts import Because, Platform, Refusal
from server.rulebook.reservations import release
from server.rulebook.seats import is_living, is_reserved
from server.rulebook.taking import Asker, Grant
from server.rulebook.taking import take as decide
from server.seats.give import give
from server.seats.held import Held
from server.seats.refused import refused
from server.seats.store import Opened, open_question, save_place
from server.transaction import one_transaction


@one_transaction
def take(
    account: Account,
    device: Device,
    seat: str | None = None,
    *,
    last_lease: str | None = None,
    take_over: bool = False,
) -> Held | Refusal:
    opened = open_question(account, device)
    opened.last_lease = last_lease
    return taken(opened, seat, take_over)


def taken(opened: Opened, seat: str | None, take_over: bool = False) -> Held | Refusal:
    """The same for a verb that has opened the question already."""
    decided = decide(asker(opened, seat, take_over), opened.table, settings.TERMS, opened.at)
    if isinstance(decided, Grant):
        return give(opened, decided)
    if decided.code is Code.SEAT_LOST:
        _end_what_shrank_away(opened)
    return refused(opened, decided)


def asker(opened: Opened, seat: str | None = None, take_over: bool = False) -> Asker:
    return Asker(
        opened.account.public_id,
        opened.device.device_id,
        Platform(opened.device.platform),
        make_seat_id(),
        seat,
        take_over,
    )


def _end_what_shrank_away(opened: Opened) -> None:
    """Whoever is told that the pool shrank has no place any more (SEAT-11)."""
    pool, place = opened.table.pool_of_place(), opened.table.place
    if pool is None or place is None:
        return
    lives = is_living(pool, place, settings.TERMS, opened.at)
    if lives and not is_reserved(place, opened.at) and not place.bound:
        save_place(opened, pool, release(place, Because.POOL_SHRANK, opened.at))
