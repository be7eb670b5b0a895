"""Rows, columns and surfaces."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QMargins
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QLayout,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from app.views.parts.numbers_of_qt import reach_by_keyboard

Piece = QWidget | QLayout | int | None
"""A widget, a nested layout, a gap in pixels, or None for room that gives way."""


Box = TypeVar("Box", bound=QBoxLayout)


def column(*pieces: Piece, gap: int = 0) -> QVBoxLayout:
    return fill(QVBoxLayout(), pieces, gap)


def row(*pieces: Piece, gap: int = 8) -> QHBoxLayout:
    return fill(QHBoxLayout(), pieces, gap)


def fill(box: Box, pieces: tuple[Piece, ...], gap: int) -> Box:
    box.setContentsMargins(0, 0, 0, 0)
    box.setSpacing(gap)
    for piece in pieces:
        match piece:
            case QWidget():
                box.addWidget(piece)
            case QLayout():
                box.addLayout(piece)
            case int():
                box.addSpacing(piece)
            case None:
                box.addStretch(1)
    return box


def flush(button: QWidget) -> QWidget:
    """A quiet button that begins at the edge of the text above, not a padding further in."""
    button.setProperty("flush", "true")
    return button


def surface(part: str, inside: QLayout, padding: int | tuple[int, int]) -> QFrame:
    """A frame that the style sheet knows by `part`."""
    frame = QFrame()
    frame.setProperty("part", part)
    across, down = padding if isinstance(padding, tuple) else (padding, padding)
    inside.setContentsMargins(QMargins(across, down, across, down))
    frame.setLayout(inside)
    return frame


def rule() -> QFrame:
    line = QFrame()
    line.setProperty("part", "rule")
    return line


def held(inside: QLayout) -> QWidget:
    """A bare widget around a layout, to be shown and hidden as one."""
    widget = QWidget()
    widget.setLayout(inside)
    return widget


class Area(QScrollArea):
    """Scrolls up and down; who listens is told how high its inside may be until it has to."""

    def __init__(self, margin: int) -> None:
        super().__init__()
        self._margin = margin
        self.tell_room: Callable[[int], object] | None = None

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        if self.tell_room is not None:
            self.tell_room(self.viewport().height() - 2 * self._margin)


def centred(content: QWidget, width: int, margin: int) -> Area:
    """A column in the middle of the stage, as wide as reads well; it scrolls when it must."""
    content.setMaximumWidth(width)
    content.setMinimumWidth(min(width, 380))
    line = row(None, gap=0)
    line.addWidget(content, 1000)
    line.addStretch(1)
    around = QWidget()
    box = column(None, line, None)
    box.setContentsMargins(margin, margin, margin, margin)
    around.setLayout(box)
    area = Area(margin)
    area.setWidget(around)
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    reach_by_keyboard(area, False)
    return area
