"""Proves the tallies: what all places of a pool say against the numbers that its row keeps."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import transaction

from server.licenses import models as licenses
from server.licenses.pools import lock_pools
from server.rulebook.tally import Share, passing, share_of, sum_of
from server.seats.load import Frames, fact_of, frames_of, tally_of
from server.seats.rows import share_in
from server.seats.tally import all_places, is_unknown


def wrong_tallies(at: datetime) -> list[str]:
    """What all places of all pools say against their tallies."""
    with transaction.atomic():
        frames = frames_of(lock_pools(licenses.Pool.objects.values_list("id", flat=True)))
        return [fault for number in frames.rows for fault in _faults(frames, number, at)]


def _faults(frames: Frames, number: int, at: datetime) -> list[str]:
    row, pool = frames.rows[number], frames.pools[number]
    if is_unknown(row):
        return []
    places = list(all_places(number))
    shares = [share_in(each) for each in places]
    found = []
    if sum_of(shares) != tally_of(row) or passing(shares, row.passing_end) != row.passing:
        found.append(f"pool {number}: {tally_of(row)}, passing {row.passing}, of {shares}")
    for place, stored_share in zip(places, shares, strict=True):
        is_settled = stored_share.due is None or stored_share.due > at
        now = share_of(pool, fact_of(place), settings.TERMS, at)
        if is_settled and not _agree(_next(row, at), stored_share, now):
            found.append(f"place {place.id}: {stored_share} where {now} is true")
    return found


def _next(row: licenses.Pool, at: datetime) -> datetime | None:
    """The end that is counted, unless it is over: then whoever asks next looks to another one."""
    return row.passing_end if row.passing_end is not None and row.passing_end > at else None


def _agree(end: datetime | None, kept: Share, true: Share) -> bool:
    """`due` may be early, since contacts put it off; a far end is not noted at all."""
    if kept.counts_as != true.counts_as:
        return False
    if end is not None and (kept.passes == end) != (true.passes == end):
        return False
    return kept.due == true.due or (
        kept.due is not None and true.due is not None and kept.due <= true.due
    )
