"""Programs beside a test that are told a line and answer one; a session bus of its own."""

from __future__ import annotations

import contextlib
import subprocess
from pathlib import Path

from tools.bootstrap import ROOT
from tools.processes import end

SYSTEMS_PYTHON = "/usr/bin/python3"  # the bindings of GObject are Debian's
BUS = 'echo ready; read -r _; echo "$DBUS_SESSION_BUS_ADDRESS"; cat >/dev/null'


class Talk:
    """A program that is told a line and answers one."""

    def __init__(self, line: list[str], env: dict[str, str], log: Path) -> None:
        pipe = subprocess.PIPE
        with log.open("ab") as out:
            self._process = subprocess.Popen(
                line, cwd=ROOT, env=env, stdin=pipe, stdout=pipe, stderr=out, text=True
            )
        self.heard()

    def heard(self) -> str:
        assert self._process.stdout is not None
        return self._process.stdout.readline().strip()

    def ask(self, line: str) -> str:
        assert self._process.stdin is not None
        self._process.stdin.write(f"{line}\n")
        self._process.stdin.flush()
        return self.heard()

    def end(self) -> None:
        """Each of them ends when nobody talks to it any more."""
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                pipe.close()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(5)
        end(self._process)


def private_bus(env: dict[str, str], log: Path) -> tuple[Talk, str]:
    """A session bus for as long as the talk lasts, and its address."""
    bus = Talk(["dbus-run-session", "--", "sh", "-c", BUS], env, log)
    return bus, bus.ask("address")


def bare(env: dict[str, str]) -> dict[str, str]:
    """Nothing of this interpreter's for the system's own."""
    return {
        name: value for name, value in env.items() if not name.startswith(("PYTHON", "VIRTUAL"))
    }
