"""The ring around what has the keyboard: shown to who uses the keyboard, not after a click."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QPushButton, QToolButton, QWidget

from app.views.look import Look

if TYPE_CHECKING:
    from PySide6.QtGui import QEnterEvent
    from PySide6.QtWidgets import QAbstractButton as Focusable
else:
    Focusable = object  # a mixin: Qt's own class comes after it


def show_ring(widget: QWidget, shown: bool) -> None:
    widget.setProperty("ring", "true" if shown else "false")
    widget.update()


def give_keyboard(widget: QWidget, *, shown: bool = False) -> None:
    """Where `shown`, with the ring, as if it had come by the keyboard."""
    if not shown:
        widget.setFocus()
        return
    from PySide6.QtCore import Qt  # late: nobody has used the keyboard before the first paint

    widget.setFocus(Qt.FocusReason.TabFocusReason)


def has_ring(widget: QWidget | None) -> bool:
    return widget is not None and widget.property("ring") == "true"


class Ringed(Focusable):
    """Draws the ring inside its own edge, so that nothing moves when it comes."""

    look: Look

    def enterEvent(self, event: QEnterEvent) -> None:  # noqa: N802 - Qt's name
        from PySide6.QtCore import Qt  # late: see numbers_of_qt

        self.setCursor(Qt.CursorShape.PointingHandCursor)
        super().enterEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Enter presses it as Space does: outside of dialogs Qt leaves that out."""
        from PySide6.QtCore import Qt  # late: see numbers_of_qt

        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        if _is_opening(self) or not _comes_back(event):
            show_ring(self, not _is_opening(self) and _by_keyboard(event))
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        if not _comes_back(event):
            show_ring(self, False)
        super().focusOutEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        super().paintEvent(event)
        if has_ring(self):
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self.paint_ring(painter)
            painter.end()

    def paint_ring(self, painter: QPainter) -> None:
        """A gap parts it from a button that is filled."""
        width = 3.0 if self.look.strong else 2.0
        radius = float(self.look.px("radius-field"))
        if self.property("kind") == "primary":
            self.outline(painter, "surface", width, 1.5 * width, radius - width)
        self.outline(painter, "focus", width, width / 2, radius)

    def outline(
        self, painter: QPainter, colour: str, width: float, inset: float, radius: float
    ) -> None:
        painter.setPen(QPen(self.look.colour(colour), width))
        edge = QRectF(self.rect()).adjusted(inset, inset, -inset, -inset)
        painter.drawRoundedRect(edge, radius, radius)


def _is_opening(widget: QWidget) -> bool:
    """Then nobody has pressed a key yet."""
    return bool(getattr(widget.window(), "opening", False))


def _comes_back(event: QFocusEvent) -> bool:
    """Another window or a menu has it for a while: here all stays as it is."""
    from PySide6.QtCore import Qt  # late: see numbers_of_qt

    reason = Qt.FocusReason
    return event.reason() in (reason.ActiveWindowFocusReason, reason.PopupFocusReason)


def _by_keyboard(event: QFocusEvent) -> bool:
    from PySide6.QtCore import Qt  # late: see numbers_of_qt

    reason = Qt.FocusReason
    by = {reason.TabFocusReason, reason.BacktabFocusReason, reason.ShortcutFocusReason}
    return event.reason() in by


class RingedButton(Ringed, QPushButton):
    def __init__(self, look: Look, words: str) -> None:
        super().__init__(words)
        self.look = look


class RingedToolButton(Ringed, QToolButton):
    def __init__(self, look: Look) -> None:
        super().__init__()
        self.look = look
