"""Numbers that stand for names of Qt's: each is the one that Qt has under that name."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QScrollArea, QToolButton

from app.views.parts import numbers_of_qt as numbers


@pytest.mark.rule("APP-1")
def test_each_number_is_the_one_of_its_name(qtbot) -> None:
    label, button, area = QLabel("x"), QToolButton(), QScrollArea()
    for widget in (label, button, area):
        qtbot.addWidget(widget)
    numbers.show_plain(label)
    numbers.centre(label)
    numbers.set_words_beside(button)
    numbers.reach_by_keyboard(button)
    numbers.reach_by_keyboard(area, False)
    numbers.never_across(area)
    assert label.textFormat() is Qt.TextFormat.PlainText
    assert label.alignment() == Qt.AlignmentFlag.AlignHCenter
    assert button.toolButtonStyle() is Qt.ToolButtonStyle.ToolButtonTextBesideIcon
    assert button.focusPolicy() is Qt.FocusPolicy.StrongFocus
    assert area.focusPolicy() is Qt.FocusPolicy.NoFocus
    assert area.horizontalScrollBarPolicy() is Qt.ScrollBarPolicy.ScrollBarAlwaysOff
    assert Qt.TextFlag.TextWordWrap.value == numbers.WORD_WRAP
