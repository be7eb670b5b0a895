"""A file carried away: whole and read back, or not there; whatever the stick does meanwhile."""

from __future__ import annotations

import asyncio
import errno
import os
import threading
from pathlib import Path

import pytest

from app.license import files
from app.license.picture import DiskFault
from app.offline import stick

pytestmark = pytest.mark.asyncio
PAGE = b"<html>" + b"request " * 180


@pytest.mark.rule("AIR-1")
async def test_file_on_the_stick_is_whole_and_nothing_lies_beside_it(tmp_path: Path) -> None:
    for data in (PAGE, PAGE[::-1]):
        await stick.put(tmp_path / "request.html", data)
        assert (tmp_path / "request.html").read_bytes() == data
    assert names(tmp_path) == {"request.html"}
    assert (tmp_path / "request.html").stat().st_mode & 0o444 == 0o444  # for whoever carries it


@pytest.mark.rule("AIR-1")
async def test_what_a_pulled_stick_kept_of_an_earlier_try_is_swept(tmp_path: Path) -> None:
    (tmp_path / "request.html.a1b2c3.part").write_bytes(PAGE[:99])
    (tmp_path / "other.html.a1b2c3.part").write_bytes(b"somebody else's")
    await stick.put(tmp_path / "request.html", PAGE)
    assert names(tmp_path) == {"request.html", "other.html.a1b2c3.part"}


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


class Slow:
    """Flushing waits until it is let go."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.begun, self.go = threading.Event(), threading.Event()
        self.moved: list[Path] = []
        fsync = os.fsync
        monkeypatch.setattr(files.os, "fsync", lambda fd: (self._wait(), fsync(fd)))
        monkeypatch.setattr(files, "replace", lambda _source, target: self.moved.append(target))

    def _wait(self) -> None:
        self.begun.set()
        assert self.go.wait(20)


async def until(event: threading.Event) -> None:
    assert await asyncio.to_thread(event.wait, 20)


async def gone(folder: Path) -> None:
    async with asyncio.timeout(20):
        while names(folder):  # noqa: ASYNC110  a thread that nobody waits for tells nobody
            await asyncio.sleep(0.005)


@pytest.mark.rule("AIR-1", "APP-5")
async def test_cancelled_write_never_appears_on_the_stick_later(tmp_path, monkeypatch) -> None:
    slow = Slow(monkeypatch)
    writing = asyncio.ensure_future(stick.put(tmp_path / "request.html", PAGE))
    await until(slow.begun)
    writing.cancel()
    with pytest.raises(asyncio.CancelledError):
        await writing
    slow.go.set()
    await gone(tmp_path)
    assert slow.moved == []


@pytest.mark.rule("AIR-1", "APP-5")
async def test_stick_that_takes_too_long_is_given_up_and_says_so(tmp_path, monkeypatch) -> None:
    slow = Slow(monkeypatch)
    monkeypatch.setattr(stick, "WRITING", 0.02)
    with pytest.raises(TimeoutError) as late:
        await stick.put(tmp_path / "request.html", PAGE)
    assert stick.fault(late.value) is DiskFault.SLOW
    slow.go.set()
    await gone(tmp_path)
    assert slow.moved == []


@pytest.mark.rule("AIR-1")
async def test_stick_that_keeps_something_else_is_found_out(tmp_path, monkeypatch) -> None:
    """A broken one, or one of those that claim to be larger than they are."""
    monkeypatch.setattr(stick, "_read_back", lambda path: path.read_bytes()[:-1])
    with pytest.raises(OSError, match="not what is read"):
        await stick.put(tmp_path / "request.html", PAGE)


@pytest.mark.rule("AIR-1")
@pytest.mark.parametrize(
    ("number", "said"),
    [
        (errno.ENOSPC, DiskFault.FULL),
        (errno.EROFS, DiskFault.READ_ONLY),
        (errno.ENOENT, DiskFault.GONE),
        (errno.EIO, DiskFault.GONE),
        (errno.EACCES, DiskFault.DENIED),
        (errno.EINVAL, DiskFault.OTHER),
    ],
)
async def test_each_fault_of_a_disk_has_its_own_name(number: int, said: DiskFault) -> None:
    assert stick.fault(OSError(number, "x")) is said


@pytest.mark.rule("AIR-1")
async def test_write_protection_of_windows_is_known_by_its_number() -> None:
    error = OSError(errno.EACCES, "x")
    error.winerror = 19  # type: ignore[attr-defined]
    assert stick.fault(error) is DiskFault.READ_ONLY
