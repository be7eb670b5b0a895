"""A window before a still picture: what it shows, and what it asks for."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget

from app.language import spoken
from app.license.picture import Picture
from app.settings import SettingsFile
from app.views.acts import Screen
from app.views.gallery_scenes import AT
from app.views.look import RESOURCES, Look, look_of, wear
from app.views.source import Still
from app.views.window import Window
from contract.brand import Brand, read_brand
from tools.messages import compile_catalogs


@pytest.fixture(scope="session", autouse=True)
def _catalogues() -> None:
    compile_catalogs()


@pytest.fixture(autouse=True)
def _qt_objects_die_in_their_own_thread() -> None:
    """There is one thread here: nothing needs to be collected after each of these many tests."""


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    spoken.use("en")
    yield
    spoken.use("en")


@pytest.fixture(scope="session")
def brand() -> Brand:
    return read_brand((RESOURCES / "brand.toml").read_text("utf-8"))


@pytest.fixture(scope="session")
def look(qapp: QApplication, brand: Brand) -> Look:
    made = look_of(brand.tokens, dark=False)
    wear(qapp, made)
    return made


class Shown:
    """The window, and the still picture that it draws."""

    def __init__(self, window: Window, still: Still) -> None:
        self.window, self.still = window, still

    def texts(self) -> str:
        QApplication.processEvents()  # what was just laid out is shown then
        parts = [w for kind in (QLabel, QPushButton) for w in self.window.findChildren(kind)]
        return "\n".join(part.text() for part in parts if part.isVisible())

    def button(self, words: str) -> QWidget:
        QApplication.processEvents()
        found = [b for b in self.window.findChildren(QPushButton)
                 if b.text() == words and b.isVisible()]  # fmt: skip
        assert len(found) == 1, f"{words!r}: {len(found)} buttons in\n{self.texts()}"
        return found[0]

    def press(self, words: str) -> None:
        self.button(words).click()


@pytest.fixture
def show(qtbot, brand: Brand, look: Look, tmp_path: Path) -> Iterator[Callable[..., Shown]]:
    windows: list[Window] = []

    def show_picture(picture: Picture, screen: Screen = Screen.FACE, worn: Look = look) -> Shown:
        still = Still(picture)
        window = Window(
            still, brand, worn, now=lambda: AT, settings=SettingsFile(tmp_path), logs=tmp_path
        )
        windows.append(window)
        window.resize(960, 700)
        window.go(screen)
        window.show()
        return Shown(window, still)

    yield show_picture
    for window in windows:
        window.hide()
        window.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)  # no loop runs that would
