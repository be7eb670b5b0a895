"""Programs that run beside this one, and waiting for what they do."""

from __future__ import annotations

import contextlib
import subprocess
import time
from collections.abc import Callable, Iterator
from typing import Any, TypeVar

T = TypeVar("T")


@contextlib.contextmanager
def running(line: list[str], **options: Any) -> Iterator[subprocess.Popen[str]]:
    """A program for as long as the block lasts; ended politely, then by force."""
    process = subprocess.Popen(line, text=True, stdin=subprocess.DEVNULL, **options)
    try:
        yield process
    finally:
        end(process)


def end(process: subprocess.Popen[str], patience: float = 10) -> int:
    process.terminate()
    try:
        return process.wait(patience)
    except subprocess.TimeoutExpired:
        process.kill()
        return process.wait()


def until(condition: Callable[[], T], patience: float, what: str) -> T:
    """The first true answer; says what did not happen when there is none in time."""
    deadline = time.monotonic() + patience
    while not (answer := condition()):
        if time.monotonic() > deadline:
            raise TimeoutError(f"after {patience:.0f} s still not: {what}")
        time.sleep(0.05)
    return answer
