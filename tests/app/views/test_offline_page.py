"""Validate offline: the steps, the files chosen and dropped, the way back."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from app.license.events import FileOpened, RequestAsked, RequestDiscarded
from app.license.picture import (
    DiskFault,
    Intent,
    ReadOnly,
    ReadOnlyWhy,
    Remark,
    SignedOut,
    SignedOutWhy,
)
from app.offline import volumes
from app.offline.volumes import Volume
from app.views.acts import Screen
from app.views.gallery_scenes import LOST, REQUESTED, license, nobody

OUT = SignedOut(SignedOutWhy.FRESH)


def dialog_of(shown, qtbot: QtBot) -> QFileDialog:
    qtbot.waitUntil(lambda: shown.window.findChild(QFileDialog) is not None)
    return shown.window.findChild(QFileDialog)


@pytest.mark.rule("AIR-1")
def test_request_is_saved_where_the_person_chooses(show, qtbot: QtBot, tmp_path: Path) -> None:
    shown = show(nobody(OUT, connection=LOST), Screen.OFFLINE)
    shown.press("Save request")
    dialog = dialog_of(shown, qtbot)
    target = tmp_path / "Über uns" / "memo-editor-request.html"
    target.parent.mkdir()
    dialog.setDirectory(str(target.parent))
    dialog.fileSelected.emit(str(target))
    dialog.close()
    assert shown.still.posted == [RequestAsked(target)]


@pytest.mark.rule("AIR-1", "AIR-11")
def test_waiting_request_shows_its_code_and_the_next_step(show) -> None:
    shown = show(nobody(OUT, connection=LOST, air=REQUESTED))
    said = shown.texts()
    assert "Waiting for the response file" in said
    assert "K4T 9QZ" in said
    assert REQUESTED.path in said
    shown.press("Discard request")
    assert shown.still.posted == [RequestDiscarded()]


@pytest.mark.rule("AIR-4")
@pytest.mark.parametrize("names", [["answer.seatkeeper"], ["one.seatkeeper", "two.seatkeeper"]])
def test_files_dropped_on_any_face_are_opened(show, tmp_path: Path, names: list[str]) -> None:
    shown = show(nobody(OUT, connection=LOST))
    files = [tmp_path / name for name in names]
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file)) for file in files])
    copy, left, plain = (
        Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier,
    )  # fmt: skip
    shown.window.dragEnterEvent(QDragEnterEvent(QPoint(9, 9), copy, data, left, plain))
    assert "Drop the response file here" in shown.texts()
    shown.window.dropEvent(QDropEvent(QPointF(9, 9), copy, data, left, plain))
    assert shown.still.posted == [FileOpened(file) for file in files]
    assert "Drop the response file here" not in shown.texts()


@pytest.mark.rule("AIR-1")
def test_sticks_that_can_be_written_to_come_first_in_the_dialog(
    show, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    roots = [tmp_path / name for name in ("LOCKED", "NEW STICK", "OLD STICK")]
    for root in roots:
        root.mkdir()
    plugged = tuple(Volume(str(root), read_only=root.name == "LOCKED") for root in roots)
    monkeypatch.setattr(volumes, "sticks", lambda: plugged)
    shown = show(nobody(OUT, connection=LOST), Screen.OFFLINE)
    shown.press("Save request")
    dialog = dialog_of(shown, qtbot)
    assert Path(dialog.directory().path()) == roots[1]
    assert [Path(url.toLocalFile()) for url in dialog.sidebarUrls()[:2]] == roots[1:]
    dialog.close()


@pytest.mark.rule("AIR-4")
def test_response_on_a_stick_is_offered_and_opened_by_the_button(show) -> None:
    file = "/media/ada/USB STICK/answer.seatkeeper"
    shown = show(nobody(OUT, connection=LOST, air=replace(REQUESTED, found=file)))
    assert "The response for this computer is on the stick USB STICK." in shown.texts()
    assert shown.still.posted == []
    shown.press("Use this response")
    assert shown.still.posted == [FileOpened(Path(file))]


@pytest.mark.rule("AIR-1")
@pytest.mark.parametrize(
    ("code", "fault", "words"),
    [
        ("cannot-write", DiskFault.FULL, "There is no room left there."),
        ("cannot-write", DiskFault.READ_ONLY, "write-protected"),
        ("cannot-write", DiskFault.GONE, "The stick is not there any more."),
        ("cannot-write", DiskFault.SLOW, "took too long"),
        ("cannot-write", "", "The file could not be written."),
        ("cannot-read", DiskFault.GONE, "Was the stick pulled out?"),
        ("cannot-read", DiskFault.OTHER, "This file cannot be read."),
    ],
)
def test_fault_of_a_stick_is_told_plainly(show, code: str, fault: str, words: str) -> None:
    remark = Remark(Intent.REQUEST, code, detail=fault)
    assert words in show(nobody(OUT, connection=LOST, remark=remark)).texts()


@pytest.mark.rule("AIR-7")
def test_wrong_file_is_said_above_and_changes_nothing(show) -> None:
    wrong = Remark(Intent.RESPONSE, "request-instead")
    shown = show(nobody(OUT, connection=LOST, air=REQUESTED, remark=wrong))
    QApplication.processEvents()
    assert "This is the request, not the response." in shown.texts()
    assert "Waiting for the response file" in shown.texts()


@pytest.mark.rule("LEASE-5", "AIR-4", "AIR-7")
def test_bound_computer_with_a_damaged_lease_is_sent_to_its_response_file(show) -> None:
    """It never goes online: to try again would help nobody."""
    unusable = ReadOnly(ReadOnlyWhy.LEASE_UNUSABLE, fault="damaged")
    bound = show(nobody(unusable, connection=LOST, license=license(bound=True)))
    assert "it is still good" in bound.texts()
    assert bound.button("Open response file").property("kind") == "primary"
    other = show(nobody(unusable, connection=LOST, license=license()))
    assert "a new one is fetched by itself" in other.texts()
    assert other.button("Try again").property("kind") == "primary"
