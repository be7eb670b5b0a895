"""Text by its role. All of it is plain: nothing that came from elsewhere is ever read as markup."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from app.views.parts.numbers_of_qt import (
    ALIGN_H_CENTER,
    WORD_WRAP,
    centre,
    show_plain,
)

Role = Literal[
    "display", "title", "heading", "lead", "body", "strong", "muted", "small", "label", "error",
    "code", "brand",
]  # fmt: skip


def text(words: str, role: Role = "body", *, centred: bool = False, wrap: bool = True) -> QLabel:
    label = Balanced(words) if centred and wrap else QLabel(words)
    show_plain(label)
    label.setWordWrap(wrap)
    label.setProperty("role", role)
    policy = label.sizePolicy()
    policy.setHorizontalPolicy(QSizePolicy.Policy.Preferred)
    policy.setHeightForWidth(wrap)
    label.setSizePolicy(policy)
    if centred:
        centre(label)
    return label


class Balanced(QLabel):
    """Centred text whose lines are about equally long: no single word on the last one."""

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        spare = max(0, self.width() - self._narrowest(self.width())) // 2
        if self.contentsMargins().left() != spare:
            self.setContentsMargins(spare, 0, spare, 0)
        super().resizeEvent(event)

    def heightForWidth(self, width: int) -> int:  # noqa: N802 - Qt's name
        return self._height(width)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return QSize(0, super().minimumSizeHint().height())

    def _narrowest(self, width: int) -> int:
        """The least width at which the text has no more lines than at this one."""
        line = self.fontMetrics().horizontalAdvance(self.text())
        if line < width:
            return line + 4  # whatever is rounded, it stays one
        height, low, high = self._height(width), width // 2, width
        while high - low > 4:
            middle = (low + high) // 2
            low, high = (low, middle) if self._height(middle) <= height else (middle, high)
        return high

    def _height(self, width: int) -> int:
        room = QRect(0, 0, width, 10_000)
        wrapped = self.fontMetrics().boundingRect(room, WORD_WRAP | ALIGN_H_CENTER, self.text())
        return wrapped.height()


def selectable(words: str, role: Role = "body") -> QLabel:
    """Text to be marked and copied with the mouse: an id, a path, an address."""
    from PySide6.QtCore import Qt  # late, as everywhere: see numbers_of_qt

    label = text(words, role)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    label.setCursor(Qt.CursorShape.IBeamCursor)
    return label


def keep_room(widget: QWidget) -> None:
    """Hidden, it goes on taking its place: nothing jumps when it comes."""
    policy = widget.sizePolicy()
    policy.setRetainSizeWhenHidden(True)
    widget.setSizePolicy(policy)
