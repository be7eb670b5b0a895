"""The path of a file: on one line, its middle left out where room is small, and whole to take."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication

from app.views.gallery_scenes import LONG_PATH, scenes
from app.views.parts.path_line import PathLine

GIVEN_UP = next(scene for scene in scenes() if scene.name == "24-given-up-far")


@pytest.fixture
def line(qtbot) -> PathLine:
    made = PathLine(LONG_PATH)
    qtbot.addWidget(made)
    return made


@pytest.mark.rule("AIR-1")
def test_long_path_keeps_its_beginning_and_its_ending(line: PathLine) -> None:
    line.resize(260, 20)
    line.show()
    beginning, dots, ending = line.text().partition("…")
    assert dots
    assert LONG_PATH.startswith(beginning or "nothing")
    assert LONG_PATH.endswith(ending or "nothing")
    assert line.fontMetrics().horizontalAdvance(line.text()) <= 260


@pytest.mark.rule("AIR-1")
def test_path_is_whole_again_once_there_is_room(line: PathLine) -> None:
    line.resize(260, 20)
    line.show()
    line.resize(line.sizeHint().width(), 20)
    assert line.text() == LONG_PATH


@pytest.mark.rule("AIR-1", "APP-9")
def test_whole_path_is_tip_and_read_out_and_copied(line: PathLine, qapp: QApplication) -> None:
    line.resize(260, 20)
    line.show()
    line.actions()[0].trigger()
    taken = (line.toolTip(), line.accessibleName(), qapp.clipboard().text())
    assert taken == (LONG_PATH, LONG_PATH, LONG_PATH)


@pytest.mark.rule("AIR-6")
def test_card_grows_no_wider_for_a_long_path(show) -> None:
    shown = show(GIVEN_UP.picture, GIVEN_UP.screen)
    line = shown.window.findChild(PathLine)
    assert "…" in line.text()
    assert line.mapTo(shown.window, line.rect().topRight()).x() < shown.window.width()
