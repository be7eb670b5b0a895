"""Twenty members, five seats, one instant: five get one, on both databases, and nobody an error."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.fakes.postgres import installed, private_postgres
from tests.fakes.rush import MEMBERS, ROUNDS, SEATS, rush

EACH_ROUND = {"given": SEATS, "seats-exhausted": MEMBERS - SEATS, "taken": SEATS, "left": 0}


@pytest.mark.rule("SEAT-0", "SEAT-6", "SEAT-7")
@pytest.mark.django_db(transaction=True)
def test_rush_on_sqlite_gives_exactly_the_seats_there_are(tmp_path: Path) -> None:
    _assert_exact(rush(tmp_path))


@pytest.mark.rule("SEAT-0", "SEAT-6", "SEAT-7")
@pytest.mark.skipif(installed() is None, reason="no PostgreSQL on this machine")
def test_rush_on_postgresql_gives_exactly_the_seats_there_are(tmp_path: Path) -> None:
    with private_postgres() as url:
        environment = {**os.environ, "SEATKEEPER_DATABASE": url, "SEATKEEPER_DATA": str(tmp_path)}
        done = subprocess.run(
            [sys.executable, "-m", "tests.fakes.rush"],
            env=environment, capture_output=True, text=True, timeout=100, check=False,
        )  # fmt: skip
    assert done.returncode == 0, done.stderr
    _assert_exact(json.loads(done.stdout))


def _assert_exact(told: dict) -> None:
    assert told["rounds"] == [EACH_ROUND] * ROUNDS
    line = told["line"]
    first = sorted(f"ben{number}/1" for number in range(SEATS, 2 * SEATS))
    assert (line["offered"], line["given"]) == (first, first)
    assert (line["faults"], line["taken"]) == ([], SEATS)
