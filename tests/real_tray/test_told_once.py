"""Warnings of a real desktop that nobody looks at: once each, over a kill and a sleep."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from contract.link import link_name
from tests.fakes.talk import SYSTEMS_PYTHON, bare, private_bus
from tests.real_tray.test_real_tray import HERE, PATIENCE_S, Side
from tools.bench.papers import NOBODY, make
from tools.bootstrap import ROOT
from tools.debian import READER, missing
from tools.processes import until

pytestmark = [
    pytest.mark.rule("APP-4", "HOST-4"),
    pytest.mark.journey,
    pytest.mark.xdist_group("tray"),
    pytest.mark.skipif(
        sys.platform != "linux" or bool(missing(READER)), reason="needs D-Bus and GObject"
    ),
]
LEFT = timedelta(minutes=110)
"""Of the license at the start: a day and more are behind it, the last hour is to come."""


class Desk:
    """A manager in the background with a product on its link, and the desktop's notices."""

    def __init__(self, folder: Path) -> None:
        self._log = log = folder / "log"
        env = {n: v for n, v in os.environ.items() if not n.startswith(("DBUS_", "DISPLAY"))}
        own = {**env, "QT_QPA_PLATFORM": "offscreen", "XDG_RUNTIME_DIR": str(folder)}
        self._bus, found = private_bus(own, log)
        self._env = {**own, "DBUS_SESSION_BUS_ADDRESS": found}
        self.host = Side([SYSTEMS_PYTHON, str(HERE / "host.py")], bare(self._env), log)
        self.host.ask("own notices")
        self._clock = folder / "clock"
        self._clock.write_text("0")
        options = make(folder, datetime.now(UTC) + LEFT)
        self._line = [sys.executable, "-m", "app", "--background", "--server", NOBODY,
                      "--clock", str(self._clock), *options]  # fmt: skip
        self._profile = folder / "profile"
        self._link = str(folder / link_name("memo-editor", os.path.realpath(self._profile)))
        self._process: subprocess.Popen[bytes] | None = None
        self._product: socket.socket | None = None

    def start(self) -> None:
        """Until it has looked at the time: it remembers then what time it is."""
        before = self._remembered()
        with self._log.open("ab") as out:
            self._process = subprocess.Popen(self._line, cwd=ROOT, env=self._env, stderr=out)
        self._product = until(self._joins, PATIENCE_S, "the link")
        until(lambda: self._remembered() != before, PATIENCE_S, "a look at the time")

    def _remembered(self) -> int:
        return (self._profile / "device.json").stat().st_mtime_ns

    def _joins(self) -> socket.socket | None:
        product = socket.socket(socket.AF_UNIX)
        try:
            product.connect(self._link)
        except OSError:
            product.close()
            return None
        product.sendall(b'{"hello": 1, "product": "memo-editor", "pid": 1}\n')
        return product

    def remembers(self) -> bool:
        kept = json.loads((self._profile / "license.json").read_text("utf-8"))
        return bool(kept.get("warned"))

    def kill(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.wait()
        if self._product is not None:
            self._product.close()

    def sleeps(self, length: timedelta) -> None:
        self._clock.write_text(str(length.total_seconds()))

    def words(self) -> list[str]:
        return [said["words"].split(",")[0] for said in self.host.ask("notices")]

    def end(self) -> None:
        self.kill()
        for program in (self.host, self._bus):
            program.end()


@pytest.fixture
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    made = Desk(tmp_path_factory.mktemp("told"))
    yield made
    made.end()


def test_each_warning_is_told_once_over_a_kill_and_a_sleep(desk: Desk) -> None:
    first, last = "Your license ends in 2 hours", "Your license ends in 59 minutes"
    desk.start()
    until(lambda: desk.words() == [first], PATIENCE_S, "the first warning")
    until(desk.remembers, PATIENCE_S, "that it was told")
    desk.kill()
    desk.start()
    desk.sleeps(timedelta(minutes=51, seconds=30))
    until(lambda: len(desk.words()) > 1, PATIENCE_S, "the last warning")
    assert desk.words() == [first, last]
