"""What time it is, and when it is not believed (LEASE-4)."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from app.license.clock import Clock, OffsetFile, Reading, steady
from tests.fakes.clock import START, FakeClock


class Computer:
    """A wall clock that may be set, and one that runs on whatever happens."""

    def __init__(self, latest: datetime | None = None) -> None:
        self.wall = FakeClock()
        self.running = 1000.0
        self.clock = Clock(latest, wall=self.wall, steady=lambda: self.running)

    def run(self, **by: float) -> Reading:
        self.wall.tick(**by)
        self.running += timedelta(**by).total_seconds()
        return self.clock.read()

    def set(self, **by: float) -> Reading:
        self.wall.tick(**by)
        return self.clock.read()


@pytest.mark.rule("LEASE-4")
def test_clock_set_back_by_more_than_five_minutes_is_not_believed() -> None:
    computer = Computer()
    assert computer.run(minutes=1) == Reading(START + timedelta(minutes=1))
    assert computer.set(minutes=-4).behind is None
    assert computer.set(minutes=-2).behind == START + timedelta(minutes=1)
    assert computer.set(minutes=6).behind is None


@pytest.mark.rule("LEASE-4")
def test_latest_time_seen_is_kept_over_a_restart() -> None:
    assert Computer(START + timedelta(hours=1)).clock.read().behind == START + timedelta(hours=1)


@pytest.mark.rule("LEASE-4")
def test_lease_that_was_made_later_shows_that_the_clock_is_behind() -> None:
    computer = Computer()
    computer.clock.known(START + timedelta(minutes=6))
    assert computer.clock.read().behind is not None


@pytest.mark.rule("LEASE-4")
def test_clock_days_ahead_counts_only_after_an_hour_of_running() -> None:
    computer = Computer(START)
    assert computer.set(days=55).at == START + timedelta(days=55)
    computer.run(minutes=2)
    assert computer.set(days=-55).behind is None  # no accusation
    computer.set(days=55)
    computer.run(minutes=61)
    assert computer.set(days=-55).behind is not None


@pytest.mark.rule("LEASE-4")
def test_next_contact_heals_a_latest_time_that_ran_ahead() -> None:
    computer = Computer(START + timedelta(days=55))
    assert computer.clock.read().behind is not None
    computer.clock.heard(START)
    assert computer.clock.read() == Reading(START)


@pytest.mark.rule("LEASE-4")
def test_time_the_server_said_counts_on_whatever_the_clock_says() -> None:
    computer = Computer()
    computer.clock.heard(START + timedelta(days=3))
    assert computer.clock.read() == Reading(START + timedelta(days=3), differs=True)
    assert computer.set(days=-900).at == START + timedelta(days=3)
    assert computer.run(hours=8).at == START + timedelta(days=3, hours=8)


@pytest.mark.rule("LEASE-4")
def test_clocks_offset_is_read_at_each_decision(tmp_path: Path) -> None:
    file = tmp_path / "clock"
    clock = Clock(wall=FakeClock(), steady=lambda: 0.0, offset=OffsetFile(file))
    assert clock.read().at == START
    file.write_text("7200.5")
    assert clock.read().at == START + timedelta(seconds=7200.5)
    file.write_text("")
    assert clock.read().at == START + timedelta(seconds=7200.5)
    clock.heard(START)
    file.write_text("10800.5")
    assert clock.read().at == START + timedelta(hours=1)


def test_steady_clock_runs_forward() -> None:
    assert steady() <= steady()


def test_tests_clock_beyond_the_calendar_is_not_read(tmp_path: Path) -> None:
    offset = OffsetFile(tmp_path / "clock")
    for nonsense in ("1e12", "-1e12", "inf", "nan", "soon"):
        (tmp_path / "clock").write_text(nonsense)
        assert offset() == timedelta()
