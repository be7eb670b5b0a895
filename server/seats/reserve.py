"""Reserve a seat for this computer until a date, with or without a connection (OFF-1, OFF-3)."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from django.conf import settings

from server.accounts.models import Account, Device
from server.journal.record import record
from server.rulebook.facts import Place, Pool, Refusal
from server.rulebook.reservations import reserve as decide
from server.rulebook.seats import is_living
from server.rulebook.taking import Grant
from server.rulebook.taking import take as decide_place
from server.seats.give import give
from server.seats.held import Held
from server.seats.refused import refused
from server.seats.store import Opened, open_question
from server.seats.take import asker
from server.transaction import one_transaction


@one_transaction
def reserve(account: Account, device: Device, until: datetime) -> Held | Refusal:
    """The place that the computer has, or one that it takes for it; refused, nothing changes."""
    opened = open_question(account, device)
    place = opened.table.place
    grant = decide_place(
        asker(opened, place.seat if place else None), opened.table, settings.TERMS, opened.at
    )
    if isinstance(grant, Refusal):
        return refused(opened, grant)
    wanted = _as_it_is(opened, grant)
    reserved = decide(grant.pool, wanted, until, settings.TERMS, opened.at)
    if isinstance(reserved, Refusal):
        return refused(opened, reserved)
    return _store(opened, grant, reserved)


def _as_it_is(opened: Opened, grant: Grant) -> Place:
    """Extending is not using: a product that was closed stays closed."""
    held = opened.table.place
    if held is None or grant.began or not _still_living(opened, grant.pool, held):
        return grant.place
    return replace(
        grant.place,
        seat=held.seat,
        closed_at=held.closed_at,
        closed_because=held.closed_because,
    )


def _still_living(opened: Opened, pool: Pool, place: Place) -> bool:
    return is_living(pool, place, settings.TERMS, opened.at)


def _store(opened: Opened, grant: Grant, reserved: Place) -> Held:
    held = give(opened, replace(grant, place=reserved))
    if reserved.reserved_until == grant.place.reserved_until:
        return held
    record(
        "seat-reserved", opened.at, actor=opened.account, account=opened.account,
        seat=reserved.seat, license_id=reserved.license_id or "",
        details={"until": reserved.reserved_until.isoformat() if reserved.reserved_until else ""},
    )  # fmt: skip
    return held
