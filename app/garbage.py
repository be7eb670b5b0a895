"""Garbage is collected in the window's thread alone.

Python collects cycles in whatever thread happens to make objects; a widget that dies in the thread
of a file or of a name server takes the program with it. So the collector is switched off, and run
by a timer where the widgets live.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

EVERY_MS = 5000
"""Seldom, so that an idle desktop hardly wakes; a busy one makes little garbage in that time."""


class Garbage(QObject):
    """Made in the window's thread, before other threads begin; kept as long as the program."""

    def __init__(self) -> None:
        super().__init__()
        gc.disable()
        self._timer = QTimer(self)
        self._timer.timeout.connect(collect)
        self._timer.start(EVERY_MS)


def collect() -> None:
    """The generations that are due, by the collector's own thresholds."""
    for generation in (2, 1, 0):
        if gc.get_count()[generation] > gc.get_threshold()[generation]:
            gc.collect(generation)
            return
