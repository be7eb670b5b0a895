"""Offline availability (OFF): which periods are granted, and what reserving comes to."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from contract.problems import Code
from server.config.terms import Terms
from server.rulebook.facts import Because, Kind, License, Place, Platform, Policy, Pool, Refusal
from server.rulebook.leases import NEVER, latest_promise, longest
from server.rulebook.seats import (
    gives_nothing,
    good_licenses,
    in_use,
    is_reserved,
    others,
    policy_of,
    taken_by,
)


@dataclass(frozen=True, slots=True)
class Period:
    """One row of the list that the researcher picks from (OFF-1)."""

    id: str
    until: datetime


@dataclass(frozen=True, slots=True)
class Offer:
    """What the server grants to a computer (OFF-2); without periods, `reason` says why."""

    reason: str = ""
    latest: datetime | None = None
    periods: tuple[Period, ...] = ()


@dataclass(frozen=True, slots=True)
class Limits:
    """What bounds a reservation of a place, whenever it is asked for."""

    reason: str = ""
    days: int = 0  # at most so many from the asking
    license_ends: datetime | None = None  # of the license that it would name
    promise: datetime | None = None  # what SEAT-16 leaves


def offer(pool: Pool, place: Place, terms: Terms, at: datetime) -> Offer:
    """The periods that this place could be reserved for, and the latest date of all."""
    return offer_within(limits(pool, place, terms, at), terms, at)


def limits(pool: Pool, place: Place, terms: Terms, at: datetime) -> Limits:
    reason = _never_offline(pool, place) or gives_nothing(pool, place.platform, at)
    if reason:
        return Limits(str(reason))
    named = license_to_keep(pool, place, terms, at)
    if named is None:
        return Limits("seats")
    return _limits(pool, place, named, terms, at)


def offer_within(given: Limits, terms: Terms, at: datetime) -> Offer:
    if given.reason:
        return Offer(given.reason)
    latest = _latest(given, at)
    if latest <= at:
        return Offer("seats")
    return Offer("", latest, _periods(given, latest, terms, at))


def _periods(given: Limits, latest: datetime, terms: Terms, at: datetime) -> tuple[Period, ...]:
    """The vendor's periods as far as they are granted, and the whole way to the latest date."""
    start = at.replace(microsecond=0)
    days = [(f"{n}d", start + timedelta(days=n)) for n in sorted(terms.offline_period_days)]
    granted = [Period(name, until) for name, until in days if until <= latest]
    if not any(period.until == latest for period in granted):
        granted.append(Period("license-end" if latest == given.license_ends else "latest", latest))
    return tuple(granted)


def _never_offline(pool: Pool, place: Place) -> str:
    """Why a computer is never reserved there, whatever the date; empty if it may be."""
    if place.bound:
        return "bound"
    if pool.kind is Kind.TRIAL:
        return "trial"  # TRI-4
    if place.platform is Platform.WEB:
        return "web"  # SEAT-10
    return "owner" if pool.offline_days == 0 else ""


def latest_date(pool: Pool, place: Place, named: License, terms: Terms, at: datetime) -> datetime:
    """OFF-2: the license's end, the pool's maximum, the vendor's, and what SEAT-16 leaves."""
    return _latest(_limits(pool, place, named, terms, at), at)


def _limits(pool: Pool, place: Place, named: License, terms: Terms, at: datetime) -> Limits:
    days = terms.offline_days
    if pool.offline_days is not None:
        days = min(days, pool.offline_days)
    return Limits("", days, named.ends_at, latest_promise(pool, place, terms, at))


def _latest(given: Limits, at: datetime) -> datetime:
    furthest = at.replace(microsecond=0) + timedelta(days=given.days)
    return min(furthest, given.license_ends or NEVER, given.promise or NEVER)


def license_to_keep(pool: Pool, place: Place, terms: Terms, at: datetime) -> License | None:
    """The license that a reservation or binding of this place names and keeps (SEAT-11).

    The longest of which fewer seats are reserved and bound than it has; an owner's second
    computer in a seat that is reserved already takes no further one (OFF-5).
    """
    good = longest(good_licenses(pool, at))
    if is_reserved(place, at) and place.license_id is not None:
        return next((each for each in good if each.license_id == place.license_id), None)
    around = kept_places(pool, place, terms, at)
    for each in good:
        mine = [p for p in around if p.license_id == each.license_id]
        if taken_by(pool, [*mine, place], terms) <= each.seats:
            return each
    return None


def kept_places(pool: Pool, place: Place, terms: Terms, at: datetime) -> tuple[Place, ...]:
    """The pool's other places that are reserved or bound now."""
    return tuple(p for p in others(pool, place, terms, at) if p.bound or is_reserved(p, at))


def within_quota(pool: Pool, place: Place, terms: Terms, at: datetime) -> bool:
    """OFF-8: how many of the pool's seats may be away offline at one time."""
    away = taken_by(pool, [*kept_places(pool, place, terms, at), place], terms)
    return pool.offline_seats is None or away <= pool.offline_seats


def reserve(
    pool: Pool, place: Place, until: datetime, terms: Terms, at: datetime
) -> Place | Refusal:
    """The place reserved until that date; one reserved for longer stays as it is (OFF-3)."""
    reason = _never_offline(pool, place)
    if reason:
        return Refusal(Code.OFFLINE_NOT_ALLOWED, {"reason": reason})
    until = until.replace(microsecond=0)
    if is_reserved(place, at) and place.reserved_until and until <= place.reserved_until:
        return place
    if until <= at:
        return Refusal(Code.INVALID_INPUT, {"errors": [{"pointer": "/until", "code": "past"}]})
    named = license_to_keep(pool, place, terms, at)
    latest = at if named is None else latest_date(pool, place, named, terms, at)
    if named is None or until > latest:
        return Refusal(Code.PERIOD_NOT_GRANTED, {"offer": offer(pool, place, terms, at)})
    if not is_reserved(place, at) and not within_quota(pool, place, terms, at):
        return Refusal(Code.OFFLINE_QUOTA_REACHED, {"quota": pool.offline_seats})
    return replace(place, reserved_until=until.astimezone(UTC), license_id=named.license_id)


def give_back(pool: Pool, place: Place, terms: Terms, at: datetime) -> Place:
    """Return early (OFF-4): an ordinary place if in use or an owner's, otherwise it has ended."""
    ordinary = replace(place, reserved_until=None, license_id=None)
    if in_use(place, terms, at) or policy_of(pool, place.account) is Policy.OWNER:
        return ordinary
    return replace(ordinary, closed_at=at, closed_because=Because.RETURNED)


def release(place: Place, because: Because, at: datetime) -> Place:
    """The place ended for good, a reservation included (SEAT-9, SEAT-12, SEAT-15)."""
    ended = replace(place, closed_at=at, closed_because=because)
    return replace(ended, reserved_until=None, bound=False, license_id=None)


def close(pool: Pool, place: Place, terms: Terms, at: datetime) -> Place:
    """The product closed: a member's ordinary hours end, an owner's computer and a bound one
    stay; a web session ends, whoever's it is."""
    if place.bound:
        return place
    if policy_of(pool, place.account) is Policy.OWNER and place.platform is not Platform.WEB:
        return place
    return replace(place, closed_at=at, closed_because=Because.CLOSED)
