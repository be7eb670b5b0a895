"""Each face, in each language: it is there, nothing is cut off, and it can be read aloud."""

from __future__ import annotations

import re

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QLabel, QLineEdit, QWidget

from app.language import LANGUAGES, Code, spoken
from app.license.face import Face, face
from app.views.gallery_scenes import Scene, scenes
from app.views.look import look_of, wear
from contract.brand import Brand

SCENES = scenes()
PRIMARY_AT_MOST = 1


def test_gallery_shows_each_of_the_faces() -> None:
    shown = {face(scene.picture) for scene in SCENES}
    assert set(Face) - shown == set()


@pytest.mark.rule("APP-9")
@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.name)
def test_face_shows_all_of_its_words(show, scene: Scene, code: Code) -> None:
    spoken.use(code)
    shown = show(scene.picture, scene.screen)
    shown.window.resize(QSize(900, 560))
    QApplication.processEvents()
    assert [label.text() for label in cut_off(shown.window)] == []


@pytest.mark.rule("APP-9")
def test_nothing_is_cut_off_at_twice_the_font(show, brand: Brand, qapp: QApplication) -> None:
    spoken.use("de")
    large, usual = (look_of(brand.tokens, dark=False, scale=scale) for scale in (2.0, 1.0))
    wear(qapp, large)
    cut = {}
    for scene in SCENES:
        shown = show(scene.picture, scene.screen, large)
        shown.window.resize(QSize(900, 560))
        QApplication.processEvents()
        if lost := [part.text() for part in cut_off(shown.window)]:
            cut[scene.name] = lost
        shown.window.hide()
    wear(qapp, usual)
    assert cut == {}


def cut_off(window: QWidget) -> list[QLabel | QAbstractButton]:
    """Labels that need more room than they have, and buttons narrower than their words."""
    labels = [w for w in window.findChildren(QLabel) if w.isVisible() and w.text()]
    buttons = [w for w in window.findChildren(QAbstractButton) if w.isVisible() and w.text()]
    too_low = [w for w in labels if w.hasHeightForWidth()
               and w.heightForWidth(w.width()) > w.height() + 1]  # fmt: skip
    too_narrow = [
        w for w in buttons if w.property("kind") and w.minimumSizeHint().width() > w.width()
    ]
    wide = [w for w in labels if not w.wordWrap() and w.sizeHint().width() > w.width() + 1]
    return [*too_low, *too_narrow, *wide]


@pytest.mark.rule("APP-9")
@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.name)
def test_everything_that_takes_the_keyboard_has_a_name(show, scene: Scene) -> None:
    shown = show(scene.picture, scene.screen)
    assert [repr(w) for w in focusable(shown.window) if not name_of(w)] == []


def focusable(window: QWidget) -> list[QWidget]:
    kinds = (QAbstractButton, QLineEdit, QComboBox)
    takes = Qt.FocusPolicy.TabFocus
    return [
        widget
        for widget in window.findChildren(QWidget)
        if widget.isVisible() and isinstance(widget, kinds) and widget.focusPolicy() & takes
    ]


def name_of(widget: QWidget) -> str:
    interface = QAccessible.queryAccessibleInterface(widget)
    return interface.text(QAccessible.Text.Name) if interface else ""


@pytest.mark.rule("APP-9")
def test_accessible_tree_has_no_button_without_a_name(show) -> None:
    for scene in SCENES:
        shown = show(scene.picture, scene.screen)
        nodes = list(walk(QAccessible.queryAccessibleInterface(shown.window)))
        nameless = [n for n in nodes if n.role() == QAccessible.Role.Button and visible(n)
                    and not n.text(QAccessible.Text.Name)]  # fmt: skip
        assert nameless == [], scene.name
        shown.window.hide()


def visible(node) -> bool:
    state = node.state()
    return not (state.invisible or state.offscreen)


def walk(node):
    yield node
    for number in range(node.childCount()):
        child = node.child(number)
        if child is not None and child.isValid():
            yield from walk(child)


@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.name)
def test_face_has_one_primary_action_at_most(show, scene: Scene) -> None:
    shown = show(scene.picture, scene.screen)
    buttons = [b for b in shown.window.findChildren(QAbstractButton) if b.isVisible()]
    primary = [b.text() for b in buttons if b.property("kind") == "primary"]
    assert len(primary) <= PRIMARY_AT_MOST


@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.name)
def test_screens_say_seat_and_computer_never_lease_or_binding(show, scene: Scene) -> None:
    said = show(scene.picture, scene.screen).texts().lower()
    assert re.findall(r"\b(?:leases?|bindings?|bound|lapsed?)\b", said) == []
