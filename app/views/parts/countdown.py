"""How long something is still held: minutes and seconds, counted down each second."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QFrame

from app.language import ngettext
from app.views.look import Look
from app.views.parts.announcing import announce
from app.views.parts.layouts import row, surface
from app.views.parts.marks import symbol
from app.views.parts.texts import text

LAST_CALL = timedelta(minutes=1)


class Countdown(QFrame):
    """Read out when it appears and once more a minute before the end, not each second."""

    def __init__(self, look: Look, until: datetime, now: Callable[[], datetime]) -> None:
        super().__init__()
        self._until, self._now = until, now
        self._called = self.left <= LAST_CALL
        self._shown = text("", "code", wrap=False)
        line = row(symbol(look, "clock", "muted", 20), self._shown, gap=10)
        box = row(surface("well", line, (18, 8)))
        self.setLayout(box)
        self._second = QTimer(self, interval=1000)
        self._second.timeout.connect(self.draw)
        self._second.start()
        self.draw()

    @property
    def left(self) -> timedelta:
        return max(timedelta(0), self._until - self._now())

    def draw(self) -> None:
        minutes, seconds = divmod(round(self.left.total_seconds()), 60)
        self._shown.setText(f"{minutes}:{seconds:02d}")
        words = ngettext("{n} minute left", "{n} minutes left", minutes + (seconds > 0))
        self._shown.setAccessibleName(words)
        if not self._called and self.left <= LAST_CALL:
            self._called = True
            announce(self, words)
