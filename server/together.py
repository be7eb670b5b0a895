"""Those who come while others are being served are served together, the next time.

One thread works for all who wait: so many requests share one transaction and one wait for the
disk. Nobody waits for company; whoever finds nobody at work begins at once. Those who were served
finish one after another, each waking the next: woken all at once, they would only fight for the
interpreter. The last of them wakes who leads next, for whom many will have gathered by then.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from threading import Lock
from typing import Generic, TypeVar

Asked = TypeVar("Asked")
Given = TypeVar("Given")
Made = TypeVar("Made")

MOST = 64  # in one go


class _Ticket(Generic[Asked, Given]):
    """One request that waits: `turn` is let go when it is answered, or is to lead."""

    __slots__ = ("asked", "error", "following", "given", "is_done", "turn")

    def __init__(self, asked: Asked) -> None:
        self.asked = asked
        self.given: Given | None = None
        self.error: BaseException | None = None
        self.is_done = False
        self.following: _Ticket[Asked, Given] | None = None  # of those served with it
        self.turn = Lock()
        self.turn.acquire()


class Together(Generic[Asked, Given, Made]):
    """`work` is done by one thread for many, `finish` by each for what it was given."""

    def __init__(
        self, work: Callable[[Sequence[Asked]], Sequence[Given]], finish: Callable[[Given], Made]
    ) -> None:
        self._work = work
        self._finish = finish
        self._lock = Lock()
        self._waiting: list[_Ticket[Asked, Given]] = []
        self._is_led = False

    def __call__(self, asked: Asked) -> Made:
        mine: _Ticket[Asked, Given] = _Ticket(asked)
        with self._lock:
            self._waiting.append(mine)
            leads, self._is_led = not self._is_led, True
        if not leads:
            mine.turn.acquire()
        if not mine.is_done:
            self._lead()
        try:
            if mine.error is not None:
                raise mine.error
            return self._finish(mine.given)  # type: ignore[arg-type]  # set with is_done
        finally:
            self._wake_after(mine)

    def _lead(self) -> None:
        """Serves the first of those who wait, the leader among them."""
        with self._lock:
            served, self._waiting = self._waiting[:MOST], self._waiting[MOST:]
        _serve(self._work, served)

    def _wake_after(self, mine: _Ticket[Asked, Given]) -> None:
        following = mine.following
        if following is None:
            with self._lock:
                following = self._waiting[0] if self._waiting else None
                self._is_led = following is not None
        if following is not None:
            following.turn.release()


def _serve(
    work: Callable[[Sequence[Asked]], Sequence[Given]], served: list[_Ticket[Asked, Given]]
) -> None:
    try:
        given = work([ticket.asked for ticket in served])
        for ticket, each in zip(served, given, strict=True):
            ticket.given = each
    except BaseException as error:  # told to each of them
        for ticket in served:
            ticket.error = error
    for ticket, following in zip(served, [*served[1:], None], strict=True):
        ticket.following = following
        ticket.is_done = True
