"""A license went to another account: what of its pool's places goes with it, what ends (LIC-8)."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q

from server.journal.record import record
from server.licenses.models import License, Pool
from server.rulebook.facts import Because
from server.seats.models import Place


def move_places(license: License, before: Pool, after: Pool, at: datetime) -> None:
    """Inside the act's transaction, both pools locked.

    Reservations and bindings that name the license go with it. Where it was the last one of its
    pool the other places end with the act; else the pool has fewer seats (SEAT-11).
    """
    kept = Q(reserved_until__gt=at) | Q(bound_at__isnull=False)
    for place in Place.objects.filter(kept, pool=before, license=license).order_by("id"):
        place.pool, place.renewal = after, None
        place.save(update_fields=["pool", "renewal"])
        _note("seat-moved", place, at)
    if not _gives_seats(before, at):
        _end_all(before, at)


def _gives_seats(pool: Pool, at: datetime) -> bool:
    not_ended = Q(ends_at__isnull=True) | Q(ends_at__gt=at)
    return License.objects.filter(not_ended, pool=pool, activated_at__isnull=False).exists()


def _end_all(pool: Pool, at: datetime) -> None:
    for place in Place.objects.filter(pool=pool, closed_at__isnull=True).order_by("id"):
        place.closed_at, place.closed_because = at, Because.POOL_SHRANK.value
        place.renewal = None
        place.save(update_fields=["closed_at", "closed_because", "renewal"])
        _note("seat-ended", place, at)


def _note(act: str, place: Place, at: datetime) -> None:
    record(act, at, role="support", account=place.account, seat=place.seat)
