"""What the info page shows (GET /license): needs no seat, takes none, begins no trial day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings

from contract.problems import Code
from server.accounts.models import Account, Device
from server.rulebook.facts import License, Place, Pool, Refusal
from server.rulebook.leases import named_license
from server.rulebook.order import order
from server.rulebook.seats import is_living, running_licenses
from server.rulebook.taking import new_place
from server.seats.shown import license_to_show
from server.seats.store import Opened, open_question
from server.seats.take import asker
from server.transaction import one_transaction


@dataclass(frozen=True, slots=True)
class Shown:
    """A pool as this computer would sit in it, and the license that its lease names or would."""

    pool: Pool
    place: Place
    license: License


@dataclass(frozen=True, slots=True)
class LicenseInfo:
    license: Shown
    others: tuple[Shown, ...]
    at: datetime


@one_transaction
def license_info(account: Account, device: Device) -> LicenseInfo | Refusal:
    """The license of the place held; without one, the first of SEAT-2's order that runs."""
    opened = open_question(account, device)
    turns = order(account.public_id, opened.table)
    shown = [_shown(opened, turn.pool) for turn in turns if turn.barred is None]
    if not shown:
        return Refusal(Code.NO_LICENSE)
    shown.sort(key=lambda each: _rank(opened, each))
    return LicenseInfo(shown[0], tuple(shown[1:]), opened.at)


def _shown(opened: Opened, pool: Pool) -> Shown:
    place = opened.table.place
    if opened.table.place_pool != pool.number or not _lives(opened, pool, place):
        place = None
    place = place or new_place(asker(opened), opened.at)
    named = named_license(pool, place, opened.at) or license_to_show(pool, opened.at)
    return Shown(pool, place, named)


def _lives(opened: Opened, pool: Pool, place: Place | None) -> bool:
    return place is not None and is_living(pool, place, settings.TERMS, opened.at)


def _rank(opened: Opened, each: Shown) -> int:
    """The place held first, then what runs, then what is over; else SEAT-2's order."""
    if each.place == opened.table.place:
        return 0
    return 1 if running_licenses(each.pool, opened.at) else 2
