"""The tally: what each place adds to its pool's row, so that nobody counts the pool's places.

SEAT-0's terms are kept as numbers there. What a place adds follows from its instants, like
everything; it changes by an act, which stores it, or by time alone, at `due`: then whoever asks
next looks at it again. Also here: which pools need more than those numbers to decide by.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from server.config.terms import Terms
from server.rulebook.facts import Count, Place, Pool
from server.rulebook.leases import first_end, longest, reaches
from server.rulebook.seats import (
    count_of,
    ends_at,
    good_licenses,
    is_living,
    is_reserved,
    seats_of,
    seats_taken,
)

MEMBERS, DESKTOPS, WEB, BOUND = "members", "desktops", "web", "bound"


@dataclass(frozen=True, slots=True)
class Share:
    """What one place adds: to which term of SEAT-0, and whether to the leases past an end."""

    counts_as: str = ""  # the name of the term; empty: it has ended
    passes: datetime | None = None  # the next end of a license, if the lease is good beyond it
    due: datetime | None = None  # when this may change by itself


def share_of(pool: Pool, place: Place, terms: Terms, at: datetime) -> Share:
    if not is_living(pool, place, terms, at):
        return Share()
    counts_as = _term(count_of(pool, [place]))
    if is_reserved(place, at) and not place.bound:
        return Share(counts_as, None, place.reserved_until)  # an ordinary one from then on
    return Share(counts_as, _passes(pool, place, counts_as, at), ends_at(pool, place, terms))


def sum_of(shares: list[Share]) -> Count:
    """SEAT-0's terms of all that adds something."""
    names = [share.counts_as for share in shares]
    return Count(*(names.count(term) for term in (MEMBERS, DESKTOPS, WEB, BOUND)))


def passing(shares: list[Share], end: datetime | None) -> int:
    return sum(share.passes == end for share in shares) if end is not None else 0


def furthest(terms: Terms) -> timedelta:
    """How far from its contact an ordinary lease of a member can reach."""
    return max(terms.bridge, terms.web_silence)


def is_decided_by_numbers(
    pool: Pool, others: Count, own: Count, terms: Terms, at: datetime
) -> bool:
    """Whether it is all the same for one more place whose the others are, and until when they
    were promised: beside the asker's own they fit in at each instant to come, or nobody does; and
    the license that lasts longest has room for all that could be reserved."""
    desktops_in_a_seat = terms.desktops_in_a_seat(pool.kind)
    if pool.offline_seats is not None:
        return False
    if seats_taken(others, desktops_in_a_seat) >= seats_of(pool, at):  # no room for one more
        return True
    most = seats_taken(others + own, desktops_in_a_seat) + 1
    return longest(good_licenses(pool, at))[0].seats >= most  # so at each end before its own


def _term(count: Count) -> str:
    names = (MEMBERS, DESKTOPS, WEB, BOUND)
    return next(name for name in names if getattr(count, name))


def _passes(pool: Pool, place: Place, counts_as: str, at: datetime) -> datetime | None:
    end = first_end(pool, at)
    return end if counts_as == MEMBERS and end is not None and reaches(place, end) else None
