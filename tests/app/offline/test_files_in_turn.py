"""Several files opened or dropped together: each is judged, and what came of it told, in turn."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from app.files_in_turn import FilesInTurn
from app.license import events as e
from app.license.picture import Bound, Picture
from tests.app.offline.test_ways_in import Island, waits

pytestmark = [pytest.mark.asyncio, pytest.mark.rule("AIR-4", "AIR-7")]
NEVER, AT_ONCE = 3600.0, 0.0


@asynccontextmanager
async def opened(folder: Path, pause: float) -> AsyncIterator[tuple[Island, FilesInTurn]]:
    async with waits(folder) as island:
        files = FilesInTurn(island.desk.keeper, pause)
        yield island, files
        files.stop()


def said(island: Island) -> list[str]:
    """Each remark once, as often as it was made."""
    told: list[str] = []
    before = None
    for picture in island.desk.seen:
        if picture.remark is not None and picture.remark is not before:
            told.append(picture.remark.code)
        before = picture.remark
    return [code for code in told if code != "request-saved"]


def is_bound(picture: Picture) -> bool:
    return isinstance(picture.standing, Bound)


def says(code: str):
    return lambda picture: picture.remark is not None and picture.remark.code == code


async def test_good_file_behind_a_wrong_one_is_taken(tmp_path: Path) -> None:
    async with opened(tmp_path, AT_ONCE) as (island, files):
        wrong, good = island.put("1", b""), island.put("2", island.answer())
        files.open([wrong, good])
        await island.desk.until(is_bound)
        assert said(island) == ["damaged"]


async def test_each_of_three_wrong_files_is_told(tmp_path: Path) -> None:
    async with opened(tmp_path, AT_ONCE) as (island, files):
        page = (tmp_path / "request.html").read_bytes()
        files.open([island.put("1", b""), island.put("2", page), tmp_path / "gone"])
        await island.desk.until(says("cannot-read"))
        assert said(island) == ["damaged", "request-instead", "cannot-read"]


async def test_answer_stays_until_it_was_read(tmp_path: Path) -> None:
    async with opened(tmp_path, NEVER) as (island, files):
        files.open([island.put("1", b""), island.put("2", island.answer())])
        assert says("damaged")(await island.desk.settled())
        island.desk.keeper.post(e.Tick())
        assert says("damaged")(await island.desk.settled())
        island.desk.keeper.post(e.RemarkRead())
        await island.desk.until(is_bound)


async def test_file_that_comes_while_others_wait_is_the_last(tmp_path: Path) -> None:
    async with opened(tmp_path, AT_ONCE) as (island, files):
        files.open([island.put("1", b""), tmp_path / "gone"])
        files.open([island.put("3", island.answer())])
        await island.desk.until(is_bound)
        assert said(island) == ["damaged", "cannot-read"]


async def test_answer_to_a_file_before_holds_no_new_one_up(tmp_path: Path) -> None:
    async with opened(tmp_path, NEVER) as (island, files):
        files.open([island.put("1", b"")])
        await island.desk.settled()
        files.open([island.put("2", island.answer())])
        await island.desk.until(is_bound)


async def test_none_is_judged_once_the_window_is_closed(tmp_path: Path) -> None:
    async with waits(tmp_path) as island:
        files = FilesInTurn(island.desk.keeper, NEVER)
        files.open([island.put("1", b""), island.put("2", island.answer())])
        await island.desk.settled()
        files.stop()
        await island.desk.post(e.RemarkRead())
        assert not is_bound(island.desk.picture)
