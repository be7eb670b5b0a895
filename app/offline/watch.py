"""Tells when a stick was plugged in or pulled out, while somebody waits for a file on one.

On Linux the system says it, and nothing wakes up in between; elsewhere it is looked at each two
seconds.
"""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QSocketNotifier, QTimer

from app.license.keeper import Keeper
from app.license.picture import Picture, Requested
from app.offline import volumes
from app.offline.volumes import Volume

LOOK_EVERY_MS = 2000


class SticksWatched:
    """`changed` is called once when it begins to watch, and with each stick that comes or goes."""

    def __init__(self, changed: Callable[[], None]) -> None:
        self._changed = changed
        self._before: tuple[Volume, ...] | None = None
        self._source: _Told | _Asked | None = None

    def watch(self, wanted: bool) -> None:
        if wanted and self._source is None:
            self._source = _Told(self._look) if _can_be_told() else _Asked(self._look)
            self._look()
        elif not wanted and self._source is not None:
            self._source.end()
            self._source, self._before = None, None

    def _look(self) -> None:
        now = volumes.sticks()
        if now != self._before:
            self._before = now
            self._changed()


def follow(keeper: Keeper, changed: Callable[[], None]) -> Callable[[], None]:
    """Watch as long as a request waits; returns how to stop that."""
    watched = SticksWatched(changed)

    def drawn(picture: Picture) -> None:
        watched.watch(isinstance(picture.air, Requested))

    unsubscribe = keeper.subscribe(drawn)
    drawn(keeper.picture)

    def stop() -> None:
        unsubscribe()
        watched.watch(False)

    return stop


def _can_be_told() -> bool:
    return sys.platform == "linux" and Path(volumes.MOUNTS).exists()


class _Told:
    """The kernel marks its table of mounts as an exception of the file whenever it changes."""

    def __init__(self, look: Callable[[], None]) -> None:
        self._file = os.open(volumes.MOUNTS, os.O_RDONLY | os.O_CLOEXEC)
        self._notifier = QSocketNotifier(self._file, QSocketNotifier.Type.Exception)
        self._notifier.activated.connect(lambda *_said: self._read(look))

    def _read(self, look: Callable[[], None]) -> None:
        with contextlib.suppress(OSError):
            os.lseek(self._file, 0, os.SEEK_SET)
            os.read(self._file, 1)
        look()

    def end(self) -> None:
        self._notifier.setEnabled(False)
        os.close(self._file)


class _Asked:
    def __init__(self, look: Callable[[], None]) -> None:
        self._timer = QTimer(interval=LOOK_EVERY_MS)
        self._timer.timeout.connect(look)
        self._timer.start()

    def end(self) -> None:
        self._timer.stop()
