"""Freeing a place by hand: a member's by the owner (SEAT-13), a lost computer's by its person
(SEAT-14).

The lease of a freed computer is good until its end, and the owner sees until when; its next
contact is told, and nothing else is tried for it then.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from datetime import datetime, timedelta

from contract.problems import Code
from server.config.terms import Terms
from server.rulebook.facts import Because, Place, Pool, Refusal
from server.rulebook.reservations import release
from server.rulebook.seats import is_living

YEAR = timedelta(days=365)


def free(
    pool: Pool, place: Place, freed: Iterable[datetime], terms: Terms, at: datetime
) -> Place | Refusal:
    """By the owner. `freed` are the instants at which places of the same person were freed."""
    if not is_living(pool, place, terms, at):
        return Refusal(Code.NO_SEAT)
    if place.account == pool.owner:
        return Refusal(Code.FORBIDDEN)  # an own computer is logged out, or lost (SEAT-14)
    if place.bound:
        return Refusal(Code.DEVICE_BOUND_OFFLINE)
    last = max(freed, default=None)
    if last is not None and at < last + terms.free_interval:  # ORG-12
        wait = last + terms.free_interval - at
        return Refusal(Code.RATE_LIMITED, {"retry_after": math.ceil(wait.total_seconds())})
    return release(place, Because.FREED, at)


def free_lost(
    place: Place, this_device: str, released: Iterable[datetime], terms: Terms, at: datetime
) -> Place | Refusal:
    """By the researcher whose computer it was. `released` are the instants of earlier ones."""
    if place.device == this_device:
        return Refusal(Code.DEVICE_IS_THIS)
    if place.bound:
        return Refusal(Code.DEVICE_BOUND_OFFLINE)
    counted = sorted(released)
    if releases_left(counted, terms, at) == 0:
        wait = counted[-terms.releases_a_year] + YEAR - at
        return Refusal(Code.RELEASE_LIMIT_REACHED, {"retry_after": math.ceil(wait.total_seconds())})
    return release(place, Because.FREED, at)


def releases_left(released: Iterable[datetime], terms: Terms, at: datetime) -> int:
    """How many lost computers a person may still free in these 365 days."""
    counted = [each for each in released if each > at - YEAR]
    return max(0, terms.releases_a_year - len(counted))


def goes_on_until(place: Place, at: datetime) -> datetime | None:
    """Until when a computer may go on whose place somebody's act has ended (LEASE-9): none, if its
    lease is over, or if it said that it gave the lease up."""
    if place.closed_at is None or place.closed_because is Because.GIVEN_UP:
        return None
    if place.lease_exp is None or place.lease_exp <= at:
        return None
    return place.lease_exp
