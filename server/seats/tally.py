"""The pools' tallies as rows keep them: changed with each place, settled by time, counted anew.

All that stores a place's state comes by here, in the act's own transaction and under the pool's
lock. So the numbers of a pool's row are the sum of what its places add, at every commit; and
what a place adds is right until it is `due`, after which the next question looks at it first.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings

from server.licenses import models as licenses
from server.ready import Ready, change, spelled, stored
from server.rulebook.leases import first_end
from server.rulebook.tally import Share, furthest, passing, share_of, sum_of
from server.seats import models
from server.seats.load import Frames, fact_of
from server.seats.rows import share_in, write_share

NONE = Share()


@dataclass(frozen=True, slots=True)
class Change:
    """A place that added something to one pool and now adds something to the same or another."""

    pool_before: int | None
    before: Share
    pool_after: int
    after: Share


def note_change(change: Change) -> None:
    """Onto the rows of the pools, which are locked."""
    numbers: Counter[tuple[int, str]] = Counter()
    ends: Counter[tuple[int, datetime]] = Counter()
    for pool, share, sign in (
        (change.pool_before, change.before, -1), (change.pool_after, change.after, 1),
    ):  # fmt: skip
        if pool is not None and share.counts_as:
            numbers[pool, share.counts_as] += sign
            if share.passes is not None:
                ends[pool, share.passes] += sign
    for (pool, term), by in numbers.items():
        if by:
            _add(pool, term, by)
    for (pool, end), by in ends.items():
        if by:
            _add_passing(pool, end, by)


def _add(pool: int, term: str, by: int) -> None:
    change(spelled(f"UPDATE licenses_pool SET {term} = {term} + %s WHERE id = %s"), (by, pool))  # noqa: S608  # one of four names


def _add_passing(pool: int, end: datetime, by: int) -> None:
    """Leases past another end than the one that is counted are nobody's concern yet."""
    statement = "UPDATE licenses_pool SET passing = passing + %s WHERE id = %s AND passing_end = %s"
    change(spelled(statement), (by, pool, stored(end)))


def reshare(
    row: models.Place, frames: Frames, at: datetime, pool_before: int | None = None
) -> None:
    """Stores what this place adds now, where time or an act changed it; nothing else of it.

    Who has ended goes by no renewal any more: a contact that is under way is decided by the verb.
    """
    before, pool = share_in(row), frames.pools[row.pool_id]
    after = share_of(pool, fact_of(row), settings.TERMS, at)
    write_share(row, after)
    if not after.counts_as:
        row.renewal_id = None
    row.save(update_fields=[*_SHARE, "renewal"])
    note_change(Change(pool_before or row.pool_id, before, row.pool_id, after))


_SHARE = ("counts_as", "passes", "due")


def settle_by_time(frames: Frames, at: datetime) -> bool:
    """Looks again at the places that time may have changed since somebody asked last; says
    whether it did."""
    fresh = [number for number, row in frames.rows.items() if is_unknown(row)]
    for number in fresh:
        count_anew(frames, number, at)
    due = [number for number, first in frames.due.items() if first <= at and number not in fresh]
    for number in due:
        for row in _DUE(number, at):
            reshare(row, frames, at)
        read_again(frames.rows[number])
    near = [_look_to_the_next_end(frames, number, at) for number in frames.rows]
    return bool(fresh or due) or any(near)


def read_again(row: licenses.Pool) -> None:
    row.refresh_from_db(fields=("members", "desktops", "web", "bound", "passing"))


_DUE = Ready(  # locked, lest a contact that is under way is overlooked
    lambda pool, at: (
        models.Place.objects.filter(pool_id=pool, due__isnull=False, due__lte=at)
        .select_related("account", "device", "license")
        .order_by("id")
        .select_for_update(of=("self",), no_key=True)
    )
)


def _look_to_the_next_end(frames: Frames, number: int, at: datetime) -> bool:
    """Another end of a license is the next one. No ordinary lease reaches it, if it is far."""
    row, end = frames.rows[number], first_end(frames.pools[number], at)
    if row.passing_end == end:
        return False
    if end is not None and end <= at + furthest(settings.TERMS):
        count_anew(frames, number, at)
        return True
    row.passing_end, row.passing = end, 0
    licenses.Pool.objects.filter(pk=number).update(passing_end=end, passing=0)
    return False


def count_anew(frames: Frames, number: int, at: datetime) -> None:
    """From all places: the pool is new, was counted by other terms, or an end came near."""
    row, pool = frames.rows[number], frames.pools[number]
    shares, changed = [], []
    for place in all_places(number):
        share = share_of(pool, fact_of(place), settings.TERMS, at)
        if share != share_in(place):
            write_share(place, share)
            changed.append(place)
        if share.counts_as:
            shares.append(share)
    models.Place.objects.bulk_update(changed, _SHARE, batch_size=200)
    _store_numbers(row, shares, first_end(pool, at))


all_places = Ready(
    lambda pool: (
        models.Place.objects.filter(pool_id=pool)
        .select_related("account", "device", "license")
        .order_by("id")
        .select_for_update(of=("self",), no_key=True)
    )
)


def _store_numbers(row: licenses.Pool, shares: list[Share], end: datetime | None) -> None:
    count = sum_of(shares)
    values = {
        "members": count.members, "desktops": count.desktops, "web": count.web,
        "bound": count.bound, "passing_end": end, "passing": passing(shares, end),
        "counted_by": counted_by(),
    }  # fmt: skip
    for name, value in values.items():
        setattr(row, name, value)
    licenses.Pool.objects.filter(pk=row.pk).update(**values)


def is_unknown(row: licenses.Pool) -> bool:
    return row.counted_by != counted_by()


def counted_by() -> str:
    """The terms that decide what a place adds, and when that changes."""
    terms = settings.TERMS
    return f"{terms.crash_hours}h {terms.web_silent_minutes}m {terms.bridge_minutes}m"
