"""What a screen reader says of itself, without the keyboard being taken anywhere."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget


def announce(widget: QWidget, words: str, *, at_once: bool = False) -> None:
    """`at_once` breaks into what is being read: for what cannot wait."""
    if not words or not widget.window().isVisible():
        return
    from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent  # late: see numbers_of_qt

    if not QAccessible.isActive():
        return
    event = QAccessibleAnnouncementEvent(widget, words)
    manner = QAccessible.AnnouncementPoliteness
    event.setPoliteness(manner.Assertive if at_once else manner.Polite)
    QAccessible.updateAccessibility(event)
