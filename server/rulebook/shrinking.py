"""When seats become fewer: who loses a place, and at which instant (SEAT-11).

A license that ends by its date ends places at that very instant, whether anybody asks then or
not: who lost follows from what is stored. After an act of support or the shop (LIC-8, LIC-10)
more may be taken than there is, for as long as leases reach; then nothing is handed out, and
each place ends when its lease does, or at its next contact, until all fits again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime

from server.config.terms import Terms
from server.rulebook.facts import Because, Place, Platform, Pool
from server.rulebook.leases import reaches
from server.rulebook.reservations import release
from server.rulebook.seats import (
    count_of,
    is_living,
    is_reserved,
    living,
    seats_of,
    seats_taken,
    taken_by,
)


def settle(pool: Pool, terms: Terms, at: datetime) -> tuple[Pool, tuple[Place, ...]]:
    """The pool as it is at an instant, and the places that ended since it was settled last."""
    before = pool.places
    for instant in _shrinks(pool, at):
        pool = _settle_from(pool, instant, terms, at)
    changed = zip(before, pool.places, strict=True)
    return pool, tuple(place for was, place in changed if place is not was)


def is_over(pool: Pool, terms: Terms, at: datetime) -> bool:
    return taken_by(pool, _present(pool, terms, at), terms, pool.rest) > seats_of(pool, at)


def make_fit(pool: Pool, terms: Terms, at: datetime) -> tuple[Place, ...]:
    """Who loses a place at once, leases or not: where the license went to somebody else (LIC-8)."""
    stay = _rows(keeping(pool, terms, at))
    return tuple(
        release(place, Because.POOL_SHRANK, at)
        for place in living(pool, terms, at)
        if place.row not in stay
    )


def ends_between(pool: Pool, since: datetime | None, at: datetime) -> tuple[datetime, ...]:
    """The ends of licenses that passed since then."""
    ends = {each.ends_at for each in pool.licenses if each.ends_at is not None}
    return tuple(sorted(end for end in ends if (since is None or since < end) and end <= at))


def staying(pool: Pool, terms: Terms, at: datetime) -> tuple[Place, ...]:
    """The places left when there are fewer seats than taken; none ends whose lease reaches on."""
    present = _present(pool, terms, at)
    ending = [place for place in present if not reaches(place, at)]
    return _fitting(pool, present, ending, terms, at)


def keeping(pool: Pool, terms: Terms, at: datetime) -> tuple[Place, ...]:
    """The places that get another lease: the same order, going by ordinary leases no longer."""
    present = living(pool, terms, at)
    ending = [place for place in present if not place.bound and not is_reserved(place, at)]
    return _fitting(pool, present, ending, terms, at)


def _shrinks(pool: Pool, at: datetime) -> Iterator[datetime]:
    """From when on there may be too many: ends of licenses, and the act that was settled last."""
    if pool.over and pool.settled_at is not None:
        yield pool.settled_at
    yield from ends_between(pool, pool.settled_at, at)


def _settle_from(pool: Pool, instant: datetime, terms: Terms, at: datetime) -> Pool:
    """Places end one lease after another, for as long as there are too many."""
    following: datetime | None = instant
    while following is not None and following <= at:
        instant = following
        if not is_over(pool, terms, instant):
            return pool
        pool = _shrunk(pool, terms, instant)
        leases = (each.lease_exp for each in _present(pool, terms, instant) if each.lease_exp)
        following = min((exp for exp in leases if exp > instant), default=None)
    return pool


def _shrunk(pool: Pool, terms: Terms, instant: datetime) -> Pool:
    gone = _rows(_present(pool, terms, instant)) - _rows(staying(pool, terms, instant))
    places = (
        release(place, Because.POOL_SHRANK, instant) if place.row in gone else place
        for place in pool.places
    )
    return replace(pool, places=tuple(places))


def _present(pool: Pool, terms: Terms, at: datetime) -> tuple[Place, ...]:
    """Who had a place at an instant that is over."""
    return tuple(p for p in pool.places if p.began_at <= at and is_living(pool, p, terms, at))


def _fitting(
    pool: Pool, present: Iterable[Place], ending: Iterable[Place], terms: Terms, at: datetime
) -> tuple[Place, ...]:
    """Counted once and then down: a pool may have a hundred thousand places."""
    count, gone = count_of(pool, present), set()
    seats, in_a_seat = seats_of(pool, at), terms.desktops_in_a_seat(pool.kind)
    for place in sorted(ending, key=lambda each: _first_to_go(pool, each)):
        if seats_taken(count, in_a_seat) <= seats:
            break
        count -= count_of(pool, [place])
        gone.add(place.row)
    return tuple(place for place in present if place.row not in gone)


def _rows(places: Iterable[Place]) -> set[int]:
    return {place.row for place in places}


def _first_to_go(pool: Pool, place: Place) -> tuple[int, float, int]:
    if place.account != pool.owner:
        rank = 0
    else:
        rank = 1 if place.platform is Platform.WEB else 2
    return (rank, -place.began_at.timestamp(), -place.row)
