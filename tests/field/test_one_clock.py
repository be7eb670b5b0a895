"""Two servers whose own clocks differ, one database: its clock alone decides.

On SQLite server and database are one machine, so this is played on PostgreSQL, which
test_on_postgresql.py brings.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta, tzinfo
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.db import connection

if TYPE_CHECKING:
    from django.test import Client
    from pytest_django.plugin import SettingsWrapper

    from tests.fakes.desks import Desks

AHEAD = timedelta(minutes=10)


class AheadOfTime(datetime):
    """The clock of server B's machine."""

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> datetime:
        return datetime.now(tz) + AHEAD


@pytest.fixture
def true_desks(db: None, client: Client, settings: SettingsWrapper, tmp_path: Path) -> Desks:
    """On the database's own clock, moved by a file."""
    if connection.vendor != "postgresql":
        pytest.skip("server and database have one clock")
    from server.clock import now
    from server.signing.setup import make_first_keys
    from tests.fakes.clock import FakeClock
    from tests.fakes.desks import Desks
    from tests.fakes.lab import Lab
    from tests.field.conftest import SCHEDULES

    settings.TERMS, settings.CLOCK_FILE = SCHEDULES, tmp_path / "clock"
    make_first_keys(tmp_path, now())
    return Desks(Lab(now), client, FakeClock(), now())


@pytest.fixture
def server(
    true_desks: Desks, settings: SettingsWrapper, monkeypatch: pytest.MonkeyPatch
) -> Callable[..., Desks]:
    """The server of that name at that true time since the beginning."""

    def at(name: str, **since: float) -> Desks:
        assert settings.CLOCK_FILE is not None
        settings.CLOCK_FILE.write_text(str(timedelta(**since).total_seconds()))
        monkeypatch.setattr("server.clock.datetime", AheadOfTime if name == "B" else datetime)
        return true_desks

    return at


@pytest.mark.rule("SEAT-5", "SEAT-6")
def test_server_whose_clock_is_ahead_frees_no_seat_too_early(
    server: Callable[..., Desks],
) -> None:
    """SS-09. A is right, B ten minutes ahead."""
    server("A", hours=0).pool("O", 1, members="MN")
    assert server("A", hours=0).put("M").status_code == 200
    assert server("B", hours=7, minutes=51).put("N").status_code == 409
    assert server("A", hours=7, minutes=55).put("M").status_code == 200
    assert server("B", hours=15, minutes=54, seconds=30).put("N").status_code == 409
    assert server("B", hours=15, minutes=55, seconds=30).put("N").status_code == 200
    assert server("A", hours=15, minutes=56).start("M").status_code == 409
