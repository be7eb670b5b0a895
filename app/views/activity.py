"""Whether somebody is there, on a shared computer: a key, a click, the wheel (APP-14).

The filter hears every event of the program, so it is there only while somebody is signed in on a
shared computer, and says what it heard now and then alone.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication

from app.license.events import PersonActive
from app.license.picture import Picture
from app.views.source import Source

SAID_EVERY_S = 20.0
SIGNS = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
        QEvent.Type.Drop,
    }
)


class Activity(QObject):
    def __init__(
        self, app: QApplication, keeper: Source, steady: Callable[[], float] = time.monotonic
    ) -> None:
        super().__init__()
        self._app, self._keeper, self._steady = app, keeper, steady
        self._said, self._listens = 0.0, False
        self._unsubscribe = keeper.subscribe(self._drawn)
        self._drawn(keeper.picture)

    def stop(self) -> None:
        self._unsubscribe()
        self._listen(False)

    def _drawn(self, picture: Picture) -> None:
        self._listen(picture.shared is not None and picture.shared.active is not None)

    def _listen(self, wanted: bool) -> None:
        if wanted == self._listens:
            return
        self._listens = wanted
        self._app.installEventFilter(self) if wanted else self._app.removeEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        if event.type() in SIGNS and self._steady() - self._said >= SAID_EVERY_S:
            self._said = self._steady()
            self._keeper.post(PersonActive())
        return False
