"""Acts of support and the shop that make a pool's seats fewer (SEAT-11, LIC-8, LIC-10).

Who had lost a place is stored before the act, for what was, and after it, for what is.
"""

from __future__ import annotations

from django.conf import settings

from server.journal.record import record
from server.licenses.models import License, Pool
from server.licenses.pools import lock_pools
from server.rulebook.shrinking import make_fit
from server.seats.store import end_other, load_pools, settle_pools


def settle_pool_of(license_id: str) -> list[int]:
    """Inside the act's transaction; locks the pool, if the license has one, and says which."""
    pools = License.objects.filter(license_id=license_id, pool__isnull=False)
    locked = lock_pools(pools.values_list("pool_id", flat=True))
    settle_pools(locked)
    return [pool.id for pool in locked]


def end_what_does_not_fit(pool: Pool) -> None:
    """At once, whatever leases say: the license of these places has gone to somebody else."""
    pools = lock_pools([pool.pk])
    settle_pools(pools)  # too many now? then first whoever has no lease any more
    at = settle_pools(pools)
    for loaded in load_pools(pools, at):
        for place in make_fit(loaded, settings.TERMS, at):
            end_other(place)
            record("seat-pool-shrank", at, role="support", seat=place.seat)
    settle_pools(pools)
