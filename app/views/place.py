"""Where the window stands on the screen, remembered without trusting what was remembered (FC-47)."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

SMALLEST = QSize(720, 540)
USUAL = QSize(960, 700)
TITLE_BAR = 40  # so much of the upper edge must lie on a screen


def remembered(window: QWidget) -> dict[str, object]:
    where = window.normalGeometry() if window.isMaximized() else window.geometry()
    return {
        "x": where.x(), "y": where.y(), "width": where.width(), "height": where.height(),
        "maximized": window.isMaximized(),
    }  # fmt: skip


def put_back(window: QWidget, kept: Mapping[str, object] | None) -> None:
    """Where it was, if that still is a place; else in the middle, as large as usual."""
    where = _rectangle(kept or {})
    screens = [screen.availableGeometry() for screen in QGuiApplication.screens()]
    home = next((s for s in screens if where and _reachable(where, s)), None)
    if where is not None and home is not None:
        window.setGeometry(where.intersected(home) if not home.contains(where) else where)
    elif screens:
        window.setGeometry(_in_the_middle(screens[0]))
    if kept and kept.get("maximized") is True:
        window.showMaximized()


def _rectangle(kept: Mapping[str, object]) -> QRect | None:
    numbers = [kept.get(name) for name in ("x", "y", "width", "height")]
    whole = [n for n in numbers if isinstance(n, int) and not isinstance(n, bool)]
    if len(whole) != 4 or not all(-100_000 < n < 100_000 for n in whole):
        return None
    x, y, width, height = whole
    if width < SMALLEST.width() or height < SMALLEST.height():
        return None
    return QRect(x, y, width, height)


def _reachable(where: QRect, screen: QRect) -> bool:
    title = QRect(where.x(), where.y(), where.width(), TITLE_BAR).intersected(screen)
    return title.height() >= TITLE_BAR // 2 and title.width() >= 200


def _in_the_middle(screen: QRect) -> QRect:
    size = USUAL.boundedTo(QSize(screen.width() - 40, screen.height() - 60))
    where = QRect(0, 0, size.width(), size.height())
    where.moveCenter(screen.center())
    return where
