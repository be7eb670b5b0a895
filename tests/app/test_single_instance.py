"""Where the local link is, and that only one desktop has it."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app import single_instance
from app.host.link import Link
from app.single_instance import SingleInstance, Turn, address

pytestmark = pytest.mark.rule("APP-11")


@pytest.fixture
def folder() -> Iterator[Path]:
    """Where the name of a socket fits: pytest's own folders may lie too deep."""
    with tempfile.TemporaryDirectory(prefix="link") as name:
        yield Path(name)


def test_link_lies_in_the_users_runtime_folder(monkeypatch, folder: Path) -> None:
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(folder))
    assert address("memo-editor", folder / "data", None) == f"{folder}/seatkeeper-memo-editor"


def test_profile_marks_the_link_by_its_real_path(monkeypatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    real = tmp_path / "profile"
    real.mkdir()
    (tmp_path / "link").symlink_to(real)
    named = {address("memo-editor", path, path) for path in (real, tmp_path / "link")}
    assert len(named) == 1
    assert len(named.pop().rpartition("-")[2]) == 8


def test_without_runtime_folder_it_lies_with_the_data(monkeypatch) -> None:
    monkeypatch.delenv("XDG_RUNTIME_DIR", raising=False)
    where = address("memo-editor", Path("/srv/data"), None)
    assert where == "/srv/data/seatkeeper-memo-editor"


@pytest.mark.parametrize("runtime", ["", "deep"], ids=["no-runtime-folder", "deep-runtime-folder"])
def test_path_too_long_for_a_socket_falls_back_to_the_users_folder(
    monkeypatch, folder: Path, runtime: str
) -> None:
    deep = folder / ("x" * 120)
    deep.mkdir()
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(deep) if runtime else "")
    monkeypatch.setattr(single_instance.Path, "home", lambda: folder)
    where = address("memo-editor", deep, None)
    assert where == str(folder / ".cache" / "seatkeeper-memo-editor")


def test_second_claim_fails_and_its_files_arrive(qtbot: QtBot, tmp_path: Path) -> None:
    where = str(tmp_path / "link")
    first, second = SingleInstance(where, tmp_path), SingleInstance(where, tmp_path)
    arrived: list[tuple[Path, ...]] = []
    link = Link(where, "memo-editor")
    link.opened = arrived.append
    assert first.claim()
    assert link.listen()
    assert not second.claim()
    socket = say_from_outside(where, b'{"open": ["/media/stick/\xc3\xbc.seatkeeper"], "new": 1}\n')
    qtbot.waitUntil(lambda: arrived == [(Path("/media/stick/ü.seatkeeper"),)])
    socket.abort()
    first.close()
    assert second.claim()
    second.close()


def say_from_outside(where: str, line: bytes):
    from PySide6.QtNetwork import QLocalSocket

    socket = QLocalSocket()
    socket.connectToServer(where)
    assert socket.waitForConnected(1000)
    socket.write(line)
    socket.flush()
    return socket


def test_noise_on_the_link_is_ignored(qtbot: QtBot, tmp_path: Path) -> None:
    where = str(tmp_path / "link")
    link = Link(where, "memo-editor")
    arrived: list[tuple[Path, ...]] = []
    link.opened = arrived.append
    link.listen()
    for noise in (b"GET / HTTP/1.1\n", b'{"open": 3}\n', b"\xff\xfe\n"):
        say_from_outside(where, noise)
    say_from_outside(where, b'{"open": []}\n')
    qtbot.waitUntil(lambda: arrived == [()])


@pytest.mark.rule("APP-13")
def test_folder_that_cannot_be_made_stands_in_nobodys_way(tmp_path: Path) -> None:
    """Nothing can be kept in it; the desktop works on from memory."""
    (tmp_path / "file").write_text("a file where the folder belongs")
    alone = SingleInstance(str(tmp_path / "link"), tmp_path / "file" / "profile")
    assert alone.claim()
    alone.close()


def test_start_while_the_first_one_closes_becomes_the_first(tmp_path: Path) -> None:
    """It listens no more, and goes on holding the lock until its last words are said."""
    where = str(tmp_path / "link")
    closing, again = SingleInstance(where, tmp_path), SingleInstance(where, tmp_path)
    assert closing.claim()
    rounds = iter([again.claim, closing.close])

    def nobody_listens(_paths, _quietly) -> single_instance.Told:
        next(rounds)()
        return single_instance.Told.NOTHING

    again._hand_over = nobody_listens
    assert again.take_turn(()) is Turn.FIRST
    again.close()


def test_start_beside_one_that_never_answers_gives_up(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(single_instance, "PATIENCE_S", 0.05)
    hung, second = (SingleInstance(str(tmp_path / "link"), tmp_path) for _ in range(2))
    assert hung.claim()
    assert second.take_turn(()) is Turn.NEITHER
    hung.close()


NOBODY = {
    "empty": "",
    "zeros of a power cut": "\0" * 90,
    "damaged": "soon\nx\ny\n",
    "of another computer that shares the home": "1\npython\nother-host\n\n\n",
}


@pytest.mark.parametrize("lock", NOBODY)
def test_lock_in_which_nobody_lives_stops_nobody(folder: Path, lock: str) -> None:
    left(folder, NOBODY[lock])
    first, second = (SingleInstance(str(folder / "link"), folder) for _ in range(2))
    assert first.claim()
    assert not second.claim()
    first.close()


def test_lock_that_is_just_being_written_is_respected(folder: Path) -> None:
    (folder / "running.lock").write_text("")
    assert not SingleInstance(str(folder / "link"), folder).claim()


def test_dead_lock_that_cannot_be_removed_stops_nobody(folder: Path, monkeypatch) -> None:
    """A full disk or a read-only one."""
    left(folder, "")
    monkeypatch.setattr(Path, "unlink", lambda _path: (_ for _ in ()).throw(OSError(30, "ro")))
    assert SingleInstance(str(folder / "link"), folder).claim()


def test_folder_in_place_of_the_lock_stops_nobody(folder: Path) -> None:
    (folder / "running.lock").mkdir()
    os.utime(folder / "running.lock", (1, 1))
    assert SingleInstance(str(folder / "link"), folder).claim()


def left(folder: Path, content: str) -> None:
    (folder / "running.lock").write_text(content)
    os.utime(folder / "running.lock", (1, 1))
