"""The remembered place of the window: taken where it still is one (FC-47)."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from app.views import place


def screen() -> QRect:
    return QGuiApplication.primaryScreen().availableGeometry()


@pytest.fixture
def window(qtbot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    return made


def test_same_place_after_twenty_starts(window: QWidget) -> None:
    window.setGeometry(10, 20, 725, 560)
    first = kept = place.remembered(window)
    for _ in range(20):
        place.put_back(window, kept)
        kept = place.remembered(window)
    assert kept == first == "10,20,725,560"


@pytest.mark.parametrize(
    "kept",
    ["", "0,0,0,0", "1,2,3", "a,b,c,d", "10,20,nan,700", "-9,-9,99999999,1", "٣,0,900,700",
     "5000,5000,900,700", "-3000,100,900,700"],
)  # fmt: skip
def test_damaged_or_lost_place_is_the_middle_of_a_screen(window: QWidget, kept: str) -> None:
    place.put_back(window, kept)
    assert screen().contains(window.geometry())
    assert window.geometry().center().x() == pytest.approx(screen().center().x(), abs=1)


def test_title_bar_stays_reachable_on_a_smaller_screen(window: QWidget) -> None:
    place.put_back(window, "100,100,3000,2000")
    assert screen().contains(window.geometry())


def test_maximized_is_remembered_beside_the_place(window: QWidget) -> None:
    place.put_back(window, "10,20,725,560,maximized")
    assert window.isMaximized()
