"""The desktop as its own process, with a hand in it that does what it is told (hand.py)."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

from tools.processes import end, until

PATIENCE = 20.0


class Desktop:
    """One computer: its profile folder outlives the windows that are opened on it."""

    def __init__(self, profile: Path, brand: Path, address: str, screen: dict[str, str]) -> None:
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
        with self.profile.with_suffix(".log").open("ab") as log:
            self._process = subprocess.Popen(
                line,
                text=True,
                env=self._screen,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
            )

    def ask(self, do: str, **what: object) -> Any:
        """One request to the hand, one answer."""
        assert self._process, "the desktop is closed"
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(json.dumps({"do": do, **what}) + "\n")
        self._process.stdin.flush()
        answer = self._process.stdout.readline()
        if not answer:
            raise RuntimeError(f"the desktop ended; see {self.profile.with_suffix('.log')}")
        told = json.loads(answer)
        if "failed" in told:
            raise LookupError(f"{told['failed']}\nin the window: {told['seen']}")
        return told["done"]

    def click(self, name: str) -> None:
        self.ask("click", name=name)

    def pick(self, menu: str, item: str) -> None:
        self.click(menu)
        self.ask("pick", item=item)

    def type(self, name: str, text: str) -> None:
        self.ask("type", name=name, text=text)

    def sees(self, *texts: str, patience: float = PATIENCE) -> None:
        """Waits until all the texts can be read in the window."""
        until(lambda: self._shows(texts), patience, f"in the window: {', '.join(texts)}")

    def finds(self, pattern: str) -> str:
        """The one text in the window that is nothing but the pattern."""
        return str(next(text for text in self.ask("see") if re.fullmatch(pattern, text)))

    def answer_file(self, path: Path) -> None:
        """Types a path into the file dialog that opens."""
        until(lambda: self.ask("asks_for_file"), PATIENCE, "a file dialog")
        self.ask("file", path=str(path))

    def _shows(self, texts: tuple[str, ...]) -> bool:
        seen = self.ask("see")
        return all(any(text in line for line in seen) for text in texts)

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
        self._let_go()
        return code

    def kill(self) -> None:
        if self._process:
            self._process.kill()
            self._process.wait()
            self._let_go()

    def end(self) -> None:
        if self._process:
            end(self._process)
            self._let_go()

    def _let_go(self) -> None:
        assert self._process
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe:
                pipe.close()
        self._process = None


def _with_a_browser(screen: dict[str, str], folder: Path, opened: Path) -> dict[str, str]:
    """Puts an xdg-open first that only writes down what it is asked to open."""
    folder.mkdir(parents=True, exist_ok=True)
    program = folder / "xdg-open"
    program.write_text(f"#!/bin/sh\nprintf '%s\\n' \"$1\" >> '{opened}'\n")
    program.chmod(0o755)
    return {**screen, "PATH": f"{folder}{os.pathsep}{screen['PATH']}"}
