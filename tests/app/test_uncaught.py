"""An error that nobody expected stands in the log, under the id that support is told (APP-7)."""

from __future__ import annotations

import asyncio
import json
import logging
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QPushButton

from app.license.picture import SignedOut, SignedOutWhy
from app.uncaught import Uncaught, uncaught
from app.views.gallery_scenes import AT, nobody
from app.views.look import RESOURCES
from app.views.seen import Seen
from app.views.support import as_text, support_facts
from contract.brand import read_brand
from tests.app.license.pictures import MEMBER, VENDOR
from tests.app.test_main_starts import ROOT, environment

pytestmark = [pytest.mark.rule("APP-7"), pytest.mark.logs("an error nobody expected")]
TOKEN = VENDOR.token(MEMBER)


def fail() -> None:
    raise ValueError(f"token={TOKEN}")


@pytest.fixture
def errors(monkeypatch: pytest.MonkeyPatch, caplog) -> Iterator[Uncaught]:
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)  # put back afterwards
    monkeypatch.setattr(threading, "excepthook", threading.excepthook)
    monkeypatch.setattr(sys, "__excepthook__", lambda *_: None)
    monkeypatch.setattr(threading, "__excepthook__", lambda *_: None)
    made = Uncaught()
    made.watch()
    return made


def lines(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [record.getMessage() for record in caplog.records if record.name == "app.uncaught"]


IN_A_SLOT = """
import sys
from app import main
from PySide6.QtWidgets import QPushButton
def fail():
    raise ValueError("token=" + sys.argv[-1])
def run(app, desktop):
    desktop.early.write_to(desktop.where.logs)
    button = QPushButton()
    button.clicked.connect(fail)
    sys.stderr = None  # as in a build without a console
    button.click()
    return 0
main._run = run
sys.exit(main.main(sys.argv[1:-1]))
"""


@pytest.mark.rule("SAFE-2")
def test_error_in_a_slot_is_logged_without_its_secret(tmp_path: Path) -> None:
    order = [sys.executable, "-c", IN_A_SLOT, "--profile", str(tmp_path / "new"), "q1w2e3"]
    done = subprocess.run(
        order, cwd=ROOT, env=environment(tmp_path), capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 0, done.stderr
    written = "".join(path.read_text() for path in (tmp_path / "new").rglob("seatkeeper.log"))
    line = next(told for told in map(json.loads, written.splitlines()) if "trace" in told)
    assert line["from"] == "app.uncaught"
    assert "ValueError" in line["trace"]
    assert "q1w2e3" not in written


def test_error_in_a_thread_has_its_id(errors: Uncaught, caplog) -> None:
    thread = threading.Thread(target=fail)
    thread.start()
    thread.join()
    assert lines(caplog) == [f"an error nobody expected [{errors.last}]: a thread"]


def test_error_in_a_callback_of_the_loop_has_its_id(errors: Uncaught, caplog) -> None:
    async def live() -> None:
        loop = asyncio.get_running_loop()
        loop.set_exception_handler(errors.in_the_loop)
        loop.call_soon(fail)
        await asyncio.sleep(0)

    asyncio.run(live())
    assert f"[{errors.last}]" in lines(caplog)[0]


def test_same_error_at_each_painting_is_written_once(errors: Uncaught, caplog, qapp) -> None:
    button = QPushButton()
    button.clicked.connect(fail)
    button.click()
    first = errors.last
    button.click()
    assert (errors.last, len(lines(caplog))) == (first, 1)
    assert caplog.records[0].levelno == logging.ERROR


def test_support_is_told_the_id_of_the_last_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uncaught, "last", "1a2b3c4d")
    brand = read_brand((RESOURCES / "brand.toml").read_text("utf-8"))
    facts = support_facts(Seen(nobody(SignedOut(SignedOutWhy.FRESH)), AT, brand))
    assert "Last error: 1a2b3c4d\n" in as_text(facts)
