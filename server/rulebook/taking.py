"""How a device comes to its place: SEAT-2's order, SEAT-15's starts and contacts, the refusals.

Pure: the pools in question are given, with all that counts in them; what comes back is the
place as it is to be stored, or a refusal. What is stored is changed by server/seats/take.py.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from contract.problems import Code
from server.config.terms import Terms
from server.rulebook.facts import (
    Because,
    Kind,
    Place,
    Platform,
    Pool,
    Refusal,
    TrialUse,
)
from server.rulebook.leases import named_license
from server.rulebook.order import Table, Turn, order
from server.rulebook.reservations import release
from server.rulebook.seats import (
    gives_nothing,
    good_licenses,
    has_room,
    is_living,
    is_reserved,
    running_licenses,
    seats_of,
)
from server.rulebook.shrinking import keeping
from server.rulebook.trials import use_trial

BY_THE_DEVICE = (Because.CLOSED, Because.LOGGED_OUT, Because.RETURNED, Because.GIVEN_UP)
TOLD = (Because.FREED, Because.TAKEN_OVER)


@dataclass(frozen=True, slots=True)
class Asker:
    """Which device of whom asks, and which place it believes to have."""

    account: str
    device: str
    platform: Platform
    fresh_seat: str  # the id for a place that begins or starts anew (SEAT-15)
    seat: str | None = None
    take_over: bool = False  # ends another web session of the same person (SEAT-10)


@dataclass(frozen=True, slots=True)
class Tried:
    """A pool that gave nothing, and why (SEAT-2)."""

    pool: Pool
    seats: int
    reason: Code


@dataclass(frozen=True, slots=True)
class Grant:
    """A place given or kept, as it is to be stored."""

    pool: Pool
    place: Place
    began: bool = False  # a place that was not there before
    moved: bool = False  # told as `seat-moved`
    day_begun: datetime | None = None  # the end of the trial day that begins (TRI-2)
    taken_over: Place | None = None  # the other web session, as it has ended (SEAT-10)


def take(asker: Asker, table: Table, terms: Terms, at: datetime) -> Grant | Refusal:
    """What PUT /seat comes to: a place kept, a place found, or the refusal that CONTRACT words."""
    turns = order(asker.account, table)
    pool, place = table.pool_of_place(), table.place
    if pool is None or place is None:
        return _find(asker, turns, terms, at)
    if not is_living(pool, place, terms, at):
        return _after_its_end(asker, turns, place, terms, at)
    if is_contact(asker, place):
        return _keep(asker, turns, pool, place, terms, at)
    if pool.owner == asker.account or place.bound or is_reserved(place, at):
        return _keep(asker, turns, pool, place, terms, at)
    return _come_home(asker, turns, terms, at) or _keep(asker, turns, pool, place, terms, at)


def is_contact(asker: Asker, place: Place) -> bool:
    """Without a place's id, or with one that the device closed or never had, it is a start."""
    return asker.seat == place.seat and place.closed_because not in BY_THE_DEVICE


def _after_its_end(
    asker: Asker, turns: tuple[Turn, ...], place: Place, terms: Terms, at: datetime
) -> Grant | Refusal:
    if not is_contact(asker, place):
        return _find(asker, turns, terms, at)
    if place.closed_because in TOLD:
        return Refusal(Code.SEAT_LOST, {"because": place.closed_because.value, "tried": ()})
    found = _find(asker, turns, terms, at)
    if isinstance(found, Grant):
        return replace(found, moved=True)
    return _lost(found) if place.closed_because is Because.POOL_SHRANK else found


def _lost(found: Refusal) -> Refusal:
    members = {**found.members, "because": Because.POOL_SHRANK.value}
    return Refusal(Code.SEAT_LOST, members)


def _come_home(asker: Asker, turns: tuple[Turn, ...], terms: Terms, at: datetime) -> Grant | None:
    """A start on a shared place changes to an own pool that has room (SEAT-2)."""
    own = [t for t in turns if t.pool.owner == asker.account and t.pool.kind is not Kind.TRIAL]
    found = _find(asker, tuple(own), terms, at)
    return found if isinstance(found, Grant) else None


def _keep(
    asker: Asker, turns: tuple[Turn, ...], pool: Pool, place: Place, terms: Terms, at: datetime
) -> Grant | Refusal:
    """The place that the device has, renewed; if it may not be, what the order gives instead."""
    barred = _barred(asker, turns, pool, place, at)
    if place.bound or is_reserved(place, at):
        barred = barred or _without_its_license(pool, place, at)
    if barred is not None and (place.bound or is_reserved(place, at)):
        # The computer still holds that seat's lease: first it must give that up (SEAT-12).
        return Refusal(barred, {"tried": (Tried(pool, seats_of(pool, at), barred),)})
    reason = barred or _no_longer(pool, place, terms, at)
    if reason is None:
        return Grant(pool, renewed(asker, place, at))
    found = _find(asker, turns, terms, at)
    if isinstance(found, Grant):
        return replace(found, moved=is_contact(asker, place))
    return _lost(found) if reason is Code.SEAT_LOST else found


