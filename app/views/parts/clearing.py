"""Drawing a page anew in place: what was there goes, the keyboard stays where it was."""

from __future__ import annotations

from msgspec import Struct
from PySide6.QtWidgets import QAbstractButton, QLayout, QWidget

from app.views.parts.ring import give_keyboard, has_ring

GONE = "gone"


class Keyboard(Struct, frozen=True):
    """Which widget had it, by what it is called; and whether it was shown."""

    name: str = ""
    ring: bool = False


def empty(layout: QLayout) -> None:
    """Take everything out; hidden at once, deleted when nothing uses it any more."""
    while (item := layout.takeAt(0)) is not None:
        if widget := item.widget():
            widget.hide()
            widget.setProperty(GONE, True)  # still a child, maybe the one being clicked
            widget.deleteLater()
        elif inner := item.layout():
            empty(inner)


def keyboard_in(page: QWidget) -> Keyboard:
    focus = page.window().focusWidget()
    if focus is None or not page.isAncestorOf(focus):
        return Keyboard()
    return Keyboard(called(focus), has_ring(focus))


def give_back(page: QWidget, keyboard: Keyboard) -> bool:
    """To the widget of the same name, if there still is one."""
    for widget in page.findChildren(QWidget):
        if keyboard.name and called(widget) == keyboard.name and not _is_gone(widget, page):
            give_keyboard(widget, shown=keyboard.ring)
            return True
    return False


def _is_gone(widget: QWidget, page: QWidget) -> bool:
    """Taken out, by itself or with what it lies in."""
    above: QWidget | None = widget
    while above is not None and above is not page:
        if above.property(GONE):
            return True
        above = above.parentWidget()
    return False


def called(widget: QWidget) -> str:
    from PySide6.QtCore import Qt  # late: nothing is cleared before the first paint

    if widget.focusPolicy() is Qt.FocusPolicy.NoFocus:
        return ""
    words = widget.text() if isinstance(widget, QAbstractButton) else ""
    return widget.accessibleName() or words
