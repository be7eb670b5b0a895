"""A journey by the keyboard alone, before the real server: nobody touches a mouse (APP-9)."""

from __future__ import annotations

import asyncio

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCheckBox, QComboBox, QLineEdit, QMenu, QWidget

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
    """Presses keys where the focus is, and sees that it can be seen.

    It waits in the loop and never asks Qt to go on from within: a task that Qt wakes inside
    another task loses its turn for ever.
    """

    def __init__(self, seat: Seat) -> None:
        self.window = seat.window

    async def focus(self) -> QWidget:
        await turns()  # what was just laid out is shown then
        await until(lambda: self._focus() is not None)
        found = self._focus()
        assert found is not None
        return found

    def _focus(self) -> QWidget | None:
        found = self.window.focusWidget()
        return found if found is not None and found.isVisible() else None

    async def press(self, key: Key) -> None:
        await turns()  # a menu that closes takes the window's activity with it
        menu = QApplication.activePopupWidget()
        if menu is None and not self.window.isActiveWindow():
            self.window.activateWindow()  # as a window manager does then
            await until(self.window.isActiveWindow)
        QTest.keyClick(menu or await self.focus(), key)

    async def type(self, words: str) -> None:
        QTest.keyClicks(await self.focus(), words)

    async def tab_to(self, name: str) -> None:
        for _ in range(MOST_TABS):
            if called(await self.focus()) == name:
                return
            await self.press(Key.Key_Tab)
            await until(lambda: is_seen(self._focus()))
        pytest.fail(f"no way to {name} by Tab")

    async def choose(self, words: str) -> None:
        """From the menu that hangs open, by the arrows."""
        menu = QApplication.activePopupWidget()
        assert isinstance(menu, QMenu)
        for _ in menu.actions():
            await self.press(Key.Key_Down)
            active = menu.activeAction()
            if active is not None and active.text() == words:
                await self.press(Key.Key_Right if active.menu() else Key.Key_Return)
                return
        pytest.fail(f"no way to {words} by the arrows")


async def turns() -> None:
    """What Qt and the loop had before them is done."""
    for _ in range(5):
        await asyncio.sleep(0)


def called(widget: QWidget) -> str:
    return widget.accessibleName() or getattr(widget, "text", lambda: "")()


def is_seen(widget: QWidget | None) -> bool:
    """Fields have a wider border of their own while they have the keyboard."""
    of_its_own = isinstance(widget, QLineEdit | QComboBox | QCheckBox)
    return of_its_own or (widget is not None and has_ring(widget))


async def test_sign_in_reserve_return_and_log_out_without_a_mouse(sit_down) -> None:
    ada = sit_down("ada/1")
    keys = Keyboard(ada)
    await ada.says("Sign in to")
    await keys.tab_to("Email")
    await keys.type(ADA.email)
    await keys.press(Key.Key_Return)  # on to the password
    assert called(await keys.focus()) == "Password"
    await keys.type(ADA.password)
    await keys.press(Key.Key_Return)
    await ada.says("You have a seat")

    await keys.tab_to("Show License Info")
    await keys.press(Key.Key_Return)
    await ada.says("Offline availability")
    await keys.tab_to("Period")
    await keys.press(Key.Key_Down)
    await keys.tab_to("Extend")
    await keys.press(Key.Key_Space)
    await until(lambda: ada.face is Face.RESERVED)
    await until(lambda: bool(ada.buttons("Return early")))
    await keys.tab_to("Return early")
    await keys.press(Key.Key_Return)
    await until(lambda: ada.face is Face.OWNER)
    await until(lambda: ada.desk.picture.work is None)
    await keys.press(Key.Key_Escape)
    await ada.says("It stays yours until you log out.")

    await keys.tab_to(f"Menu of {ADA.name}")
    await keys.press(Key.Key_Return)
    await keys.choose("Language")
    await keys.choose("Deutsch")
    await ada.says("Sie haben einen Platz")
    await keys.tab_to(f"Menü von {ADA.name}")
    await keys.press(Key.Key_Space)
    await keys.choose("Abmelden und neu starten")
    await ada.says("Sie sind auf diesem Computer abgemeldet.")
    await ada.close()


async def test_escape_closes_menu_and_page_and_keeps_the_face(sit_down) -> None:
    ada = sit_down("ada/1")
    keys = Keyboard(ada)
    await ada.sign_in(ADA)
    await ada.says("You have a seat")
    await keys.tab_to(f"Menu of {ADA.name}")
    await keys.press(Key.Key_Return)
    assert QApplication.activePopupWidget() is not None
    await keys.press(Key.Key_Escape)
    assert QApplication.activePopupWidget() is None
    await keys.tab_to("Show License Info")
    await keys.press(Key.Key_Return)
    await ada.says("License info")
    await keys.press(Key.Key_Escape)
    await ada.says("It stays yours until you log out.")
    await ada.close()
