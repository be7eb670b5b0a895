"""The desktop and its commands as processes of their own, on the real server and its clock."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from tests.fakes.clock import FakeClock
from tools.processes import end, until

ROOT = Path(__file__).parents[2]
PATIENCE_S = 30.0


class Computer:
    """One profile; `start` and `command` begin processes on it, `end` ends those that still run."""

    def __init__(self, profile: Path, brand: Path, time: FakeClock) -> None:
        self.profile, self._brand, self._time = profile, brand, time
        self._clock = brand.with_name("clock")
        self._processes: list[subprocess.Popen[str]] = []
        self.move()

    def move(self, **by: float) -> None:
        """The clock of server and computer together."""
        self._time.tick(**by)
        ahead = self._time() - datetime.now(UTC) + timedelta(milliseconds=200)
        self._clock.write_text(str(ahead.total_seconds()))

    def command(self, *words: str) -> subprocess.Popen[str]:
        options = ["--profile", self.profile, "--brand", self._brand, "--clock", self._clock]
        order = [sys.executable, "-m", "app", *map(str, options), *words]
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("DBUS_", "DJANGO_"))}
        self._processes.append(
            subprocess.Popen(
                order, cwd=ROOT, env=kept | {"QT_QPA_PLATFORM": "offscreen"}, text=True,
                stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            )
        )  # fmt: skip
        return self._processes[-1]

    def desktop(self) -> Desktop:
        trace = self._brand.with_name(f"trace-{len(self._processes)}.jsonl")
        return Desktop(self.command("--trace", str(trace)), trace)

    def end(self) -> None:
        for process in self._processes:
            if process.poll() is None:
                end(process)
            process.communicate()


class Desktop:
    """Known by what it draws."""

    def __init__(self, process: subprocess.Popen[str], trace: Path) -> None:
        self.process, self._trace = process, trace

    def until(self, what: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
        def seen() -> dict[str, Any] | None:
            assert self.process.poll() is None, self.process.communicate()
            written = self._trace.read_text("utf-8") if self._trace.exists() else ""
            lines = [json.loads(line) for line in written.splitlines() if line.endswith("}")]
            return next((line for line in lines if what(line)), None)

        found: dict[str, Any] = until(seen, PATIENCE_S, "a picture like that")
        return found
