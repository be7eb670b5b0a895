"""A refusal of a seat with all that CONTRACT tells beside it: pools tried, the person's devices."""

from __future__ import annotations

from collections.abc import Mapping

from django.conf import settings

from contract.problems import Code
from contract.wire import plain
from contract.wire.license import Period
from contract.wire.problem import Line
from server.rulebook.facts import Platform, Refusal
from server.rulebook.line import people_waiting
from server.rulebook.reservations import Offer
from server.rulebook.seats import living
from server.rulebook.waiting import lines_for
from server.seats.shown import device_shown, tried_shown
from server.seats.store import Opened


def refused(opened: Opened, decided: Refusal) -> Refusal:
    """The same refusal, its members as the wire writes them."""
    members = dict(decided.members)
    if "tried" in members:
        members["tried"] = [plain(tried_shown(each)) for each in members["tried"]]  # type: ignore[attr-defined]  # the rulebook's Tried
    if "offer" in members:
        members |= _periods(members.pop("offer"))  # type: ignore[arg-type]  # the rulebook's Offer
    if decided.code is Code.SEATS_EXHAUSTED:
        members["devices"] = _own_devices(opened)
        members["line"] = plain(_line(opened))
    return Refusal(decided.code, members)


def _own_devices(opened: Opened) -> list[object]:
    """The person's places in these pools: closing one of them may be the way out (SEAT-2)."""
    mine, this = opened.account.public_id, opened.device.device_id
    return [
        plain(device_shown(pool, place, this))
        for pool in opened.table.pools
        for place in living(pool, settings.TERMS, opened.at)
        if place.account == mine
    ]


def _line(opened: Opened) -> Line:
    """The line with the fewest people of those that this person may stand in (SEAT-7)."""
    platform = Platform(opened.device.platform)
    pools = lines_for(opened.account.public_id, platform, opened.table, opened.at)
    people = [people_waiting(pool, settings.TERMS, opened.at) for pool in pools]
    return Line(people=min(people, default=0), offered=bool(people))


def _periods(offer: Offer) -> Mapping[str, object]:
    periods = [plain(Period(id=each.id, until=each.until)) for each in offer.periods]
    latest = {} if offer.latest is None else {"latest": plain(offer.latest)}
    return {"periods": periods, **latest}
