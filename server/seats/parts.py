"""The part of a large pool that a decision needs; the rest of its places is only counted.

Needed one by one are the places of whoever asks and of the owner, those that are reserved or
bound, and those whose lease reaches the first end of a license (SEAT-16). Of members' ordinary
places nothing but their number matters, as long as nobody has to lose one: then all are read.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db.models import Count, Q

from server.licenses import models as licenses
from server.ready import Ready
from server.rulebook.leases import NEVER
from server.rulebook.licenses import SHARED
from server.rulebook.seats import silence
from server.seats import models

LARGE = 20  # seats; a smaller pool is read in less time than it takes to count


@dataclass(frozen=True, slots=True)
class Part:
    rows: list[models.Place]
    rest: int


def parts_of(
    pools: list[licenses.Pool],
    licenses_of: Mapping[int, list[licenses.License]],
    asker: int,
    at: datetime,
) -> dict[int, Part]:
    """By the number of each pool that need not be read as a whole."""
    found = {}
    for pool in pools:
        rows = licenses_of[pool.id]
        if pool.pool_class != SHARED or pool.over or _is_unsettled(pool, rows, at):
            continue
        if sum(row.seats for row in rows) <= LARGE:
            continue
        found[pool.id] = _part(pool, _first_end(rows, at), asker, at)
    return found


def _part(pool: licenses.Pool, first_end: datetime, asker: int, at: datetime) -> Part:
    heard = [at - silence(is_web, settings.TERMS) for is_web in (False, True)]
    rest = _REST(pool.id, asker, pool.owner_id, at, first_end, *heard)
    rows = _NAMED(pool.id, at, asker, pool.owner_id, at)
    if first_end < NEVER:
        rows += _REACHING(pool.id, asker, pool.owner_id, at, first_end)
    return Part(rows, sum(number for (number,) in rest))


_NAMED = Ready(
    lambda pool, at, asker, owner, still: (
        models.Place.objects.filter(
            Q(closed_at__isnull=True) | Q(reserved_until__gt=at) | Q(bound_at__isnull=False),
            Q(account_id__in=(asker, owner))
            | Q(reserved_until__gt=still)
            | Q(bound_at__isnull=False),
            pool_id=pool,
        )
        .select_related("account", "device", "license")
        .order_by("id")
    )
)
_REACHING = Ready(  # and nothing of the above
    lambda pool, asker, owner, at, first_end: (
        models.Place.objects.filter(
            ~Q(account_id__in=(asker, owner)),
            Q(reserved_until__isnull=True) | Q(reserved_until__lte=at),
            pool_id=pool,
            closed_at__isnull=True,
            bound_at__isnull=True,
            lease_exp__gt=first_end,
        )
        .select_related("account", "device", "license")
        .order_by("id")
    )
)
_REST = Ready(
    lambda pool, asker, owner, at, first_end, heard, heard_web: (
        models.Place.objects.filter(
            ~Q(account_id__in=(asker, owner)),
            Q(reserved_until__isnull=True) | Q(reserved_until__lte=at),
            Q(lease_exp__isnull=True) | Q(lease_exp__lte=first_end),
            Q(is_web=False, last_contact_at__gt=heard)
            | Q(is_web=True, last_contact_at__gt=heard_web),
            pool_id=pool,
            closed_at__isnull=True,
            bound_at__isnull=True,
        )
        .values("pool_id")
        .annotate(number=Count("id"))
        .values_list("number")
    )
)


def _first_end(rows: list[licenses.License], at: datetime) -> datetime:
    ends = [row.ends_at for row in rows if row.ends_at is not None and row.ends_at > at]
    return min(ends, default=NEVER)


def _is_unsettled(pool: licenses.Pool, rows: list[licenses.License], at: datetime) -> bool:
    """A license ended since somebody looked who loses a place by it."""
    ends = [row.ends_at for row in rows if row.ends_at is not None and row.ends_at <= at]
    return any(pool.settled_at is None or pool.settled_at < end for end in ends)
