"""Where the window stands on the screen: remembered, and not trusted (FC-47)."""

from __future__ import annotations

import re

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

SMALLEST = QSize(720, 540)
USUAL = QSize(980, 740)
MAXIMIZED = ",maximized"
FOUR_NUMBERS = re.compile(r"(-?\d{1,5}),(-?\d{1,5}),(\d{1,5}),(\d{1,5})", re.ASCII)
TITLE_BAR = 40  # so much of the upper edge must lie on a screen


def remembered(window: QWidget) -> str:
    """x,y,width,height, and whether it filled the screen."""
    where = window.normalGeometry() if window.isMaximized() else window.geometry()
    numbers = f"{where.x()},{where.y()},{where.width()},{where.height()}"
    return numbers + MAXIMIZED if window.isMaximized() else numbers


def put_back(window: QWidget, kept: str) -> None:
    """Where it was, if that still is a place; else in the middle, as large as usual."""
    where = _rectangle(kept.removesuffix(MAXIMIZED))
    screens = [screen.availableGeometry() for screen in QGuiApplication.screens()]
    home = next((s for s in screens if where and _reachable(where, s)), None)
    if where is not None and home is not None:
        window.setGeometry(where if home.contains(where) else where.intersected(home))
    elif screens:
        window.setGeometry(_in_the_middle(screens[0]))
    if kept.endswith(MAXIMIZED):
        from PySide6.QtCore import Qt  # late: see parts/numbers_of_qt

        window.setWindowState(Qt.WindowState.WindowMaximized)


def _rectangle(kept: str) -> QRect | None:
    """What the four numbers say; none if they are damaged or no window's."""
    match = FOUR_NUMBERS.fullmatch(kept)
    if match is None:
        return None
    where = QRect(*map(int, match.groups()))
    big_enough = where.width() >= SMALLEST.width() and where.height() >= SMALLEST.height()
    return where if big_enough else None


def _reachable(where: QRect, screen: QRect) -> bool:
    title = QRect(where.x(), where.y(), where.width(), TITLE_BAR).intersected(screen)
    return title.height() >= TITLE_BAR // 2 and title.width() >= 200


def _in_the_middle(screen: QRect) -> QRect:
    size = USUAL.boundedTo(QSize(screen.width() - 40, screen.height() - 60))
    where = QRect(0, 0, size.width(), size.height())
    where.moveCenter(screen.center())
    return where
