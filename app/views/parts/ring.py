"""The ring around what has the keyboard: shown to who uses the keyboard, not after a click."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFocusEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QPushButton, QToolButton, QWidget

from app.views.look import Look

if TYPE_CHECKING:
    from PySide6.QtWidgets import QAbstractButton as Focusable
else:
    Focusable = object  # a mixin: Qt's own class comes after it

BY_KEYBOARD = {
    Qt.FocusReason.TabFocusReason,
    Qt.FocusReason.BacktabFocusReason,
    Qt.FocusReason.ShortcutFocusReason,
}


def show_ring(widget: QWidget, shown: bool) -> None:
    widget.setProperty("ring", "true" if shown else "false")
    widget.update()


def has_ring(widget: QWidget | None) -> bool:
    return widget is not None and widget.property("ring") == "true"


class Ringed(Focusable):
    """Draws the ring inside its own edge, so that nothing moves when it comes."""

    look: Look

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        show_ring(self, event.reason() in BY_KEYBOARD)
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        show_ring(self, False)
        super().focusOutEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        super().paintEvent(event)
        if has_ring(self):
            self._paint_ring()

    def _paint_ring(self) -> None:
        """A gap parts it from a button that is filled."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        width = 3.0 if self.look.strong else 2.0
        radius = float(self.look.px("radius-field"))
        if self.property("kind") == "primary":
            self._outline(painter, "surface", width, 1.5 * width, radius - width)
        self._outline(painter, "focus", width, width / 2, radius)
        painter.end()

    def _outline(
        self, painter: QPainter, colour: str, width: float, inset: float, radius: float
    ) -> None:
        painter.setPen(QPen(self.look.colour(colour), width))
        edge = QRectF(self.rect()).adjusted(inset, inset, -inset, -inset)
        painter.drawRoundedRect(edge, radius, radius)


class RingedButton(Ringed, QPushButton):
    def __init__(self, look: Look, words: str) -> None:
        super().__init__(words)
        self.look = look


class RingedToolButton(Ringed, QToolButton):
    def __init__(self, look: Look) -> None:
        super().__init__()
        self.look = look
