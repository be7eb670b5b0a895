"""Leases: which license one names, until when it is good. How one looks is in contract/."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from server.config.terms import Terms
from server.rulebook.facts import Count, Kind, License, Place, Platform, Policy, Pool
from server.rulebook.seats import NONE, good_licenses, others, policy_of, seats_of, taken_by

NEVER = datetime.max.replace(tzinfo=UTC, microsecond=0)


def longest(licenses: Iterable[License]) -> tuple[License, ...]:
    """Those that last longest first; of equal ones the first activated (SEAT-11)."""
    return tuple(sorted(licenses, key=_lasting))


def _lasting(each: License) -> tuple[float, float, str]:
    activated = each.activated_at.timestamp() if each.activated_at else 0.0
    return (-(each.ends_at or NEVER).timestamp(), activated, each.license_id)


def named_license(pool: Pool, place: Place, at: datetime) -> License | None:
    """The license that a lease of this place names (SEAT-11); none if there is none left.

    A reservation and a binding keep theirs, whatever else the pool has.
    """
    good = longest(good_licenses(pool, at))
    kept = [each for each in good if place.license_id in (None, each.license_id)]
    return next(iter(kept), None)


def reach(pool: Pool, place: Place, terms: Terms) -> datetime:
    """How far a lease reaches from the last contact, were nothing else in the way (LEASE-9)."""
    ordinary = place.last_contact_at + ordinary_span(pool, place, terms)
    if pool.kind is Kind.TRIAL:
        days = [day for day in pool.use.day_ends if day > place.last_contact_at]
        ordinary = min([ordinary, *days])  # never past the active day
    return max(ordinary, place.reserved_until or ordinary)


def ordinary_span(pool: Pool, place: Place, terms: Terms) -> timedelta:
    """What a lease bridges from a contact on, by whose place it is (LEASE-2, LEASE-9)."""
    if place.platform is Platform.WEB:
        return terms.web_silence
    if policy_of(pool, place.account) is Policy.OWNER:
        return terms.owner_reach
    if place.closed_at is not None:  # not in use: the reservation alone carries it
        return timedelta()
    return terms.bridge


def lease_end(pool: Pool, place: Place, terms: Terms, at: datetime) -> datetime:
    """`exp`, in whole seconds: the earliest of reach, license end and SEAT-16 (LEASE-9)."""
    named = named_license(pool, place, at)
    ends = [reach(pool, place, terms), _promise(pool, place, terms, at)]
    if named is None:
        ends.append(at)
    elif named.ends_at is not None:
        ends.append(named.ends_at)
    return min(ends).replace(microsecond=0)


def _promise(pool: Pool, place: Place, terms: Terms, at: datetime) -> datetime:
    """Where an act made the seats fewer, a place that stays keeps what it was promised, and is
    promised no more until it fits again (SEAT-16, LIC-8)."""
    latest = latest_promise(pool, place, terms, at) or NEVER
    return max(latest, place.lease_exp or latest)


def latest_promise(pool: Pool, place: Place, terms: Terms, at: datetime) -> datetime | None:
    """SEAT-16: until when a lease of this place may be signed; none is without end.

    The seats change at the ends of licenses alone, and what was promised only falls, so it is
    enough to look at the present and at each of those ends.
    """
    next_end = first_end(pool, at)
    around = others(pool, place, terms, at)
    for instant in [at, *ends_ahead(pool, at)]:
        promised = [each for each in around if reaches(each, instant)]
        beside = Count(members=pool.passing) if instant == next_end else NONE
        if taken_by(pool, [*promised, place], terms, beside) > seats_of(pool, instant):
            return instant
    return None


def ends_ahead(pool: Pool, at: datetime) -> list[datetime]:
    """When there will be fewer seats, as far as it is known: ends of licenses."""
    return sorted({each.ends_at for each in good_licenses(pool, at) if each.ends_at is not None})


def first_end(pool: Pool, at: datetime) -> datetime | None:
    return min(ends_ahead(pool, at), default=None)


def reaches(place: Place, instant: datetime) -> bool:
    """Whether the newest lease given there is good at that instant."""
    return place.bound or (place.lease_exp is not None and place.lease_exp > instant)
