"""Who holds a seat in an owner's pools, page by page; how full the pools are, by their numbers.

A pool may have a hundred thousand places: nothing here reads them all. What time ended is settled
first, as for every question, so that the numbers and what each place counts as are true.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import QuerySet

from server.accounts.models import Account
from server.licenses import models as licenses
from server.licenses.pools import lock_pools
from server.rulebook.facts import Place, Pool
from server.rulebook.freeing import goes_on_until
from server.rulebook.returns import YEAR
from server.rulebook.seats import is_living, seats_in_use, seats_of
from server.seats.load import fact_of, frames_of, tally_of
from server.seats.models import Place as PlaceRow
from server.seats.models import Returned
from server.seats.store import settle_pools
from server.transaction import one_transaction

PAGE = 50
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class PoolCount:
    """A pool at an instant, without its places."""

    pool: Pool
    seats: int
    seats_in_use: int


@dataclass(frozen=True, slots=True)
class Sitting:
    """A place and the pool that it is in."""

    pool: Pool
    place: Place


@dataclass(frozen=True, slots=True)
class HoldersPage:
    sitting: tuple[Sitting, ...]
    has_more: bool
    going_on: tuple[Place, ...]  # ended by somebody's act, their leases good for a while
    returned: tuple[Returned, ...]  # bound computers given back, each on its own word (AIR-10)
    at: datetime


@one_transaction
def pool_counts(owner: Account) -> tuple[PoolCount, ...]:
    pools, at = _settled(owner)
    return tuple(
        PoolCount(pool, seats_of(pool, at), seats_in_use(pool, settings.TERMS, at))
        for pool in pools
    )


@one_transaction
def holders_page(owner: Account, after: str = "") -> HoldersPage:
    """`after` is the place id that the page before ended with."""
    pools, at = _settled(owner)
    sitting = tuple(_sitting(pools, _last_of(pools, after), at))
    numbers = [pool.number for pool in pools]
    gone = [] if after else _going_on(numbers, at)
    returned = Returned.objects.filter(pool__in=numbers, at__gt=at - YEAR)
    shown = returned.select_related("account", "device").order_by("-at", "-id")
    return HoldersPage(
        sitting[:PAGE], len(sitting) > PAGE, tuple(gone), () if after else tuple(shown[:PAGE]), at
    )


@one_transaction
def sitting_at(owner: Account, seat: str) -> tuple[Sitting, datetime] | None:
    """The place of that id in this owner's pools, if somebody sits there."""
    pools, at = _settled(owner)
    for pool in pools:
        row = _places(pool).filter(seat=seat).first()
        if row is not None:
            return Sitting(pool, fact_of(row)), at
    return None


def _settled(owner: Account) -> tuple[list[Pool], datetime]:
    numbers = licenses.Pool.objects.filter(owner=owner).values_list("id", flat=True)
    return counted_pools(list(numbers))


def counted_pools(numbers: Sequence[int]) -> tuple[list[Pool], datetime]:
    """Locked and settled: all places are counted, none is loaded."""
    rows = lock_pools(numbers)
    at = settle_pools(rows)
    frames = frames_of(rows)
    pools = frames.pools.items()
    return [replace(pool, rest=tally_of(frames.rows[number])) for number, pool in pools], at


def _places(pool: Pool) -> QuerySet[PlaceRow]:
    living = PlaceRow.objects.filter(pool_id=pool.number).exclude(counts_as="")
    return living.select_related("account", "device", "license").order_by("id")


def _last_of(pools: Sequence[Pool], seat: str) -> tuple[int, int]:
    """Where the page before ended: the pool's number, the place's."""
    numbers = [pool.number for pool in pools]
    row = PlaceRow.objects.filter(seat=seat, pool__in=numbers).first() if seat else None
    return (0, 0) if row is None else (row.pool_id, row.id)


def _sitting(pools: Sequence[Pool], last: tuple[int, int], at: datetime) -> Iterator[Sitting]:
    """One more than a page has, pool by pool: so each is read along its index."""
    room = PAGE + 1
    for pool in pools:
        if pool.number < last[0]:
            continue
        after = last[1] if pool.number == last[0] else 0
        for row in _places(pool).filter(id__gt=after)[:room]:
            place = fact_of(row)
            if is_living(pool, place, settings.TERMS, at):
                room -= 1
                yield Sitting(pool, place)


def _going_on(pools: Sequence[int], at: datetime) -> list[Place]:
    """The last that were ended, as many as a page has."""
    longest = settings.TERMS.offline_days + 1
    found: list[Place] = []
    for number in pools:
        ended = PlaceRow.objects.filter(
            pool_id=number, closed_at__isnull=False, closed_at__gt=at - DAY * longest,
            bound_at__isnull=True, lease_exp__gt=at,
        )  # fmt: skip
        rows = ended.select_related("account", "device", "license").order_by("-closed_at")[:PAGE]
        found += [fact_of(row) for row in rows]
    return [place for place in found if goes_on_until(place, at) is not None][:PAGE]
