"""The one clock, and the file that moves it in tests."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from server.clock import now

A_MINUTE = timedelta(minutes=1)


@pytest.mark.parametrize("told", ["1e15", "-1e15", "3e11", "inf", "nan", "", "soon"])
def test_clock_file_without_a_time_leaves_the_last_one(db: None, settings, tmp_path, told) -> None:
    settings.CLOCK_FILE = Path(tmp_path / "clock")
    settings.CLOCK_FILE.write_text("7200")
    assert abs(now() - datetime.now(UTC) - timedelta(hours=2)) < A_MINUTE
    settings.CLOCK_FILE.write_text(told)
    assert abs(now() - datetime.now(UTC) - timedelta(hours=2)) < A_MINUTE
