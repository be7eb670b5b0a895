"""Those who come while others are being served are served together, the next time.

One thread works for all who wait: so many requests share one transaction and one wait for the
disk. Nobody waits for company; whoever finds nobody at work begins at once.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from threading import Lock
from typing import Generic, TypeVar

Asked = TypeVar("Asked")
Given = TypeVar("Given")

MOST = 64  # in one go


class _Ticket(Generic[Asked, Given]):
    """One request that waits: `turn` is let go when it is answered, or is to lead."""

    __slots__ = ("asked", "error", "given", "is_done", "turn")

    def __init__(self, asked: Asked) -> None:
        self.asked = asked
        self.given: Given | None = None
        self.error: BaseException | None = None
        self.is_done = False
        self.turn = Lock()
        self.turn.acquire()


class Together(Generic[Asked, Given]):
    def __init__(self, work: Callable[[Sequence[Asked]], Sequence[Given]]) -> None:
        self._work = work
        self._lock = Lock()
        self._waiting: list[_Ticket[Asked, Given]] = []
        self._is_led = False

    def __call__(self, asked: Asked) -> Given:
        mine: _Ticket[Asked, Given] = _Ticket(asked)
        with self._lock:
            self._waiting.append(mine)
            leads, self._is_led = not self._is_led, True
        if not leads:
            mine.turn.acquire()
        if not mine.is_done:
            self._lead()
        if mine.error is not None:
            raise mine.error
        return mine.given  # type: ignore[return-value]  # set with is_done

    def _lead(self) -> None:
        """Serves the first of those who wait, the leader among them, and passes the lead on."""
        with self._lock:
            served, self._waiting = self._waiting[:MOST], self._waiting[MOST:]
        _serve(self._work, served)
        with self._lock:
            following = self._waiting[0] if self._waiting else None
            self._is_led = following is not None
        if following is not None:
            following.turn.release()
        for ticket in served[1:]:
            ticket.turn.release()


def _serve(
    work: Callable[[Sequence[Asked]], Sequence[Given]], served: list[_Ticket[Asked, Given]]
) -> None:
    try:
        given = work([ticket.asked for ticket in served])
    except BaseException as error:  # told to each of them
        for ticket in served:
            ticket.error = error
    else:
        for ticket, each in zip(served, given, strict=True):
            ticket.given = each
    for ticket in served:
        ticket.is_done = True
