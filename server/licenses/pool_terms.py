"""What an owner sets for the own pools: the longest time offline, how many seats may be away at one
time, who may bind (OFF-2, OFF-8, AIR-5)."""

from __future__ import annotations

from dataclasses import dataclass

from msgspec import UNSET, UnsetType

from server.accounts.models import Account
from server.clock import now
from server.journal.record import record
from server.licenses.models import Pool
from server.rulebook.facts import Refusal
from server.rulebook.licenses import SHARED, may_set_offline_days, may_set_offline_seats
from server.transaction import one_transaction

FIELDS = ["offline_days", "offline_seats", "members_may_bind"]


@dataclass(frozen=True, slots=True)
class PoolTerms:
    """None is no limit of the owner's own."""

    offline_days: int | None
    offline_seats: int | None
    members_may_bind: bool


def pool_terms(owner: Account) -> PoolTerms | None:
    """As they are now; none where no license can be shared."""
    pool = Pool.objects.filter(owner=owner, pool_class=SHARED).order_by("id").first()
    if pool is None:
        return None
    return PoolTerms(pool.offline_days, pool.offline_seats, pool.members_may_bind)


@one_transaction
def set_pool_terms(
    owner: Account,
    *,
    offline_days: int | UnsetType | None = UNSET,
    offline_seats: int | UnsetType | None = UNSET,
    members_may_bind: bool | UnsetType = UNSET,
    role: str = "support",
) -> list[Pool] | Refusal:
    """Changes what is given, for every shared pool of the owner; None takes a limit away."""
    given = {"offline_days": offline_days, "offline_seats": offline_seats}
    refusal = may_set_offline_days(_limit(offline_days)) or may_set_offline_seats(
        _limit(offline_seats)
    )
    if refusal is not None:
        return refusal
    changed = given | {"members_may_bind": members_may_bind}
    changed = {name: value for name, value in changed.items() if value is not UNSET}
    rows = Pool.objects.select_for_update(no_key=True).filter(owner=owner, pool_class=SHARED)
    pools = list(rows.order_by("id"))
    for pool in pools:
        for name, value in changed.items():
            setattr(pool, name, value)
        pool.save(update_fields=FIELDS)
    actor = owner if role == "account" else None
    record("pool-set", now(), role=role, actor=actor, account=owner, details=dict(changed))
    return pools


def _limit(given: int | UnsetType | None) -> int | None:
    return None if isinstance(given, UnsetType) else given
