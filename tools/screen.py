"""A screen that nobody sees: Xvfb on a free number, with a window manager for focus and frames."""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

from tools.processes import running

SIZE = "1440x900x24"
NEEDED = ("Xvfb", "openbox")


def has_display() -> bool:
    """Windows and macOS always have one; elsewhere the session says so."""
    return os.name == "nt" or os.uname().sysname == "Darwin" or bool(_session_display())


def _session_display() -> str | None:
    return os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")


@contextlib.contextmanager
def virtual_screen(log: Path) -> Iterator[dict[str, str]]:
    """Yields the environment for programs that shall appear on it."""
    missing = [name for name in NEEDED if not shutil.which(name)]
    if missing:
        raise RuntimeError(f"a virtual display needs {' and '.join(missing)}: install them first")
    with log.open("ab") as out, _server(out) as display:
        environment = {**os.environ, "DISPLAY": display, "QT_QPA_PLATFORM": "xcb"}
        environment.pop("WAYLAND_DISPLAY", None)
        with running(["openbox", "--sm-disable"], env=environment, stdout=out, stderr=out):
            yield environment


@contextlib.contextmanager
def _server(out: IO[Any]) -> Iterator[str]:
    """Xvfb chooses a free number itself and writes it once it listens."""
    reading, writing = os.pipe()
    line = ["Xvfb", "-displayfd", str(writing), "-screen", "0", SIZE, "-nolisten", "tcp"]
    with running(line, pass_fds=[writing], stdout=out, stderr=out):
        os.close(writing)
        with os.fdopen(reading) as answer:
            number = answer.readline().strip()
        if not number:
            raise RuntimeError("Xvfb did not start")
        yield f":{number}"
