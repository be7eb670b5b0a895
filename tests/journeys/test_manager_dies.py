"""The manager is killed under an open product, with the real things (HOST-3, HOST-5)."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import socket
import struct
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.single_instance import address
from tools.journey.stage import Stage, stage
from tools.processes import until

pytestmark = [pytest.mark.journey, pytest.mark.timeout(240), pytest.mark.xdist_group("journey")]


@pytest.fixture
def scene(tmp_path: Path) -> Iterator[Stage]:
    with stage(tmp_path / "work", tmp_path / "pictures") as scene:
        yield scene


@pytest.mark.rule("HOST-3", "HOST-5", "SEAT-1")
def test_product_outlives_the_manager_and_starts_it_again(scene: Stage) -> None:
    ben = next(p for p in scene.server.sample()["people"] if p["name"].startswith("Ben"))
    ada = next(p for p in scene.server.sample()["people"] if p["name"].startswith("Ada"))
    desktop, memo = scene.computer_with_product("desk")
    link = address("memo-editor", desktop.profile, desktop.profile)
    try:
        desktop.open()
        desktop.sees("Password")
        desktop.type("Email", ben["email"])
        desktop.type("Password", ben["password"])
        desktop.click("Sign in")
        desktop.sees("Open Memo Editor")
        desktop.click("Open Memo Editor")
        memo.join()
        memo.sees_no("Read only")
        desktop.kill()
        memo.ask("write", name="Memo text", text="On alone.")
        memo.click("Save")
        memo.answer_file(scene.work / "alone.txt")
        memo.sees("Saved")
        until(lambda: allowed(link) == ["use", "save", "export"], 60, "the manager again")
        memo.sees_no("Read only")
        until(lambda: in_use(scene, ada["email"]) == 1, 30, "the one seat")
    finally:
        memo.end()
        end_manager(link)
        desktop.end()


def in_use(scene: Stage, owner: str) -> int:
    """The manager asks for it anew: whoever looked at the link first was its product, and left."""
    (pool,) = scene.server.admin("pool-show", owner)
    return int(pool["seats_in_use"])


def allowed(link: str) -> list[str] | None:
    """What a second process of the product is told; nothing while nobody listens."""
    with socket.socket(socket.AF_UNIX) as line, contextlib.suppress(OSError):
        line.settimeout(5)
        line.connect(link)
        line.sendall(b'{"hello": 1, "product": "memo-editor", "pid": 1}\n')
        told = line.makefile().readline()
        return json.loads(told)["state"]["allow"] if told else None
    return None


def end_manager(link: str) -> None:
    """The one that the product started: whoever listens on the link."""
    with socket.socket(socket.AF_UNIX) as line, contextlib.suppress(OSError):
        line.connect(link)
        size = struct.calcsize("3i")
        peer = line.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, size)
        os.kill(struct.unpack("3i", peer)[0], signal.SIGTERM)
