"""Whose turn it is, and what a table says once a place was changed (SEAT-2)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from contract.problems import Code
from server.rulebook.facts import Kind, Pool
from server.rulebook.order import Table, order
from tests.fakes.pools import START, Bench, license_, member, pool_

DAY = timedelta(days=1)


def activated(number: int, *days_ago: int, kind: Kind = Kind.EDUCATIONAL) -> Pool:
    at = [START - days * DAY for days in days_ago]
    sold = [license_(f"L-{number}-{n}", kind=kind, activated_at=each) for n, each in enumerate(at)]
    return pool_(*sold, number=number)


def turns(*pools: Pool, account: str = "ada", **more: object) -> list[tuple[int, Code | None]]:
    table = Table(pools, **({"memberships": ()} | more))  # type: ignore[arg-type]  # a test's shorthand
    return [(turn.pool.number, turn.barred) for turn in order(account, table)]


@pytest.mark.rule("SEAT-2", "LIC-11")
def test_own_pools_come_in_the_order_of_their_first_license() -> None:
    first, second = activated(1, 3, 5), activated(2, 4, 4)
    assert [number for number, _ in turns(second, first)] == [1, 2]
    twins = (activated(4, 3), activated(3, 3))
    assert [number for number, _ in turns(*twins)] == [3, 4]
    given = replace(first, licenses=(*first.licenses, license_("L-9", activated_at=None)))  # type: ignore[arg-type]
    assert [number for number, _ in turns(second, given)] == [1, 2]
    assert turns(replace(first, licenses=())) == []


@pytest.mark.rule("SEAT-2", "SEAT-12")
def test_membership_that_ended_is_told_of_where_the_computer_sat() -> None:
    ada, eve = activated(1, 3), replace(activated(2, 3), owner="eve")
    ended = (member("ada", "ben", ended_at=START), member("eve", "ben", ended_at=START))
    assert turns(ada, eve, account="ben", memberships=ended) == []
    told = turns(ada, eve, account="ben", memberships=ended, place_pool=2)
    assert told == [(2, Code.MEMBERSHIP_ENDED)]
    blocked = (member("ada", "ben", blocked_at=START),)
    assert turns(ada, account="ben", memberships=blocked) == [(1, Code.MEMBERSHIP_BLOCKED)]


@pytest.mark.rule("OFF-4")
def test_table_with_another_place_has_it_in_its_pool_as_well() -> None:
    bench = Bench({1: activated(1, 3), 2: replace(activated(2, 3), owner="eve")})
    for device in ("ada/1", "ada/2"):
        bench.put(device, START)
    table = bench.table("ada", "ada/1")
    after = replace(bench.place("ada/1"), closed_at=START)
    changed = table.with_place(after)
    assert changed.place == after
    assert changed.pools[0].places == (after, bench.place("ada/2"))
    assert changed.pools[1] == table.pools[1]
