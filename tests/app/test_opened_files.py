"""Files that macOS hands over as events, played here with the same events."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QUrl
from PySide6.QtGui import QFileOpenEvent
from PySide6.QtWidgets import QApplication

from app.opened_files import OpenedFiles


def double_click(app: QApplication, path: str) -> None:
    app.sendEvent(app, QFileOpenEvent(QUrl.fromLocalFile(path)))


@pytest.mark.rule("AIR-4", "APP-11")
def test_file_that_comes_before_anybody_listens_is_kept(qapp: QApplication) -> None:
    files = OpenedFiles(qapp)
    taken: list[Path] = []
    double_click(qapp, "/Volumes/USB/Über uns.seatkeeper")
    files.give_to(taken.extend)
    double_click(qapp, "/Volumes/USB/two.seatkeeper")
    assert taken == [Path("/Volumes/USB/Über uns.seatkeeper"), Path("/Volumes/USB/two.seatkeeper")]
    files.stop()
    double_click(qapp, "/Volumes/USB/three.seatkeeper")
    assert len(taken) == 2


def test_other_events_pass(qapp: QApplication) -> None:
    files = OpenedFiles(qapp)
    assert not files.eventFilter(qapp, QEvent(QEvent.Type.User))
    files.stop()
