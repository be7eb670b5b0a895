"""Acts about licenses, orders and keys once more, many at once, on a PostgreSQL of their own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.fakes.postgres import installed, private_postgres

HERE = Path(__file__).parent
LICENSES = ("test_at_once.py", "test_transfer_at_once.py", "test_transfer.py")
ORDERS = (
    "test_order.py",
    "test_change.py",
    "test_at_once.py::test_ten_orders_at_once_make_one_license",
)
ACTS = {
    "licenses": [f"licenses/{name}" for name in LICENSES],
    "shop": [f"shop/{name}" for name in ORDERS],
    "contact": ["api/test_contact_at_random.py::test_fast_way_answers_what_the_verb_answers"],
    "portal": ["portal/test_pages.py", "portal/test_odd_texts.py"],
    "signing": ["signing/test_drill.py"],
    "seats": ["seats/test_tally.py", "test_statements.py"],
    "clocks": ["api/test_calendar.py"],
    "accounts": ["accounts/test_registering.py", "accounts/test_same_work.py"],
    "mails": ["outbox/test_outbox.py", "upkeep/test_clerk.py"],
    "model": ["model/test_naive_story.py::test_verbs_answer_like_the_naive_story"],
}


@pytest.mark.rule("LIC-2", "LIC-4", "LIC-7", "LIC-8", "LIC-10", "SUP-3", "SEAT-13", "SEAT-15")
@pytest.mark.skipif(installed() is None, reason="no PostgreSQL on this machine")
@pytest.mark.parametrize("room", ACTS)
def test_acts_come_out_alike_on_postgresql(room: str) -> None:
    files = [str(HERE / name) for name in ACTS[room]]
    with private_postgres() as url:
        done = subprocess.run(
            [sys.executable, "-m", "pytest", "-q", "-n0", "-p", "no:randomly",
             "-k", "not running_server", *files],
            env={**os.environ, "SEATKEEPER_DATABASE": url},
            cwd=HERE.parents[1], capture_output=True, text=True, timeout=110, check=False,
        )  # fmt: skip
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-2000:]
