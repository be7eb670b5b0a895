"""A stick that is really mounted: full, write-protected, pulled out in the middle of a write."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.license import files
from app.license.picture import DiskFault
from app.offline import stick
from tests.fakes.sticks import Stick, plugged_in

pytestmark = pytest.mark.asyncio
PAGE = b"<html>" + b"request " * 180
FAT = ("vfat", "fat by FUSE")


@pytest.fixture(params=["FAT", "ext4"])
def usb(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Stick]:
    kinds = FAT if request.param == "FAT" else ("ext4", "tmpfs")
    with plugged_in(tmp_path / "USB STICK", tmp_path / "image", *kinds) as stick:
        yield stick


async def put(path: Path, data: bytes = PAGE) -> DiskFault | None:
    try:
        await stick.put(path, data)
    except OSError as error:
        return stick.fault(error)
    return None


@pytest.mark.rule("AIR-1")
async def test_request_is_whole_on_a_real_stick_and_written_again(usb: Stick) -> None:
    target = usb.root / "memo-editor request.html"
    for data in (PAGE, PAGE * 3):
        assert await put(target, data) is None
        assert target.read_bytes() == data
    assert [path.name for path in usb.root.glob("*.part")] == []


@pytest.mark.rule("AIR-1")
async def test_full_stick_keeps_the_file_that_was_there(usb: Stick) -> None:
    target = usb.root / "request.html"
    await put(target)
    usb.fill()
    fault = await put(target, PAGE * 40)
    assert fault is DiskFault.FULL or (usb.kind == "fat by FUSE" and fault is DiskFault.DENIED)
    assert target.read_bytes() == PAGE
    assert list(usb.root.glob("*.part")) == []


@pytest.mark.rule("AIR-1")
async def test_write_protected_stick_says_so(usb: Stick) -> None:
    if usb.kind == "fat by FUSE":
        pytest.skip("it cannot be mounted again in another way")
    await put(usb.root / "request.html")
    usb.protect()
    assert await put(usb.root / "request.html", PAGE * 2) is DiskFault.READ_ONLY
    assert (usb.root / "request.html").read_bytes() == PAGE


@pytest.mark.rule("AIR-1")
async def test_stick_pulled_out_during_a_write_is_gone_not_done(usb: Stick, monkeypatch) -> None:
    """After the flush, before the name: what was written so far is on no stick of ours."""
    flush = files.os.fsync

    def pulled(descriptor: int) -> None:
        flush(descriptor)
        usb.pull_out()

    monkeypatch.setattr(files.os, "fsync", pulled)
    assert await put(usb.root / "request.html") is DiskFault.GONE
    assert list(usb.root.iterdir()) == []  # the bare folder below: nothing went astray into it
