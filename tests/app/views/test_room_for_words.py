"""Every word has its room: each face, in each language, with large fonts, in small windows."""

from __future__ import annotations

import re

import pytest
from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QLabel,
    QScrollArea,
    QStyle,
    QStyleOptionComboBox,
    QWidget,
)

from app.views.gallery import SIZES, Style, dress
from app.views.gallery_scenes import scenes
from app.views.gallery_words import STRETCHED, speak
from contract.brand import Brand

SCENES = scenes()
STYLES = [
    Style("de"), Style("es"), Style(STRETCHED), Style("de", font=200), Style("es", font=200),
    Style(STRETCHED, "contrast", font=200),
]  # fmt: skip
"""English needs less room than itself stretched."""


@pytest.fixture(autouse=True)
def _undressed(qapp: QApplication, brand: Brand):
    yield
    dress(qapp, brand, Style("en"))


@pytest.mark.rule("APP-9")
@pytest.mark.parametrize("style", STYLES, ids=lambda style: style.name)
def test_nothing_is_cut_off_on_any_face_at_any_size(show, qapp, brand: Brand, style: Style) -> None:
    look = dress(qapp, brand, style)
    found = {}
    for scene in SCENES:
        shown = show(scene.picture, scene.screen, look)
        for size in SIZES:
            shown.window.resize(size)
            QApplication.processEvents()
            if lost := cut_off(shown.window):
                found[scene.name, size.width()] = lost
        shown.window.hide()
    assert found == {}


@pytest.mark.rule("APP-9")
def test_no_sentence_of_any_face_was_left_in_english(show, brand: Brand) -> None:
    speak(STRETCHED)
    for scene in SCENES:
        shown = show(scene.picture, scene.screen)
        plain = [words for words in shown.texts().splitlines() if left_in_english(words)]
        assert plain == [], scene.name
        shown.window.hide()


OWN_WORDS = re.compile(
    r"Memo Editor|Seatkeeper|Ada Lindqvist|Ben Okafor|English|Linux|Windows|macOS|Microscope"
    r"|\b(Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b|\b(November|December|February|UTC)\b"
    r"|“[^”]*”|[a-z.]+\.(com|example)\b"
    r"|^Licensed$|^Linux.*|^Debian.*"  # what support reads
    r"|https?://\S+|\S+@\S+|/\S+|[A-Z0-9-]{3,}\b|\.seatkeeper"
)
"""Names, dates, addresses and ids: no catalogue has them."""


def left_in_english(words: str) -> bool:
    return bool(re.search(r"(?<![^\W\d_])[A-Za-z]{3,}(?![^\W\d_])", OWN_WORDS.sub("", words)))


def cut_off(window: QWidget) -> list[str]:
    """What has not the room that it needs, in words."""
    lost = [f"{_said(w)}: {why}" for w in _with_words(window) if (why := _too_small(w))]
    areas = [a for a in window.findChildren(QScrollArea) if a.isVisible()]
    return lost + ["the page is wider than the window" for a in areas if _wider_than_shown(a)]


def _with_words(window: QWidget) -> list[QWidget]:
    kinds = (QLabel, QAbstractButton, QComboBox)
    shown = [w for w in window.findChildren(QWidget) if isinstance(w, kinds) and w.isVisible()]
    return [w for w in shown if _said(w)]


def _said(widget: QWidget) -> str:
    return widget.currentText() if isinstance(widget, QComboBox) else widget.text()


def _too_small(widget: QWidget) -> str:
    if _hidden_by_parent(widget):
        return "outside of what it lies in"
    if isinstance(widget, QLabel):
        return _label(widget)
    if isinstance(widget, QComboBox):
        return _choice(widget)
    needs = widget.sizeHint()
    return "" if needs.width() <= widget.width() + 1 and needs.height() <= widget.height() + 1 \
        else "the button is too small"  # fmt: skip


def _label(label: QLabel) -> str:
    if label.hasHeightForWidth() and label.heightForWidth(label.width()) > label.height() + 1:
        return "too low"
    room = label.contentsRect()
    if label.wordWrap():
        high = QRect(0, 0, room.width(), 10_000)
        lines = label.fontMetrics().boundingRect(high, Qt.TextFlag.TextWordWrap, label.text())
        return "a word is wider than its line" if lines.width() > room.width() + 1 else ""
    needs = label.fontMetrics().size(Qt.TextFlag.TextSingleLine, label.text())
    return "" if needs.boundedTo(room.size() + QSize(1, 1)) == needs else "too small"


def _choice(combo: QComboBox) -> str:
    """Beside the arrow; what is longer is elided and has its words as a tip."""
    option = QStyleOptionComboBox()
    combo.initStyleOption(option)
    style, part = QStyle.ComplexControl.CC_ComboBox, QStyle.SubControl.SC_ComboBoxEditField
    room = combo.style().subControlRect(style, option, part, combo)
    fits = combo.fontMetrics().horizontalAdvance(combo.currentText()) <= room.width()
    return "" if fits or combo.toolTip() else "the choice is too narrow"


def _hidden_by_parent(widget: QWidget) -> bool:
    """By what does not scroll."""
    above = widget.parentWidget()
    where = QRect(widget.mapTo(above, widget.rect().topLeft()), widget.size())
    return not above.rect().adjusted(-1, -1, 1, 1).contains(where)


def _wider_than_shown(area: QScrollArea) -> bool:
    return area.widget().width() > area.viewport().width()
