"""Two hundred devices, twenty seats, servers killed at random: the short form of `bench kill`."""

from __future__ import annotations

import sys

import pytest

from tools.bench.kill import Outcome, Plan, fight
from tools.postgres import installed

pytestmark = [
    pytest.mark.skipif(sys.platform != "linux", reason="counts processes by /proc"),
    pytest.mark.xdist_group("kill"),
]


@pytest.mark.rule("SAFE-3", "SEAT-6", "SEAT-1", "SEAT-12")
@pytest.mark.skipif(installed() is None, reason="no PostgreSQL on this machine")
def test_killed_servers_on_postgresql_lose_no_confirmed_seat() -> None:
    outcome = fight(Plan("postgres", servers=2, seconds=5, between=1.2, durable=False))
    assert_exact(outcome)


@pytest.mark.rule("SAFE-3", "SEAT-6", "SEAT-1", "SEAT-12")
def test_killed_workers_on_sqlite_lose_no_confirmed_seat() -> None:
    outcome = fight(Plan("sqlite", servers=1, workers=2, seconds=5, between=1.2))
    assert_exact(outcome)


def assert_exact(outcome: Outcome) -> None:
    assert outcome.faults == []
    assert outcome.kills.total() >= 2
    assert 0 < outcome.most <= outcome.plan.seats
    assert outcome.calls > outcome.plan.devices
