"""Licenses, pools and places as plain values, for tests of the rules: no database, no clock.

A `Bench` plays what the server does with the rulebook's answers: it keeps the pools' places and
asks the rules in turn, with the instant given by the test.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta

from server.config.terms import Terms
from server.rulebook.facts import (
    Kind,
    License,
    Membership,
    Place,
    Platform,
    Pool,
    Refusal,
    TrialUse,
)
from server.rulebook.leases import lease_end
from server.rulebook.order import Table
from server.rulebook.seats import is_living, seats_in_use
from server.rulebook.taking import Asker, Grant, take
from tests.fakes.clock import START

ALL = frozenset(Platform)
TERMS = Terms()


def license_(
    license_id: str = "L-AAA-001",
    seats: int = 1,
    kind: Kind = Kind.EDUCATIONAL,
    ends_at: datetime | None = None,
    owner: str = "ada",
    activated_at: datetime = START - timedelta(days=100),
    platforms: frozenset[Platform] = ALL,
    suspended: bool = False,
) -> License:
    last_day = None if ends_at is None else (ends_at - timedelta(hours=1)).date()
    return License(
        license_id, kind, seats, "memo-editor", platforms, frozenset(), owner, activated_at,
        ends_at, last_day, suspended,
    )  # fmt: skip


def pool_(*licenses: License, number: int = 1, **more: object) -> Pool:
    first = licenses[0]
    return Pool(first.owner or "", first.kind, licenses, number=number, **more)  # type: ignore[arg-type]  # a test's shorthand


def trial_pool(
    owner: str = "dora", ends_at: datetime = START + timedelta(days=90), number: int = 9
) -> Pool:
    return pool_(license_("L-DDD-001", 1, Kind.TRIAL, ends_at, owner), number=number)


@dataclass
class Bench:
    """Some pools, some memberships, and the devices' newest places."""

    pools: dict[int, Pool]
    memberships: tuple[Membership, ...] = ()
    terms: Terms = TERMS
    sits_in: dict[tuple[str, str], int] = field(default_factory=dict)
    places: dict[tuple[str, str], Place] = field(default_factory=dict)
    started: int = 0

    def put(
        self,
        device: str,
        at: datetime,
        seat: str | None = None,
        platform: Platform = Platform.LINUX,
        take_over: bool = False,
    ) -> Grant | Refusal:
        """PUT /seat from a device named "ada/1": the account and which of its computers."""
        account = device.split("/")[0]
        asker = replace(self.asker(device, seat, platform), take_over=take_over)
        answer = take(asker, self.table(account, device), self.terms, at)
        if isinstance(answer, Grant):
            if answer.taken_over is not None:
                self.places[(account, answer.taken_over.device)] = answer.taken_over
            self.store(answer.pool, answer.place, at)
        return answer

    def asker(
        self, device: str, seat: str | None = None, platform: Platform = Platform.LINUX
    ) -> Asker:
        self.started += 1
        return Asker(device.split("/")[0], device, platform, f"seat-{self.started}", seat)

    def table(self, account: str, device: str) -> Table:
        key = (account, device)
        return Table(
            tuple(self._with_places(pool) for pool in self.pools.values()),
            self.memberships,
            self.places.get(key),
            self.sits_in.get(key),
        )

    def pool(self, number: int = 1) -> Pool:
        return self._with_places(self.pools[number])

    def store(self, pool: Pool, place: Place, at: datetime) -> Place:
        place = replace(
            place, row=place.row or self.started, lease_exp=lease_end(pool, place, self.terms, at)
        )
        self.pools[pool.number] = pool
        self.sits_in[(place.account, place.device)] = pool.number
        self.places[(place.account, place.device)] = place
        return place

    def place(self, device: str) -> Place:
        return self.places[(device.split("/")[0], device)]

    def change(self, device: str, **fields: object) -> None:
        key = (device.split("/")[0], device)
        self.places[key] = replace(self.places[key], **fields)  # type: ignore[arg-type]  # a test's shorthand

    def in_use(self, at: datetime, number: int = 1) -> int:
        return seats_in_use(self.pool(number), self.terms, at)

    def lives(self, device: str, at: datetime) -> bool:
        number = self.sits_in[(device.split("/")[0], device)]
        return is_living(self.pool(number), self.place(device), self.terms, at)

    def _with_places(self, pool: Pool) -> Pool:
        sitting = [place for key, place in self.places.items() if self.sits_in[key] == pool.number]
        return replace(pool, places=tuple(sitting))


def member(
    owner: str, member: str, joined_at: datetime = START - timedelta(days=50), **more: datetime
) -> Membership:
    return Membership(owner, member, joined_at, **more)


def day(year: int, month: int, number: int) -> datetime:
    return datetime(year, month, number, tzinfo=UTC)


__all__ = [
    "ALL", "START", "TERMS", "Bench", "Kind", "TrialUse", "date", "day", "license_", "member",
    "pool_", "trial_pool",
]  # fmt: skip
