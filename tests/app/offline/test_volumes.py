"""Which mounts are sticks, and what on them may be a response file."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.offline import volumes, watch
from app.offline.finding import MOST_ENTRIES, candidates, is_named_so
from app.offline.volumes import Volume, mounted, stick_name
from tests.fakes.sticks import Stick, plugged_in

TABLE = r"""
22 27 0:21 / /proc rw,nosuid - proc proc rw
27 1 8:1 / / rw,relatime - ext4 /dev/sda1 rw
28 27 8:2 / /boot rw,relatime - ext4 /dev/sda2 rw
31 27 0:39 / /mnt/home rw,relatime - nfs4 server:/home rw,vers=4.2
32 27 7:3 / /snap/core/1 ro,nodev - squashfs /dev/loop3 ro
40 27 8:17 / /media/ada/USB\040STICK rw,nosuid shared:9 - vfat /dev/sdb1 rw,uid=1000
41 27 8:33 / /run/media/ada/LOCKED rw,nosuid - exfat /dev/sdc1 ro,uid=1000
42 27 11:0 / /media/cdrom ro - iso9660 /dev/sr0 ro
""".strip()


@pytest.mark.rule("AIR-1")
def test_sticks_are_told_from_the_systems_own_and_from_shares() -> None:
    assert mounted(TABLE) == (
        Volume("/run/media/ada/LOCKED", read_only=True),
        Volume("/media/ada/USB STICK"),
    )


@pytest.mark.rule("AIR-1")
def test_table_that_is_damaged_or_missing_names_no_stick(monkeypatch: pytest.MonkeyPatch) -> None:
    assert mounted("\n - \nx y z - vfat\n" + "a " * 9) == ()
    monkeypatch.setattr(volumes, "MOUNTS", "/nowhere/mountinfo")
    assert volumes.sticks() == ()


@pytest.mark.rule("AIR-1")
def test_disk_that_the_system_calls_removable_is_a_stick_anywhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = {"/sys/block/sdb/removable": "1\n", "/sys/block/sda/removable": "0\n"}
    parts = {"8:17": "/sys/block/sdb/sdb1", "8:1": "/sys/block/sda/sda1", "8:16": "/sys/block/sdb"}
    monkeypatch.setattr(volumes, "_read", lambda path: said.get(path, ""))
    monkeypatch.setattr(
        volumes.os.path, "realpath", lambda path: parts.get(path.rpartition("/")[2], path)
    )
    line = "40 27 {} / /home/ada/usb rw - vfat /dev/x rw"
    found = [bool(mounted(line.format(device))) for device in parts]
    assert found == [True, False, True]


@pytest.mark.rule("AIR-4")
@pytest.mark.parametrize(
    ("name", "is_one"),
    [
        ("answer.seatkeeper", True),
        ("answer (1).seatkeeper", True),
        ("ANSWER.SEATKEEPER", True),
        ("answer.seatkeeper.json", True),
        ("answer.seatkeeper.txt", True),
        ("ANSWER~1.SEA", True),
        ("answer.json", False),
        ("memo-editor-request.html", False),
    ],
)
def test_response_is_looked_for_by_any_of_its_names(name: str, is_one: bool) -> None:
    assert is_named_so(name) == is_one


@pytest.mark.rule("AIR-4")
def test_small_files_near_the_top_are_candidates_the_newest_first(tmp_path: Path) -> None:
    deep = tmp_path / "Downloads" / "deeper"
    deep.mkdir(parents=True)
    for age, path in enumerate(
        (tmp_path / "a.seatkeeper", tmp_path / "Downloads" / "b.seatkeeper", deep / "c.seatkeeper")
    ):
        path.write_bytes(path.name.encode())
        os.utime(path, (1000 + age, 1000 + age))
    (tmp_path / "film.seatkeeper").write_bytes(bytes(70_000))
    (tmp_path / "link.seatkeeper").symlink_to("/etc/passwd")
    os.mkfifo(tmp_path / "pipe.seatkeeper")
    found = candidates([Volume(str(tmp_path)), Volume("/nowhere")])
    assert [data for _path, data in found] == [b"b.seatkeeper", b"a.seatkeeper"]


@pytest.mark.rule("AIR-4")
def test_stick_full_of_photographs_is_not_read_to_its_end(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr("app.offline.finding.MOST_ENTRIES", 20)
    assert MOST_ENTRIES > 20
    for number in range(60):
        (tmp_path / f"{number}.seatkeeper").touch()
    (tmp_path / "x.seatkeeper").write_bytes(b"x")
    assert len(candidates([Volume(str(tmp_path))])) <= 1


@pytest.fixture
def media(tmp_path: Path) -> Iterator[Stick]:
    place = Path(f"/media/seatkeeper-test-{os.getpid()}")
    with plugged_in(place, tmp_path / "image", "tmpfs") as stick:
        yield stick


@pytest.mark.rule("AIR-4")
def test_stick_that_goes_is_told_without_being_asked(qtbot: QtBot, media: Stick) -> None:
    """By the kernel: nothing wakes up in between."""
    told: list[tuple[str, ...]] = []
    watched = watch.SticksWatched(lambda: told.append(tuple(s.root for s in volumes.sticks())))
    watched.watch(True)
    assert str(media.root) in told[0]
    assert stick_name(f"{media.root}/a/b.seatkeeper") == media.root.name
    media.pull_out()
    qtbot.waitUntil(lambda: str(media.root) not in told[-1])
    watched.watch(False)


@pytest.mark.rule("AIR-4")
def test_elsewhere_sticks_are_looked_at_now_and_then(qtbot: QtBot, monkeypatch) -> None:
    plugged: list[Volume] = []
    monkeypatch.setattr(watch, "_can_be_told", lambda: False)
    monkeypatch.setattr(watch, "LOOK_EVERY_MS", 5)
    monkeypatch.setattr(volumes, "sticks", lambda: tuple(plugged))
    told: list[int] = []
    watched = watch.SticksWatched(lambda: told.append(len(plugged)))
    watched.watch(True)
    plugged.append(Volume("E:\\"))
    qtbot.waitUntil(lambda: told == [0, 1])
    watched.watch(False)


class Kernel:
    """Windows' answers for a system drive, an empty card reader's letter left out, and a stick."""

    def GetLogicalDrives(self) -> int:  # noqa: N802 - Windows' name
        return 0b11100  # C, D and E

    def GetDriveTypeW(self, root: str) -> int:  # noqa: N802 - Windows' name
        return {"C:\\": 3, "D:\\": 5, "E:\\": 2}[root]


@pytest.mark.rule("AIR-1")
def test_on_windows_sticks_are_the_drives_called_removable(monkeypatch) -> None:
    """Played by what its documentation says; to be tried there."""
    windll = type("windll", (), {"kernel32": Kernel()})
    monkeypatch.setattr("ctypes.windll", windll, raising=False)
    monkeypatch.setattr(volumes.sys, "platform", "win32")
    assert volumes.sticks() == (Volume("E:\\"),)


@pytest.mark.rule("AIR-1")
def test_on_macos_sticks_are_the_volumes_beside_the_systems(tmp_path, monkeypatch) -> None:
    """Played by what its documentation says; to be tried there."""
    (tmp_path / "USB STICK").mkdir()
    (tmp_path / "Macintosh HD").symlink_to("/")
    scandir = os.scandir
    monkeypatch.setattr(volumes.sys, "platform", "darwin")
    monkeypatch.setattr(volumes.os, "scandir", lambda path: scandir(tmp_path))
    assert [Path(stick.root).name for stick in volumes.sticks()] == ["USB STICK"]
