"""Every wrong file before the running desktop: its own words, nothing changed, the right one after.

Dialog, drop, double click and a second start all end in `FileOpened`; each way is tried where it
is: the window's in tests/app/views/test_offline_page.py, the processes' in test_main_starts.py.
"""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace as changed
from pathlib import Path

import pytest

from app.license import events as e
from app.license.face import Face, face
from app.license.picture import Bound
from contract.offline_files import Response, write_response
from tests.fakes.clock import FakeClock
from tests.fakes.desktop import Desktop
from tests.fakes.vendor import Vendor, key, license_of, sixteen

pytestmark = [pytest.mark.asyncio, pytest.mark.rule("AIR-7", "AIR-4", "SAFE-1")]
NOBODY = "http://localhost:9"


class Island:
    """A desktop without a network whose request waits, and the vendor who answers it."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.vendor = folder, Vendor()
        self.time = FakeClock()
        self.desk = self._opened()

    def _opened(self) -> Desktop:
        brand = changed(self.vendor.brand, server=NOBODY)
        return Desktop(self.folder / "profile", brand, self.time, server=NOBODY)

    async def asks(self) -> None:
        await self.desk.start()
        picture = await self.desk.post(e.RequestAsked(self.folder / "request.html"))
        assert face(picture) is Face.REQUESTED

    @property
    def nonce(self) -> str:
        return self.desk.papers._world.cache.request().nonce

    def answer(self, nonce: str = "", **claims: object) -> bytes:
        nonce = nonce or self.nonce
        world = self.desk.papers._world
        lease = self.vendor.bound(nonce)
        lease = _with(lease, **({"device": world.device.id} | claims))
        response = Response(nonce=nonce, lease=self.vendor.token(lease),
                            keys=self.vendor.statement, license=license_of(lease))  # fmt: skip
        return write_response(response).encode()

    def put(self, name: str, data: bytes) -> Path:
        path = self.folder / name
        path.write_bytes(data)
        return path

    async def opens(self, name: str, data: bytes) -> str:
        """What the person is told; nothing where it was taken."""
        await self.desk.post(e.RemarkRead())
        picture = await self.desk.post(e.FileOpened(self.put(name, data)))
        return picture.remark.code if picture.remark else ""


def _with(lease, **claims: object):
    from msgspec.structs import replace

    return replace(lease, **claims)


@asynccontextmanager
async def waits(folder: Path) -> AsyncIterator[Island]:
    """(Closed while its loop still runs, which a fixture's end is not.)"""
    made = Island(folder)
    await made.asks()
    try:
        yield made
    finally:
        await made.desk.close()


def _members(island: Island, **others: object) -> bytes:
    return json.dumps(json.loads(island.answer()) | others).encode()


def _strangers(island: Island) -> bytes:
    stranger = Vendor()
    stranger.root, stranger.signer, stranger.keys = key(66), key(67), []
    stranger.rotate(67)
    return _members(island, keys=stranger.statement)


WRONG: dict[str, tuple[Callable[[Island], bytes], str]] = {
    "the request page": (lambda i: (i.folder / "request.html").read_bytes(), "request-instead"),
    "empty": (lambda i: b"", "damaged"),
    "zeros": (lambda i: bytes(1500), "damaged"),
    "cut in half": (lambda i: i.answer()[:700], "damaged"),
    "of the computer beside": (lambda i: i.answer(device="7RIP6J7AHKPITXEW75KSYH4NH2"),
                               "other-computer"),
    "to yesterday's request": (lambda i: i.answer(sixteen(99)), "other-request"),
    "of a sister product": (lambda i: i.answer(aud="sister-editor"), "other-product"),
    "a later format": (lambda i: _members(i, format=2, lease=None), "too-new"),
    "a return file": (lambda i: b'{"format": 1, "kind": "return", "return": "e.e.e"}',
                      "return-instead"),
    "one byte too large": (lambda i: i.answer().ljust(65_537), "too-large"),
    "a letter": (lambda i: b"Dear Ada,", "not-such-a-file"),
    "signed by a stranger": (_strangers, "forged"),
}  # fmt: skip

FORGIVEN: dict[str, Callable[[bytes], bytes]] = {
    "answer.seatkeeper": lambda data: data,
    "answer.seatkeeper.txt": lambda data: b"\xef\xbb\xbf" + data,
    "answer (1).seatkeeper": lambda data: data.replace(b"\n", b"\r\n"),
    "ANSWER~1.SEA": lambda data: data.decode().encode("utf-16"),
    "Über uns": lambda data: data.ljust(65_536),
}


async def test_wrong_files_change_nothing_and_the_right_one_works_after_them(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with waits(tmp_path) as island:
        before = island.desk.picture
        caplog.set_level("INFO")
        for name, (made, code) in WRONG.items():
            assert await island.opens(f"{name}.seatkeeper", made(island)) == code, name
            now = island.desk.picture
            assert (now.standing, now.air, now.work) == (before.standing, before.air, None), name
            assert island.desk.papers._world.cache.lease() is None
        said = [r for r in caplog.records if "not taken as a response" in r.message]
        assert len(said) == len(WRONG)
        assert json.loads(island.answer())["lease"][-40:] not in caplog.text
        assert await island.opens("right.seatkeeper", island.answer()) == ""
        assert isinstance(island.desk.picture.standing, Bound)


@pytest.mark.parametrize("name", FORGIVEN)
async def test_right_file_is_taken_whatever_mail_and_windows_did_to_it(
    tmp_path: Path, name: str
) -> None:
    async with waits(tmp_path) as island:
        assert await island.opens(name, FORGIVEN[name](island.answer())) == ""
        assert isinstance(island.desk.picture.standing, Bound)
        assert island.desk.picture.air is None


async def test_wrong_files_leave_a_bound_computer_as_it_is(tmp_path: Path) -> None:
    async with waits(tmp_path) as island:
        data = island.answer()
        await island.opens("right.seatkeeper", data)
        lease = island.desk.picture.standing.lease
        for name, (made, code) in WRONG.items():
            if name in ("the request page", "empty", "a return file", "a letter", "zeros"):
                assert await island.opens(f"{name}.seatkeeper", made(island)) == code
                assert island.desk.picture.standing == Bound(lease)
        assert await island.opens("again.seatkeeper", data) == ""


async def test_folder_or_nothing_in_place_of_a_file_is_said(tmp_path: Path) -> None:
    async with waits(tmp_path) as island:
        for path in (island.folder, island.folder / "nothing.seatkeeper"):
            picture = await island.desk.post(e.FileOpened(path))
            assert picture.remark.code == "cannot-read"


async def test_response_comes_with_the_start_itself(tmp_path: Path) -> None:
    """A double click with the desktop closed: the file is there before anything runs."""
    async with waits(tmp_path) as island:
        path = island.put("answer.seatkeeper", island.answer())
        await island.desk.close()
        island.desk = island._opened()
        island.desk.keeper.post(e.FileOpened(path))
        island.desk.keeper.start()
        await island.desk.until(lambda picture: isinstance(picture.standing, Bound))
