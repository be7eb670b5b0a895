"""The ring around what has the keyboard: shown to who uses the keyboard, not after a click."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QPushButton, QToolButton, QWidget

BY_KEYBOARD = {
    Qt.FocusReason.TabFocusReason,
    Qt.FocusReason.BacktabFocusReason,
    Qt.FocusReason.ShortcutFocusReason,
}


def show_ring(widget: QWidget, shown: bool) -> None:
    widget.setProperty("ring", "true" if shown else "false")
    widget.style().unpolish(widget)
    widget.style().polish(widget)
    widget.update()


def has_ring(widget: QWidget | None) -> bool:
    return widget is not None and widget.property("ring") == "true"


class RingedButton(QPushButton):
    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        show_ring(self, event.reason() in BY_KEYBOARD)
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        show_ring(self, False)
        super().focusOutEvent(event)


class RingedToolButton(QToolButton):
    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        show_ring(self, event.reason() in BY_KEYBOARD)
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        show_ring(self, False)
        super().focusOutEvent(event)
