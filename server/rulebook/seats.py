"""Seats and the places in them: what is taken, who still has a place, who loses one first.

SEAT-0's count stands here and nowhere else. How a device comes to a place is in taking.py,
until when its lease is good in leases.py.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from contract.problems import Code
from server.config.terms import Terms
from server.rulebook.facts import Count, Kind, License, Place, Platform, Policy, Pool
from server.rulebook.line import claims_before, offers_running

NONE = Count()


def seats_taken(count: Count, desktops_per_seat: int) -> int:
    """SEAT-0: m + max(⌈d ∕ n⌉, w) + b + h. Nothing else counts seats."""
    own = max(-(-count.desktops // desktops_per_seat), min(count.web, 1))
    return count.members + own + count.bound + count.held


def count_of(pool: Pool, places: Iterable[Place]) -> Count:
    """What each of these places of the pool adds to SEAT-0's sum."""
    members = desktops = web = bound = 0
    for place in places:
        if place.bound:
            bound += 1
        elif place.account != pool.owner:
            members += 1
        elif place.platform is Platform.WEB:
            web += 1
        else:
            desktops += 1
    return Count(members, desktops, web, bound)


def taken_by(pool: Pool, places: Iterable[Place], terms: Terms, beside: Count = NONE) -> int:
    """Seats that these places take, and others of which only the number is known."""
    count = count_of(pool, places)
    if beside is not NONE:
        count = count + beside
    return seats_taken(count, terms.desktops_in_a_seat(pool.kind))


def seats_in_use(pool: Pool, terms: Terms, at: datetime) -> int:
    """What is shown to people: the places, and the seats that somebody in line was offered."""
    offered = min(free_seats(pool, terms, at), offers_running(pool, terms, at))
    beside = replace(pool.rest, held=offered)
    return taken_by(pool, living(pool, terms, at), terms, beside)


def free_seats(pool: Pool, terms: Terms, at: datetime) -> int:
    """Seats without a place, whoever they are held for."""
    return max(0, seats_of(pool, at) - taken(pool, terms, at))


def taken(pool: Pool, terms: Terms, at: datetime) -> int:
    """Seats with a place."""
    return taken_by(pool, living(pool, terms, at), terms, pool.rest)


def good_licenses(pool: Pool, at: datetime) -> tuple[License, ...]:
    """Those that give seats: not ended, not suspended (LIC-5, LIC-8)."""
    return tuple(each for each in running_licenses(pool, at) if not each.suspended)


def running_licenses(pool: Pool, at: datetime) -> tuple[License, ...]:
    return tuple(each for each in pool.licenses if each.ends_at is None or each.ends_at > at)


def seats_of(pool: Pool, at: datetime) -> int:
    """The pool's seats at an instant: the sum of its licenses' (LIC-5)."""
    return sum(each.seats for each in good_licenses(pool, at))


def gives_nothing(pool: Pool, platform: Platform, at: datetime) -> Code | None:
    """Why a pool gives nobody anything on this platform, full or not."""
    if not running_licenses(pool, at):
        return Code.TRIAL_OVER if pool.kind is Kind.TRIAL else Code.LICENSE_EXPIRED
    if not any(covers(each, platform) for each in running_licenses(pool, at)):
        return Code.PLATFORM_NOT_COVERED
    if not good_licenses(pool, at):
        return Code.LICENSE_SUSPENDED
    return None


def covers(each: License, platform: Platform) -> bool:
    return platform in each.platforms


def policy_of(pool: Pool, account: str) -> Policy:
    """Whose policy a place of this account goes by. A trial ends like a member's (SEAT-4)."""
    is_owners = account == pool.owner and pool.kind is not Kind.TRIAL
    return Policy.OWNER if is_owners else Policy.MEMBER


def ends_at(pool: Pool, place: Place, terms: Terms) -> datetime | None:
    """When a place ends by itself, going by what is stored (SEAT-5, LEASE-9); none is never."""
    if place.bound:
        return None
    if place.platform is not Platform.WEB and policy_of(pool, place.account) is Policy.OWNER:
        return place.closed_at
    return max(_ordinary_end(pool, place, terms), place.reserved_until or place.began_at)


def _ordinary_end(pool: Pool, place: Place, terms: Terms) -> datetime:
    ends = [place.last_contact_at + silence(place.platform is Platform.WEB, terms)]
    if place.closed_at is not None:
        ends.append(place.closed_at)
    if pool.kind is Kind.TRIAL:  # never past the active day of its last contact (SEAT-4)
        ends += [day for day in pool.use.day_ends if day > place.last_contact_at]
    return min(ends)


def silence(is_web: bool, terms: Terms) -> timedelta:
    """How long after its last contact a place ends by itself (SEAT-5, SEAT-10)."""
    return terms.web_silence if is_web else terms.crash


def is_living(pool: Pool, place: Place, terms: Terms, at: datetime) -> bool:
    end = ends_at(pool, place, terms)
    return end is None or end > at


def living(pool: Pool, terms: Terms, at: datetime) -> tuple[Place, ...]:
    """The places that count at an instant. No clerk ended any: it follows from their instants."""
    return tuple(place for place in pool.places if is_living(pool, place, terms, at))


def in_use(place: Place, terms: Terms, at: datetime) -> bool:
    """Whether the product runs there, as far as the server was told."""
    return place.closed_at is None and place.last_contact_at + terms.crash > at


def is_reserved(place: Place, at: datetime) -> bool:
    return place.reserved_until is not None and place.reserved_until > at


def with_place(pool: Pool, place: Place, terms: Terms, at: datetime) -> tuple[Place, ...]:
    """The living places once this one is among them, in place of what its device had there."""
    return (*others(pool, place, terms, at), place)


def others(pool: Pool, place: Place, terms: Terms, at: datetime) -> tuple[Place, ...]:
    mine = (place.account, place.device)
    return tuple(p for p in living(pool, terms, at) if (p.account, p.device) != mine)


def has_room(pool: Pool, place: Place, terms: Terms, at: datetime) -> bool:
    """A place is given when the sum after it is no more than the pool has (SEAT-0)."""
    claims = claims_before(pool, place.account, terms, at)
    held = min(free_seats(pool, terms, at), claims)
    after = taken_by(pool, with_place(pool, place, terms, at), terms, replace(pool.rest, held=held))
    return after <= seats_of(pool, at)
