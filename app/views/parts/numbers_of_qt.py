"""Settings of widgets that a first paint needs, by the numbers of Qt.

The first use of any name of `QtCore.Qt` makes all 130 of its enumerations, which takes as long as
a whole face (11 ms). Qt takes a property's value as a number, too; its numbers are part of its
binary form and do not change. A test compares each with its name.
"""

from __future__ import annotations

from PySide6.QtWidgets import QLabel, QScrollArea, QToolButton, QWidget

PLAIN_TEXT = 0
ALIGN_H_CENTER = 0x0004
WORD_WRAP = 0x1000
NO_FOCUS, STRONG_FOCUS = 0, 11
TEXT_BESIDE_ICON = 2
NEVER = 1


def show_plain(label: QLabel) -> None:
    label.setProperty("textFormat", PLAIN_TEXT)


def centre(label: QLabel) -> None:
    label.setProperty("alignment", ALIGN_H_CENTER)


def reach_by_keyboard(widget: QWidget, reached: bool = True) -> None:
    """Or not, where `reached` is false; a click brings the keyboard along."""
    widget.setProperty("focusPolicy", STRONG_FOCUS if reached else NO_FOCUS)


def set_words_beside(button: QToolButton) -> None:
    button.setProperty("toolButtonStyle", TEXT_BESIDE_ICON)


def never_across(area: QScrollArea) -> None:
    """It scrolls down alone."""
    area.setProperty("horizontalScrollBarPolicy", NEVER)
