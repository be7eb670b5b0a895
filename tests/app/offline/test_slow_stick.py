"""A stick that takes its time: the desktop goes on meanwhile, and one can think better of it."""

from __future__ import annotations

import asyncio
import threading
from pathlib import Path

import pytest

from app.license import events as e
from app.license.picture import Intent, Requested
from app.offline import stick
from tests.app.offline.test_ways_in import Island
from tests.fakes.clock import START

pytestmark = [pytest.mark.asyncio, pytest.mark.rule("AIR-1", "APP-5")]


class Stuck:
    """The first write waits; `over` is set when its thread has ended."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.begun, self.go, self.over = (threading.Event() for _ in range(3))
        self._put = stick._put
        monkeypatch.setattr(stick, "_put", self._wait_and_put)

    def _wait_and_put(self, path: Path, data: bytes, let_go: threading.Event) -> None:
        if self.begun.is_set():
            return self._put(path, data, let_go)
        self.begun.set()
        assert self.go.wait(20)
        try:
            return self._put(path, data, let_go)
        finally:
            self.over.set()


async def test_cancelled_saving_leaves_nothing_and_the_next_saves_the_same_request(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    island, stuck = Island(tmp_path), Stuck(monkeypatch)
    desk, target = island.desk, tmp_path / "request.html"
    await desk.start()
    desk.keeper.post(e.RequestAsked(target))
    assert await asyncio.to_thread(stuck.begun.wait, 20)
    picture = desk.picture
    assert (picture.work.intent, picture.work.cancellable) == (Intent.REQUEST, True)
    desk.keeper.post(e.Cancelled())
    assert (desk.picture.work, desk.picture.air) == (None, None)
    begun = island.nonce
    picture = await desk.post(e.RequestAsked(tmp_path / "other.html"))
    assert isinstance(picture.air, Requested)
    assert picture.air.nonce == begun
    stuck.go.set()
    assert stuck.over.wait(20)
    assert sorted(path.name for path in island.folder.glob("*.html*")) == ["other.html"]
    assert picture.air.when == START
    await desk.close()
