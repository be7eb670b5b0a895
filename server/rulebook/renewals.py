"""Renewals: until when a contact of a place is no decision, and what it comes to until then.

The same holds for the places of one pool, of one side (the owner's or a member's) and of one
platform, as long as nothing but contacts happens there. So it is computed when a place is
decided and carried out by a statement of the store. What else happens to a place takes its
renewal away; what concerns all of them raises the pool's version.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from server.config.terms import Terms
from server.rulebook.facts import Kind, Place, Pool
from server.rulebook.leases import NEVER, ordinary_span
from server.rulebook.seats import good_licenses, is_reserved, seats_of, taken_by, with_place


@dataclass(frozen=True, slots=True)
class Renewal:
    """A contact before `until`, while the last lease is good, makes the next good for `span`."""

    until: datetime
    span: timedelta


def renewal(pool: Pool, place: Place, terms: Terms, at: datetime) -> Renewal | None:
    """For a place just given its lease. None: each contact of it is a decision."""
    if place.bound or is_reserved(place, at) or place.closed_at is not None:
        return None
    span = ordinary_span(pool, place, terms)
    if place.lease_exp != (at + span).replace(microsecond=0):  # something shortened it
        return None
    after = taken_by(pool, with_place(pool, place, terms, at), terms, pool.rest)
    if after > seats_of(pool, at):  # somebody has to go
        return None
    until = min(NEVER, *(end - span for end in _ends(pool, at)))
    return Renewal(until, span) if at < until else None


def _ends(pool: Pool, at: datetime) -> Iterator[datetime]:
    """What no lease may reach past without a decision: licenses (SEAT-16), a trial's day."""
    yield NEVER
    for each in good_licenses(pool, at):
        if each.ends_at is not None:
            yield each.ends_at
    if pool.kind is Kind.TRIAL:
        yield from (day for day in pool.use.day_ends if day > at)
