"""The port that this server answers on: taken for itself alone, or the start is refused.

granian's workers share a port (`SO_REUSEPORT`), and would share it with a stranger's as well: two
servers would answer by turns. So the port is claimed before anything is prepared.
"""

from __future__ import annotations

import errno
import socket
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

WAIT = 3.0  # seconds; workers of a server that was killed leave within two


class PortTaken(OSError):
    """Somebody answers there already."""


@contextmanager
def claimed(host: str, port: int, wait: float = WAIT) -> Iterator[None]:
    """Holds the port against other servers of ours. Raises `PortTaken`."""
    deadline = time.monotonic() + wait
    while True:
        try:
            claim = _claim(host, port)
            break
        except OSError as error:
            if error.errno != errno.EADDRINUSE:
                raise
            if time.monotonic() > deadline:
                raise PortTaken(f"port {port} is taken by another program") from error
        time.sleep(0.1)
    with claim:
        yield


def _claim(host: str, port: int) -> socket.socket:
    """A name that the kernel gives once (Linux), so that of two at the same instant one is first;
    then a look at the port itself."""
    claim = socket.socket(socket.AF_UNIX if sys.platform == "linux" else socket.AF_INET)
    try:
        if sys.platform == "linux":
            claim.bind(f"\0seatkeeper {host} {port}")
        _look(host, port)
    except OSError:
        claim.close()
        raise
    return claim


def _look(host: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        if sys.platform != "win32":  # there it would take the port from others
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind((host, port))
