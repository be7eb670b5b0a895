"""A tray that is there, goes and comes back as a test says, and keeps what was put into it."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QMenu, QSystemTrayIcon

from app.views.messages import Message
from app.views.teller import Clicked


class FakeIcon(QObject):
    """In place of a QSystemTrayIcon."""

    activated = Signal(QSystemTrayIcon.ActivationReason)
    messageClicked = Signal()  # noqa: N815 - Qt's name

    def __init__(self) -> None:
        super().__init__()
        self.pictures: list[QIcon] = []
        self.tips: list[str] = []
        self.said: list[tuple[str, str]] = []
        self.visible = False
        self.menu: QMenu | None = None

    def setIcon(self, icon: QIcon) -> None:  # noqa: N802 - Qt's name, as the others
        self.pictures.append(icon)

    def icon(self) -> QIcon:
        return self.pictures[-1]

    def setToolTip(self, tip: str) -> None:  # noqa: N802
        self.tips.append(tip)

    def setContextMenu(self, menu: QMenu) -> None:  # noqa: N802
        self.menu = menu

    def show(self) -> None:
        self.visible = True

    def hide(self) -> None:
        self.visible = False

    def showMessage(self, title: str, words: str, _icon: QIcon, _ms: int) -> None:  # noqa: N802
        self.said.append((title, words))

    # --- what a person sees and does ---------------------------------------------------------

    def lines(self) -> list[str]:
        assert self.menu is not None
        return [action.text() for action in self.menu.actions()]

    def choose(self, words: str) -> None:
        assert self.menu is not None
        (action,) = [action for action in self.menu.actions() if action.text() == words]
        assert action.isEnabled(), words
        action.trigger()


class FakeTray:
    """What Qt knows of trays: whether one is there, and how an icon is made."""

    def __init__(self, *, there: bool = True) -> None:
        self.there = there
        self.icons: list[FakeIcon] = []

    def is_there(self) -> bool:
        return self.there

    def make(self) -> FakeIcon:
        self.icons.append(FakeIcon())
        return self.icons[-1]

    @property
    def icon(self) -> FakeIcon:
        return self.icons[-1]


class FakeNotices:
    """The desktop's own notices, found or not when they are looked for."""

    def __init__(self, *, there: bool = True) -> None:
        self._has, self.there, self.seeking = there, False, False
        self.said: list[Message] = []
        self._clicked: list[Clicked] = []
        self._found: list[Clicked] = []

    def seek(self, found: Clicked) -> None:
        if not self.there and not self._found:
            self.seeking = True
            self._found.append(found)

    def answer(self) -> None:
        """What was looked for has been found, or not."""
        self.there, self.seeking = self._has, False
        self._found[0]()

    def say(self, message: Message, clicked: Clicked) -> None:
        self.said.append(message)
        self._clicked.append(clicked)

    def click(self) -> None:
        self._clicked[-1]()

    async def close(self) -> None:
        self.there = False
