"""Clients that stop in the middle of a body hold their threads; the server goes on by itself."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from server.upkeep import stalled
from server.upkeep.stalled import PATIENCE, Body, is_stalled
from tests.server.upkeep.test_serve import get, start, stop

HALF = (
    b"PUT /api/v1/seat HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + b"x" * 43
    + b'\r\nContent-Length: 100\r\n\r\n{"seat": '
)  # fmt: skip


@pytest.mark.rule("SAFE-3")
def test_threads_that_wait_for_bodies_too_long_are_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stalled, "_since", {1: 100.0, 2: 103.0})
    assert is_stalled(1, 100.1 + PATIENCE)
    assert not is_stalled(2, 100.1 + PATIENCE)
    assert is_stalled(2, 103.1 + PATIENCE)


@pytest.mark.rule("SAFE-3")
def test_body_that_was_read_is_waited_for_by_nobody() -> None:
    seen: list[set[int]] = []

    class Slow(BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            seen.append(set(stalled._since))
            return super().read(size)

    body = Body(Slow(b"one\ntwo\nthree"))
    assert (body.readline(), body.read(4), body.read()) == (b"one\n", b"two\n", b"three")
    me = threading.get_ident()
    assert [me in each for each in seen] == [True, True]
    assert me not in stalled._since


@pytest.mark.rule("SAFE-3")
def test_server_whose_threads_all_wait_for_bodies_answers_again(tmp_path: Path) -> None:
    """Four threads, four halves of a request, and nobody who closes a connection."""
    process, address = start(tmp_path / "data", "serve", "--threads", "4")
    halves = []
    try:
        for _ in range(4):
            halves.append(socket.create_connection(("localhost", urlsplit(address).port)))
            halves[-1].sendall(HALF)
        _until(lambda: "another worker begins" in (tmp_path / "data" / "log").read_text())
        _until(lambda: get(f"{address}/healthz") == b"ok\n")
    finally:
        for each in halves:
            each.close()
        stop(process)


def _until(is_so: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 40
    while time.monotonic() < deadline:
        try:
            if is_so():
                return
        except OSError:
            pass  # nobody listens yet
        time.sleep(0.1)
    pytest.fail("it did not come to that")
