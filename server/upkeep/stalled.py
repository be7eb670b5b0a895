"""Replaces a worker whose threads all wait for bodies that do not come.

Whoever stops in the middle of a body (a computer that fell asleep, a line that was cut, somebody
who means it) holds a thread until the connection ends, which may be never, and the HTTP server
has no limit for it. A proxy in front spares us that; where there is none, this goes on by itself:
the worker ends, its connections with it, and the parent starts another one.
"""

from __future__ import annotations

import logging
import os
import threading
import time
from collections.abc import Callable, Iterable
from typing import Any

THREADS = "SEATKEEPER_THREADS"
LOOK_EVERY = 1.0  # seconds
PATIENCE = 5.0  # seconds; a body is 64 KiB at most, and mostly comes with its head

Environ = dict[str, Any]
Application = Callable[[Environ, Any], Iterable[bytes]]

log = logging.getLogger(__name__)
_since: dict[int, float] = {}  # by thread: when it began to wait for a body


class Body:
    """A request's body; whoever waits for it is seen."""

    __slots__ = ("_inner",)

    def __init__(self, inner: Any) -> None:
        self._inner = inner

    def read(self, size: int = -1) -> bytes:
        return self._watched(self._inner.read, size)

    def readline(self, size: int = -1) -> bytes:
        return self._watched(self._inner.readline, size)

    def _watched(self, read: Callable[[int], bytes], size: int) -> bytes:
        me = threading.get_ident()
        _since[me] = time.monotonic()
        try:
            return read(size)
        finally:
            del _since[me]


def with_watched_bodies(application: Application) -> Application:
    def answer(environ: Environ, start_response: Any) -> Iterable[bytes]:
        environ["wsgi.input"] = Body(environ["wsgi.input"])
        return application(environ, start_response)

    return answer


def is_stalled(threads: int, at: float) -> bool:
    """Nobody is left who could answer."""
    return sum(at - since > PATIENCE for since in tuple(_since.values())) >= threads


def watch(threads: int) -> None:
    threading.Thread(target=_leave_when_stalled, args=(threads,), daemon=True).start()


def _leave_when_stalled(threads: int) -> None:
    while not is_stalled(threads, time.monotonic()):
        time.sleep(LOOK_EVERY)
    log.error("all %d threads wait for bodies that do not come: another worker begins", threads)
    os._exit(1)
