"""The schedules of seats once more, every one of them, on a PostgreSQL of their own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.fakes.postgres import installed, private_postgres

HERE = Path(__file__).parent
SCHEDULES = [
    *("test_seat_schedules.py", "test_line_schedules.py", "test_pool_schedules.py"),
    *("test_freeing.py", "test_returns.py", "test_one_clock.py"),
    *("test_bad_calls.py", "test_suspended.py", "test_at_once.py", "test_lost_answers.py"),
]


@pytest.mark.rule("SEAT-1", "SEAT-2", "SEAT-5", "SEAT-6", "SEAT-7", "SEAT-10", "SEAT-11", "SEAT-12")
@pytest.mark.skipif(installed() is None, reason="no PostgreSQL on this machine")
def test_every_schedule_comes_out_alike_on_postgresql() -> None:
    files = [str(HERE / name) for name in SCHEDULES]
    with private_postgres() as url:
        done = subprocess.run(
            [sys.executable, "-m", "pytest", "-q", "-n0", "-p", "no:randomly", *files],
            env={**os.environ, "SEATKEEPER_DATABASE": url},
            cwd=HERE.parents[1], capture_output=True, text=True, timeout=110, check=False,
        )  # fmt: skip
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-2000:]
