"""Pools as rows: locked in one order, and their version, which rises with what concerns them all.

What a place of a pool may count on without a new decision holds for one version of the pool. A
license that is saved, the owner's terms, a seat that is reserved or bound raise it.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import F

from server.licenses.models import Pool
from server.ready import Ready

LOCKED = Ready(  # joined with nothing: who waits for a lock has the statement looked at again
    lambda ids: Pool.objects.filter(id__in=ids).order_by("id").select_for_update(no_key=True)
)


def lock_pools(ids: Iterable[int]) -> list[Pool]:
    """Always in the order of their numbers, so that no two acts wait for each other."""
    return LOCKED(tuple(ids))


def forget_tallies(ids: Iterable[int]) -> None:
    """Whoever asks next counts all places anew: something changed that their rows do not tell."""
    for number in sorted(set(ids)):
        Pool.objects.filter(id=number).update(counted_by="")


def raise_versions(ids: Iterable[int]) -> None:
    """Every contact in these pools is decided anew from here on."""
    for number in sorted(set(ids)):
        Pool.objects.filter(id=number).update(version=F("version") + 1)
