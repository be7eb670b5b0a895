"""Tells what `app/license/telling.py` decides: over the desktop's own notices, else the tray.

Without either it waits, and the window's entry in the task bar asks to be looked at.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication

from app.license.events import WarningsTold
from app.license.picture import Picture
from app.license.telling import News, Told, hears_of_warnings, tell, waits_untold
from app.views.messages import Message, message
from app.views.source import Source
from app.views.window import Window

Clicked = Callable[[], None]


class Way(Protocol):
    """The tray, or the desktop's notices."""

    @property
    def there(self) -> bool: ...

    def say(self, message: Message, clicked: Clicked) -> None: ...


class Sought(Way, Protocol):
    """A way that has to be found first, when there is something to say."""

    @property
    def seeking(self) -> bool: ...

    def seek(self, found: Callable[[], None]) -> None: ...


class Teller(QObject):
    def __init__(
        self, app: QApplication, window: Window, keeper: Source, tray: Way, own: Sought | None
    ) -> None:
        super().__init__()
        self._app, self._window, self._keeper = app, window, keeper
        self._tray, self._own = tray, own
        self._told = Told()
        self._unsubscribe = keeper.subscribe(self._changed)
        app.focusWindowChanged.connect(self.look)
        self.look()

    def stop(self) -> None:
        self._unsubscribe()
        self._app.focusWindowChanged.disconnect(self.look)

    def _changed(self, _picture: Picture) -> None:
        self.look()

    def look(self) -> None:
        """At the picture, at whoever looks, and at the ways there are."""
        picture, looked_at = self._keeper.picture, is_looked_at(self._window)
        if not looked_at and waits_untold(self._told, picture) and self._is_seeking():
            return
        way = self._way()
        before = self._told
        self._told, news = tell(self._told, picture, looked_at=looked_at, can_tell=way is not None)
        for one in sorted(news, key=repr):
            self._say(one, way)
        if hears_of_warnings(before, self._told):
            self._keeper.post(WarningsTold())
        if way is None and waits_untold(self._told, picture):
            self._app.alert(self._window)  # says so to whoever looks at the task bar

    def _is_seeking(self) -> bool:
        """Whether the desktop's own notices are being looked for; begun when first wanted."""
        if self._own is None:
            return False
        self._own.seek(self.look)
        return self._own.seeking

    def _way(self) -> Way | None:
        ways: tuple[Way | None, ...] = (self._own, self._tray)
        return next((way for way in ways if way is not None and way.there), None)

    def _say(self, news: News, way: Way | None) -> None:
        assert way is not None
        said = message(news, self._window.seen())
        way.say(said, lambda: self._open(said))

    def _open(self, said: Message) -> None:
        self._window.bring_up()
        self._window.go(said.page)


def is_looked_at(window: Window) -> bool:
    return window.isVisible() and not window.isMinimized() and window.isActiveWindow()
