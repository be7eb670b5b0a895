"""SEAT-2's order: which pools a device without a place is given a turn in, one after another."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from contract.problems import Code
from server.rulebook.facts import Kind, Membership, Place, Pool


@dataclass(frozen=True, slots=True)
class Table:
    """All that the decision goes by: the pools of the question, and what the device had last."""

    pools: tuple[Pool, ...]
    memberships: tuple[Membership, ...]
    place: Place | None = None  # the device's newest, living or not
    place_pool: int | None = None  # and the number of its pool

    def pool_of_place(self) -> Pool | None:
        return next((pool for pool in self.pools if pool.number == self.place_pool), None)

    def with_place(self, place: Place) -> Table:
        """The same, had the device's place been stored like this."""
        before = self.place
        pools = tuple(
            replace(pool, places=tuple(place if each == before else each for each in pool.places))
            for pool in self.pools
        )
        return replace(self, pools=pools, place=place)


@dataclass(frozen=True, slots=True)
class Turn:
    """One pool of the order; barred when the membership that leads to it is."""

    pool: Pool
    barred: Code | None = None


def order(account: str, table: Table) -> tuple[Turn, ...]:
    """SEAT-2: own pools, own personal licenses, memberships oldest first, trial last."""
    own = [pool for pool in _by_activation(table.pools) if pool.owner == account]
    shared = [Turn(pool) for pool in own if pool.kind.shareable]
    personal = [Turn(pool) for pool in own if not pool.kind.shareable]
    trials = [turn for turn in personal if turn.pool.kind is Kind.TRIAL]
    personal = [turn for turn in personal if turn.pool.kind is not Kind.TRIAL]
    return (*shared, *personal, *_invitations(account, table), *trials)


def _invitations(account: str, table: Table) -> Iterator[Turn]:
    memberships = [each for each in table.memberships if each.member == account]
    for membership in sorted(memberships, key=lambda each: each.joined_at):
        barred = standing_of(membership)
        if barred is Code.MEMBERSHIP_ENDED and not _was_there(membership, table):
            continue  # long gone: nothing to tell
        for pool in _by_activation(table.pools):
            if pool.owner == membership.owner and pool.kind.shareable:
                yield Turn(pool, barred)


def standing_of(membership: Membership) -> Code | None:
    """What bars a member from the owner's pools, if anything does (SEAT-12)."""
    if membership.ended_at is not None:
        return Code.MEMBERSHIP_ENDED
    return Code.MEMBERSHIP_BLOCKED if membership.blocked_at is not None else None


def _was_there(membership: Membership, table: Table) -> bool:
    pool = table.pool_of_place()
    return pool is not None and pool.owner == membership.owner


def _by_activation(pools: Iterable[Pool]) -> list[Pool]:
    return sorted((p for p in pools if p.licenses), key=lambda p: (_first_activated(p), p.number))


def _first_activated(pool: Pool) -> float:
    return min(each.activated_at.timestamp() for each in pool.licenses if each.activated_at)
