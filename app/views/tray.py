"""The icon in the tray, where there is a tray: it may be there later, go, and come back.

A thin view: what it shows is a value of `tray_words.py`. Made after the first paint (APP-1).
"""

from __future__ import annotations

import sys
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QMenu, QSystemTrayIcon

from app.license.picture import Picture
from app.views.look import Look
from app.views.messages import Message
from app.views.source import Source
from app.views.tray_icon import tray_icon
from app.views.tray_words import Item, Shown, TrayAct, shown
from app.views.window import Window

LOOK_EVERY_MS = 10_000
"""Nothing tells when a tray comes, nor that theme or language changed; a look costs little."""

SHOWN_FOR_MS = 10_000


class Tray(QObject):
    """Draws whenever the picture changes; does nothing at all where there is no tray."""

    def __init__(
        self,
        window: Window,
        keeper: Source,
        *,
        is_there: Callable[[], bool] = QSystemTrayIcon.isSystemTrayAvailable,
        make: Callable[[], QSystemTrayIcon] = QSystemTrayIcon,
    ) -> None:
        super().__init__()
        self._window, self._is_there, self._make = window, is_there, make
        self.came: Callable[[], None] = lambda: None
        self._icon: QSystemTrayIcon | None = None
        self._menu: QMenu | None = None
        self._drawn: tuple[Shown, Look] | None = None
        self._said: Callable[[], None] = lambda: None
        self._unsubscribe = keeper.subscribe(self._changed)
        self._timer = QTimer(self, interval=LOOK_EVERY_MS)
        self._timer.timeout.connect(self.look)
        self._timer.start()
        self.look()

    @property
    def there(self) -> bool:
        return self._icon is not None

    def stop(self) -> None:
        self._timer.stop()
        self._unsubscribe()
        self._take_away()

    def say(self, message: Message, clicked: Callable[[], None]) -> None:
        if self._icon is not None:
            self._said = clicked
            self._icon.showMessage(message.title, message.words, self._icon.icon(), SHOWN_FOR_MS)

    # --- there or not ------------------------------------------------------------------------

    def look(self) -> None:
        """Is there a tray now? Qt lets an icon that was made before one came lie in the void."""
        there = self._is_there()
        if there and self._icon is None:
            self._put_up()
            self.came()
        elif not there:
            self._take_away()
        else:
            self._draw()

    def _put_up(self) -> None:
        self._icon, self._menu, self._drawn = self._make(), QMenu(), None
        self._menu.aboutToShow.connect(self._draw)  # the language may be another one
        self._icon.setContextMenu(self._menu)
        self._icon.activated.connect(self._activated)
        self._icon.messageClicked.connect(lambda: self._said())
        self._draw()
        self._icon.show()

    def _take_away(self) -> None:
        if self._icon is None or self._menu is None:
            return
        self._icon.hide()
        self._icon.deleteLater()
        self._menu.deleteLater()
        self._icon = self._menu = None

    # --- drawing -----------------------------------------------------------------------------

    def _changed(self, _picture: Picture) -> None:
        self._draw()

    def _draw(self) -> None:
        if self._icon is None:
            return
        now, look = shown(self._window.seen()), self._window.look
        if (now, look) == self._drawn:
            return
        before, self._drawn = self._drawn, (now, look)
        if before is None or (before[0].sign, before[1]) != (now.sign, look):
            self._icon.setIcon(tray_icon(now.sign, look))
        self._icon.setToolTip(now.tip)
        self._fill(now)

    def _fill(self, now: Shown) -> None:
        assert self._menu is not None
        self._menu.clear()
        for item in now.items:
            self._add(self._menu, item)

    def _add(self, menu: QMenu, item: Item) -> None:
        if not item.words:
            menu.addSeparator()
            return
        action = menu.addAction(item.words.replace("&", "&&"))
        action.setEnabled(item.act is not None)
        action.triggered.connect(lambda: self._perform(item))

    # --- acts --------------------------------------------------------------------------------

    def _activated(self, reason: QSystemTrayIcon.ActivationReason) -> None:
        """A click brings the window up; where a click opens the menu, the menu has it."""
        if reason is QSystemTrayIcon.ActivationReason.Trigger and sys.platform != "darwin":
            self._window.bring_up()

    def _perform(self, item: Item) -> None:
        """What comes of it stands in the window."""
        if item.act is TrayAct.QUIT:
            self._window.close()
            return
        self._window.bring_up()
        if item.act is not None and not isinstance(item.act, TrayAct):
            self._window.hands.perform(item.act)
