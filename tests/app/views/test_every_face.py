"""Each face: it is there, it can be read aloud, and it says one clear next step."""

from __future__ import annotations

import re

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLineEdit, QWidget

from app.license.face import Face, face
from app.views.gallery_scenes import Scene, scenes

SCENES = scenes()
PRIMARY_AT_MOST = 1


def test_gallery_shows_each_of_the_faces() -> None:
    shown = {face(scene.picture) for scene in SCENES}
    assert set(Face) - shown == set()


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
