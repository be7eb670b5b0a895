"""The desktop as its own process, with a hand in it that does what it is told (hand.py)."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from tools.journey.window import PATIENCE, Window
from tools.processes import end, until


class Desktop(Window):
    """One computer: its profile folder outlives the windows that are opened on it."""

    def __init__(self, profile: Path, brand: Path, address: str, screen: dict[str, str]) -> None:
        super().__init__(profile.with_suffix(".log"))
        self.profile = profile
        self.trace = profile.with_suffix(".trace")
        self._line = [*("--server", address), *("--brand", str(brand))]
        self._opened = profile.with_suffix(".opened")
        self._screen = _with_a_browser(screen, profile.with_suffix(".bin"), self._opened)
        self._process: subprocess.Popen[str] | None = None

    def open(self, *more: str) -> None:
        self.profile.mkdir(parents=True, exist_ok=True)
        own = [*("--profile", str(self.profile)), *("--trace", str(self.trace))]
        line = [sys.executable, "-P", "-m", "tools.journey.hand", *self._line, *own, *more]
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                line,
                text=True,
                env=self._screen,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
            )
        self._requests, self._answers = self._process.stdin, self._process.stdout

    def opened(self) -> list[str]:
        """The addresses that the desktop opened in the person's browser."""
        return self._opened.read_text().splitlines() if self._opened.exists() else []

    def standing(self) -> str:
        """The newest line of the trace."""
        lines = self.trace.read_text().splitlines() if self.trace.exists() else []
        return str(json.loads(lines[-1])["standing"]) if lines else ""

    def stands(self, *standings: str, patience: float = PATIENCE) -> None:
        until(lambda: self.standing() in standings, patience, f"standing: {' or '.join(standings)}")

    def close(self) -> int:
        """As a person closes the window; the process ends by itself, or is ended as a fault."""
        self.ask("close")
        assert self._process
        code = self._process.wait(PATIENCE)
        self._process = None
        self._let_go()
        return code

    def kill(self) -> None:
        if self._process:
            self._process.kill()
            self._process.wait()
            self._process = None
            self._let_go()

    def end(self) -> None:
        if self._process:
            end(self._process)
            self._process = None
            self._let_go()


def _with_a_browser(screen: dict[str, str], folder: Path, opened: Path) -> dict[str, str]:
    """Puts an xdg-open first that only writes down what it is asked to open."""
    folder.mkdir(parents=True, exist_ok=True)
    program = folder / "xdg-open"
    program.write_text(f"#!/bin/sh\nprintf '%s\\n' \"$1\" >> '{opened}'\n")
    program.chmod(0o755)
    return {**screen, "PATH": f"{folder}{os.pathsep}{screen['PATH']}"}
