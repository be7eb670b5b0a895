"""Files that macOS hands over as events: a double click there is no word of the command line.

Listened for from the beginning: the file that a start is about comes with its first events.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QFileOpenEvent
from PySide6.QtWidgets import QApplication


class OpenedFiles(QObject):
    """Keeps what comes until somebody is there to take it."""

    def __init__(self, app: QApplication) -> None:
        super().__init__()
        self._app, self._kept = app, list[Path]()
        self._take: Callable[[tuple[Path, ...]], object] | None = None
        app.installEventFilter(self)

    def give_to(self, take: Callable[[tuple[Path, ...]], object]) -> None:
        self._take = take
        if self._kept:
            take(tuple(self._kept))
            self._kept.clear()

    def stop(self) -> None:
        self._app.removeEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        if not isinstance(event, QFileOpenEvent) or not event.file():
            return False
        path = Path(event.file())
        self._kept.append(path) if self._take is None else self._take((path,))
        return True
