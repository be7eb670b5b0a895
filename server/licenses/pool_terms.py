"""What an owner sets for the own pools: the longest time offline, who may bind (OFF-2, AIR-5)."""

from __future__ import annotations

from server.accounts.models import Account
from server.clock import now
from server.journal.record import record
from server.licenses.models import Pool
from server.rulebook.facts import Refusal
from server.rulebook.licenses import SHARED, may_set_offline_days
from server.transaction import one_transaction


@one_transaction
def set_pool_terms(
    owner: Account, *, offline_days: int | None = None, members_may_bind: bool | None = None
) -> list[Pool] | Refusal:
    """Changes what is given, for every shared pool of the owner."""
    refusal = may_set_offline_days(offline_days)
    if refusal is not None:
        return refusal
    pools = list(
        Pool.objects.select_for_update().filter(owner=owner, pool_class=SHARED).order_by("id")
    )
    for pool in pools:
        if offline_days is not None:
            pool.offline_days = offline_days
        if members_may_bind is not None:
            pool.members_may_bind = members_may_bind
        pool.save(update_fields=["offline_days", "members_may_bind"])
    record("pool-set", now(), role="support", account=owner)
    return pools
