"""A journey by the keyboard alone, before the real server: nobody touches a mouse (APP-9)."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QMenu, QWidget

from app.license.face import Face
from app.views.parts.ring import has_ring
from tests.app.test_window_with_the_server import Seat, sit_down, until
from tests.cast import ADA

__all__ = ["sit_down"]  # a fixture

pytestmark = [
    pytest.mark.asyncio,
    pytest.mark.django_db(transaction=True),
    pytest.mark.rule("APP-9"),
    pytest.mark.qt_log_ignore("This plugin does not support", extend=True),
]
Key = Qt.Key
MOST_TABS = 30


class Keyboard:
    """Presses keys where the focus is, and sees that it can be seen."""

    def __init__(self, seat: Seat) -> None:
        self.window = seat.window

    @property
    def focus(self) -> QWidget:
        QApplication.processEvents()
        found = self.window.focusWidget()
        assert found is not None
        assert found.isVisible()
        return found

    def press(self, key: Key) -> None:
        menu = QApplication.activePopupWidget()
        if menu is None and not self.window.isActiveWindow():
            self.window.activateWindow()  # as a window manager does once a menu has closed
        QTest.keyClick(menu or self.focus, key)

    def type(self, words: str) -> None:
        QTest.keyClicks(self.focus, words)

    def tab_to(self, name: str) -> None:
        for _ in range(MOST_TABS):
            if called(self.focus) == name:
                return
            self.press(Key.Key_Tab)
            assert is_seen(self.focus), called(self.focus)
        pytest.fail(f"no way to {name} by Tab")

    def choose(self, words: str) -> None:
        """From the menu that hangs open, by the arrows."""
        menu = QApplication.activePopupWidget()
        assert isinstance(menu, QMenu)
        for _ in menu.actions():
            self.press(Key.Key_Down)
            active = menu.activeAction()
            if active is not None and active.text() == words:
                return self.press(Key.Key_Right if active.menu() else Key.Key_Return)
        return pytest.fail(f"no way to {words} by the arrows")


def called(widget: QWidget) -> str:
    return widget.accessibleName() or getattr(widget, "text", lambda: "")()


def is_seen(widget: QWidget) -> bool:
    """Fields have a wider border of their own while they have the keyboard."""
    return isinstance(widget, QLineEdit | QComboBox) or has_ring(widget) or _is_choice(widget)


def _is_choice(widget: QWidget) -> bool:
    return widget.inherits("QCheckBox")


async def test_sign_in_reserve_return_and_log_out_without_a_mouse(sit_down) -> None:
    ada = sit_down("ada/1")
    keys = Keyboard(ada)
    await ada.says("Sign in to")
    keys.tab_to("Email")
    keys.type(ADA.email)
    keys.press(Key.Key_Return)  # on to the password
    assert called(keys.focus) == "Password"
    keys.type(ADA.password)
    keys.press(Key.Key_Return)
    await ada.says("You have a seat")

    keys.tab_to("Show License Info")
    keys.press(Key.Key_Return)
    await ada.says("Offline availability")
    keys.tab_to("Period")
    keys.press(Key.Key_Down)
    keys.tab_to("Extend")
    keys.press(Key.Key_Space)
    await until(lambda: ada.face is Face.RESERVED)
    await until(lambda: bool(ada.buttons("Return early")))
    keys.tab_to("Return early")
    keys.press(Key.Key_Return)
    await until(lambda: ada.face is Face.OWNER)
    await until(lambda: ada.desk.picture.work is None)
    keys.press(Key.Key_Escape)
    await ada.says("It stays yours until you log out.")

    keys.tab_to(f"Menu of {ADA.name}")
    keys.press(Key.Key_Return)
    keys.choose("Language")
    keys.choose("Deutsch")
    await ada.says("Sie haben einen Platz")
    keys.tab_to(f"Menü von {ADA.name}")
    keys.press(Key.Key_Space)
    keys.choose("Abmelden und neu starten")
    await ada.says("Sie sind auf diesem Computer abgemeldet.")
    await ada.close()


async def test_escape_closes_menu_and_page_and_keeps_the_face(sit_down) -> None:
    ada = sit_down("ada/1")
    keys = Keyboard(ada)
    await ada.sign_in(ADA)
    await ada.says("You have a seat")
    keys.tab_to(f"Menu of {ADA.name}")
    keys.press(Key.Key_Return)
    assert QApplication.activePopupWidget() is not None
    keys.press(Key.Key_Escape)
    assert QApplication.activePopupWidget() is None
    keys.tab_to("Show License Info")
    keys.press(Key.Key_Return)
    await ada.says("License info")
    keys.press(Key.Key_Escape)
    await ada.says("It stays yours until you log out.")
    await ada.close()
