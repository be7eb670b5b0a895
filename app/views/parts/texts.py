"""Text by its role. All of it is plain: nothing that came from elsewhere is ever read as markup."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QSizePolicy

Role = Literal[
    "display", "title", "heading", "lead", "body", "strong", "muted", "small", "label", "error",
    "code", "brand",
]  # fmt: skip


def text(words: str, role: Role = "body", *, centred: bool = False, wrap: bool = True) -> QLabel:
    label = QLabel(words)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(wrap)
    label.setProperty("role", role)
    policy = label.sizePolicy()
    policy.setHorizontalPolicy(QSizePolicy.Policy.Preferred)
    policy.setHeightForWidth(wrap)
    label.setSizePolicy(policy)
    if centred:
        label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
    return label


def selectable(words: str, role: Role = "body") -> QLabel:
    """Text to be marked and copied with the mouse: an id, a path, an address."""
    label = text(words, role)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    label.setCursor(Qt.CursorShape.IBeamCursor)
    return label
