"""A real stick is plugged in while a request waits, and pulled out again."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from app.license import events as e
from app.license.picture import Bound, Requested, SignedOut
from app.offline.watch import follow
from tests.app.offline.test_ways_in import Island, waits
from tests.fakes.sticks import plugged_in

pytestmark = [pytest.mark.asyncio, pytest.mark.rule("AIR-4", "AIR-1")]


@asynccontextmanager
async def watching(folder: Path) -> AsyncIterator[Island]:
    async with waits(folder) as island:
        keeper = island.desk.keeper
        stop = follow(keeper, lambda: keeper.post(e.SticksChanged()))
        yield island
        stop()


def place(number: int) -> Path:
    return Path(f"/media/seatkeeper-{os.getpid()}-{number}")


def found(picture) -> str:
    return picture.air.found if isinstance(picture.air, Requested) else ""


async def test_response_on_a_stick_is_offered_while_it_is_there(
    tmp_path: Path,
) -> None:
    """Nobody is asked, nothing is opened; the person's click takes it."""
    kinds = ("vfat", "ext4", "tmpfs")
    async with watching(tmp_path) as island:
        desk = island.desk
        with plugged_in(place(1), tmp_path / "image", *kinds) as usb:
            (usb.root / "Downloads").mkdir()
            answer = usb.root / "Downloads" / "answer (1).seatkeeper.txt"
            answer.write_bytes(b"\xef\xbb\xbf" + island.answer())
            (usb.root / "old.seatkeeper").write_bytes(b"{}")
            usb.move_to(place(2))  # as if it came only now, with all that is on it
            seen = place(2) / answer.relative_to(place(1))
            picture = await desk.until(lambda p: found(p) == str(seen))
            assert isinstance(picture.standing, SignedOut)
            usb.pull_out()
            await desk.until(lambda p: found(p) == "")
            assert isinstance(desk.picture.standing, SignedOut)


async def test_offered_response_binds_by_a_click(tmp_path: Path) -> None:
    async with watching(tmp_path) as island:
        desk = island.desk
        with plugged_in(place(3), tmp_path / "image", "tmpfs") as usb:
            (usb.root / "answer.seatkeeper").write_bytes(island.answer())
            desk.keeper.post(e.SticksChanged())
            picture = await desk.until(lambda p: bool(found(p)))
            picture = await desk.post(e.FileOpened(Path(found(picture))))
            assert isinstance(picture.standing, Bound)
