"""Files that were opened or dropped together: each is judged, and what came of it told, in turn.

One at a time, since a person's newest wish takes the place of the one that waits (`wishes.py`).
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Sequence
from pathlib import Path

from app.license.events import FileOpened
from app.license.keeper import Keeper
from app.license.picture import Intent, Picture

READ_S = 6.0
"""For a sentence to be read, before the next file's answer takes its place."""


class FilesInTurn:
    """Give it files by `open`, from the thread of the keeper's loop."""

    def __init__(self, keeper: Keeper, pause: float = READ_S) -> None:
        self._keeper, self._pause = keeper, pause
        self._waiting: deque[Path] = deque()
        self._posted = False  # and not yet begun
        self._timer: asyncio.TimerHandle | None = None
        self._unsubscribe = keeper.subscribe(self._look)

    def open(self, paths: Sequence[Path]) -> None:
        """The first at once, whatever was said before; those that follow wait for their turn."""
        is_free = not (self._waiting or self._posted or _is_judged(self._keeper.picture))
        self._waiting.extend(paths)
        if is_free:
            self._next()

    def stop(self) -> None:
        self._unsubscribe()
        self._forget_timer()

    def _look(self, picture: Picture) -> None:
        if _is_judged(picture):
            self._posted = False
        elif self._waiting and not self._posted:
            self._wait_or_go_on(picture)

    def _wait_or_go_on(self, picture: Picture) -> None:
        remark = picture.remark
        if remark is None or remark.about is not Intent.RESPONSE:
            self._next()
        elif self._timer is None:
            self._timer = asyncio.get_running_loop().call_later(self._pause, self._next)

    def _next(self) -> None:
        self._forget_timer()
        if self._waiting:
            self._posted = True
            self._keeper.post(FileOpened(self._waiting.popleft()))

    def _forget_timer(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None


def _is_judged(picture: Picture) -> bool:
    """A file is, or waits for what is being done."""
    waits = picture.next is not None and isinstance(picture.next.wish, FileOpened)
    return waits or (picture.work is not None and picture.work.intent is Intent.RESPONSE)