def _without_its_license(pool: Pool, place: Place, at: datetime) -> Code | None:
    """What is reserved or bound goes with the license that it names, whatever others give seats
    there (SEAT-11)."""
    gone = good_licenses(pool, at) and named_license(pool, place, at) is None
    return Code.LICENSE_SUSPENDED if gone else None


def _barred(
    asker: Asker, turns: tuple[Turn, ...], pool: Pool, place: Place, at: datetime
) -> Code | None:
    """A pool that the order does not lead to keeps what came with its license from another
    owner (LIC-8) to its own end, and nothing else."""
    for turn in turns:
        if turn.pool.number == pool.number:
            return turn.barred
    return None if place.bound or is_reserved(place, at) else Code.MEMBERSHIP_ENDED


def renewed(asker: Asker, place: Place, at: datetime) -> Place:
    """The same place after this contact; a start gives it a new id, and it is in use again."""
    if place.bound:
        return place
    return replace(
        place,
        seat=place.seat if is_contact(asker, place) else asker.fresh_seat,
        last_contact_at=at,
        closed_at=None,
        closed_because=Because.NOTHING,
        reserved_until=place.reserved_until if is_reserved(place, at) else None,
        license_id=place.license_id if is_reserved(place, at) else None,
    )


def _no_longer(pool: Pool, place: Place, terms: Terms, at: datetime) -> Code | None:
    """Why a living place gets no further lease where it is."""
    reason = gives_nothing(pool, place.platform, at)
    if reason is not None:
        return reason
    return None if place in keeping(pool, terms, at) else Code.SEAT_LOST


def _find(asker: Asker, turns: tuple[Turn, ...], terms: Terms, at: datetime) -> Grant | Refusal:
    """What the order gives, to one web session of a person at a time (SEAT-10)."""
    other = _web_session(asker, turns, terms, at)
    if other is None:
        return _try_each(asker, turns, terms, at)
    if not asker.take_over:
        return Refusal(Code.WEB_SESSION_OPEN, {"since": other.began_at, "tried": ()})
    ended = release(other, Because.TAKEN_OVER, at)
    given = _try_each(asker, tuple(_instead(turn, other, ended) for turn in turns), terms, at)
    return replace(given, taken_over=ended) if isinstance(given, Grant) else given


def _web_session(asker: Asker, turns: tuple[Turn, ...], terms: Terms, at: datetime) -> Place | None:
    """The web session that the person has open in another browser."""
    if asker.platform is not Platform.WEB:
        return None
    living = (p for turn in turns for p in turn.pool.places if is_living(turn.pool, p, terms, at))
    mine = (place for place in living if place.account == asker.account)
    return next((p for p in mine if p.platform is Platform.WEB and p.device != asker.device), None)


def _instead(turn: Turn, before: Place, after: Place) -> Turn:
    places = tuple(after if each == before else each for each in turn.pool.places)
    return replace(turn, pool=replace(turn.pool, places=places))


def _try_each(asker: Asker, turns: tuple[Turn, ...], terms: Terms, at: datetime) -> Grant | Refusal:
    """The first pool of the order that gives a place; a refusal only after all were tried."""
    tried: list[Tried] = []
    for turn in turns:
        given = _try(asker, turn, terms, at)
        if isinstance(given, Grant):
            return given
        tried.append(Tried(turn.pool, seats_of(turn.pool, at), given))
    return refusal_of(tuple(tried))


def _try(asker: Asker, turn: Turn, terms: Terms, at: datetime) -> Grant | Code:
    reason = turn.barred or gives_nothing(turn.pool, asker.platform, at)
    if reason is not None:
        return reason
    if turn.pool.kind is Kind.TRIAL:
        return _try_trial(asker, turn.pool, terms, at)
    return _sit(asker, turn.pool, terms, at)


def _try_trial(asker: Asker, pool: Pool, terms: Terms, at: datetime) -> Grant | Code:
    """A place in a trial is use: it begins an active day when none is running (TRI-2)."""
    (trial_ends, *_) = [each.ends_at for each in running_licenses(pool, at) if each.ends_at]
    day = use_trial(pool.use, trial_ends, at, terms)
    if isinstance(day, Refusal):
        return day.code
    day_end, begins = day
    if not begins:
        return _sit(asker, pool, terms, at)
    given = _sit(asker, replace(pool, use=TrialUse((*pool.use.day_ends, day_end))), terms, at)
    return replace(given, day_begun=day_end) if isinstance(given, Grant) else given


def _sit(asker: Asker, pool: Pool, terms: Terms, at: datetime) -> Grant | Code:
    place = new_place(asker, at)
    if not has_room(pool, place, terms, at):
        return Code.SEATS_EXHAUSTED
    return Grant(pool, place, began=True)


def new_place(asker: Asker, at: datetime) -> Place:
    return Place(
        asker.fresh_seat, asker.account, asker.device, asker.platform,
        began_at=at, last_contact_at=at, row=0,
    )  # fmt: skip


def refusal_of(tried: tuple[Tried, ...]) -> Refusal:
    """Exhausted if any pool was full, else the first one's reason, or that there is no pool."""
    reasons = [each.reason for each in tried]
    if Code.SEATS_EXHAUSTED in reasons:
        return Refusal(Code.SEATS_EXHAUSTED, {"tried": tried})
    return Refusal(reasons[0] if reasons else Code.NO_LICENSE, {"tried": tried})
