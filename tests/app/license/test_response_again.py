"""The response file of a bound computer, in a bad moment: without a cache, without a clock."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from app.license import events as e
from app.license.picture import Bound, allowed
from contract.offline_files import find_request
from tests.app.license.test_give_back import bound
from tests.app.license.test_with_the_server import _bound_in_the_portal

pytestmark = [pytest.mark.asyncio, pytest.mark.django_db(transaction=True)]


@pytest.mark.rule("APP-8", "AIR-4")
async def test_bound_computer_without_its_cache_takes_its_response_again(
    desktop, server, tmp_path: Path
) -> None:
    island = await bound(desktop, server, tmp_path)
    device = island.picture.device
    await island.close()
    for path in island.folders.data.iterdir():
        if path.is_file() and path.name != "secrets.json":  # that is the key store's part
            path.unlink()
    island = desktop("island", server_gone=True)
    picture = await island.start()
    assert not isinstance(picture.standing, Bound)
    assert (picture.device, allowed(picture, island.time())) == (device, frozenset())
    picture = await island.post(e.FileOpened(tmp_path / "answer.seatkeeper"))
    assert isinstance(picture.standing, Bound), picture.remark
    await island.close()
    island = desktop("island", server_gone=True)
    assert "save" in allowed(await island.start(), island.time())
    await island.close()


@pytest.mark.rule("LEASE-4", "AIR-4")
async def test_response_opened_in_1970_serves_at_once_and_ever_after(
    desktop, server, tmp_path: Path
) -> None:
    """A dead battery locks no isolated computer (decision 0010)."""
    island = desktop("island", server_gone=True)
    await island.start()
    await island.post(e.RequestAsked(tmp_path / "request.html"))
    request = find_request((tmp_path / "request.html").read_bytes())
    answer = tmp_path / "answer.seatkeeper"
    answer.write_bytes(await _bound_in_the_portal(server, request))
    today = island.time()
    island.time.tick(seconds=(datetime(1970, 1, 1, 0, 3, tzinfo=UTC) - today).total_seconds())
    picture = await island.post(e.FileOpened(answer))
    assert isinstance(picture.standing, Bound), picture.remark
    assert "save" in allowed(picture, island.time())
    island.time.tick(seconds=(today - island.time()).total_seconds())
    picture = await island.post(e.Tick())
    assert (isinstance(picture.standing, Bound), picture.remark) == (True, None)
    await island.close()
