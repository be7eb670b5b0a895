"""The one owner of the picture: one event at a time, published, then its effects are started.

Views and the command line talk to the Keeper alone: they read `picture`, `subscribe`, and `post`
what the person asked for. It imports no toolkit and runs on whatever event loop runs; until
`start`, which needs the loop, effects are put off, so that the first picture can be drawn before.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections import deque
from collections.abc import Awaitable, Callable, Iterable
from datetime import datetime, timedelta
from typing import Protocol

from app.license.clock import Reading
from app.license.errands import (
    AskSeat,
    DeleteLease,
    Errand,
    ForgetAccount,
    ForgetToken,
    LeaveShared,
    LogOut,
    PutLeaseAway,
    RememberTime,
    SendClose,
    Stop,
)
from app.license.events import (
    ClockDiffers,
    ClockRight,
    ClockWentBack,
    Event,
    ProductClosed,
    Tick,
    Woke,
)
from app.license.picture import (
    Licensed,
    NoticeKind,
    Picture,
    ReadOnly,
    ReadOnlyWhy,
    changes_at,
)
from app.license.states import row_of, step

LOOK_EVERY = 5.0
"""Seconds until the clock is looked at again, whatever is planned: timers may not count sleep."""

SHORTEST_SLEEP = 0.02

SLEPT = timedelta(seconds=20)
"""What the wall clock may run ahead of the loop's before the computer must have slept."""

LAST_WORDS = 3.0
"""Seconds that closing may take: after them a close that was not answered is sent next time."""

REMEMBERED = 300.0
"""Seconds between writing down how far time has been seen (LEASE-4)."""

LAST_ERRANDS = (
    PutLeaseAway,
    SendClose,
    AskSeat,
    DeleteLease,
    ForgetToken,
    ForgetAccount,
    LogOut,
    LeaveShared,
)

Subscriber = Callable[[Picture], None]
Perform = Callable[[Errand, Callable[[Event], None]], Awaitable[Event | None]]

log = logging.getLogger(__name__)


class ReadsTime(Protocol):
    def read(self) -> Reading: ...


class Keeper:
    """Holds the picture and lets events happen to it, one at a time."""

    def __init__(
        self,
        clock: ReadsTime,
        perform: Perform,
        *,
        picture: Picture | None = None,
        at_end: Callable[[], Awaitable[None]] | None = None,
        look_every: float = LOOK_EVERY,
    ) -> None:
        self.picture = picture or Picture()
        self._clock, self._perform, self._at_end = clock, perform, at_end
        self._look_every = look_every
        self._subscribers: list[Subscriber] = []
        self._events: deque[Event] = deque()
        self._busy = self._closing = False
        self._put_off: list[Errand] | None = []
        self._tasks: dict[asyncio.Task[None], Errand] = {}
        self._timer: asyncio.TimerHandle | None = None
        self._remember_at = 0.0
        self._looked: tuple[datetime, float] | None = None

    def subscribe(self, subscriber: Subscriber) -> Callable[[], None]:
        """Call `subscriber` with each new picture, from now on; returns how to stop that."""
        self._subscribers.append(subscriber)
        return lambda: self._subscribers.remove(subscriber)

    def post(self, event: Event) -> None:
        """Let this happen, after what was posted before. Returns at once."""
        self._events.append(event)
        if self._busy:
            return  # posted by a subscriber: its turn comes
        self._busy = True
        try:
            while self._events:
                self._happen(self._events.popleft())
        finally:
            self._busy = False
        self._plan()

    def start(self) -> None:
        """From now on effects run, on the loop that runs now."""
        put_off, self._put_off = self._put_off or [], None
        for errand in put_off:
            self._begin(errand)
        self._plan()

    async def close(self) -> None:
        """The shell closes: a place that ends with it is freed, in a bounded time (SEAT-4)."""
        if self.picture.use.shell or self.picture.shared:
            self.post(ProductClosed(shell=True))  # noqa: S604  no shell of that kind
        self._closing = True
        if self._timer is not None:
            self._timer.cancel()
        _cancel(task for task, errand in self._tasks.items() if not _are_last_words(errand))
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(LAST_WORDS):
                while last := [t for t, errand in self._tasks.items() if _are_last_words(errand)]:
                    await asyncio.wait(last)
        _cancel(self._tasks)
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self._at_end is not None:
            with contextlib.suppress(TimeoutError):  # a disk or a server that never answers
                async with asyncio.timeout(LAST_WORDS):
                    await self._at_end()

    # --- one event

    def _happen(self, event: Event) -> None:
        """What the clock has to say comes first: no decision is made by a wrong time."""
        reading = self._clock.read()
        for said in _by_the_clock(self.picture, reading):
            self._step(said, reading.at)
        self._step(event, reading.at)

    def _step(self, event: Event, at: datetime) -> None:
        if row_of(self.picture, event) is None:
            name = type(self.picture.standing).__name__
            log.debug("%s changes nothing in %s", type(event).__name__, name)
        before = self.picture
        self.picture, errands = step(before, event, at)
        if self.picture != before:
            self._publish()
        for errand in errands:
            self._begin(errand)

    def _publish(self) -> None:
        for subscriber in tuple(self._subscribers):
            try:
                subscriber(self.picture)
            except Exception:
                log.exception("a view failed to draw a picture")

    # --- effects

    def _begin(self, errand: Errand) -> None:
        if isinstance(errand, Stop):
            _cancel(t for t, e in self._tasks.items() if _generation(e) == errand.generation)
        elif self._put_off is not None:
            self._put_off.append(errand)
        elif not self._closing or _are_last_words(errand):
            task = asyncio.get_running_loop().create_task(self._do(errand))
            self._tasks[task] = errand
            task.add_done_callback(self._ended)

    async def _do(self, errand: Errand) -> None:
        event = await self._perform(errand, self.post)
        if event is not None:
            self.post(event)

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._tasks.pop(task, None)
        if not task.cancelled() and task.exception() is not None:
            log.error("a task of the keeper failed", exc_info=task.exception())

    # --- time

    def _plan(self) -> None:
        """Look again when time alone changes something, and before a sleep can be overlooked."""
        if self._put_off is not None or self._closing:
            return
        if self._timer is not None:
            self._timer.cancel()
        loop = asyncio.get_running_loop()
        at, due = self._clock.read().at, changes_at(self.picture)
        pause = self._look_every if due is None else (due - at).total_seconds()
        pause = min(max(pause, SHORTEST_SLEEP), self._look_every)
        self._timer = loop.call_later(pause, self._look_again)
        if self._looked is None:
            self._looked = (at, loop.time())

    def _look_again(self) -> None:
        self.post(Woke() if self._slept() else Tick())
        now = asyncio.get_running_loop().time()
        if now >= self._remember_at:
            self._remember_at = now + REMEMBERED
            self._begin(RememberTime())

    def _slept(self) -> bool:
        """The clock went further than the loop has been running."""
        at, running = self._clock.read().at, asyncio.get_running_loop().time()
        before, self._looked = self._looked, (at, running)
        if before is None:
            return False
        return at - before[0] - timedelta(seconds=running - before[1]) > SLEPT


def _by_the_clock(picture: Picture, reading: Reading) -> list[Event]:
    said: list[Event] = []
    noticed = any(notice.kind is NoticeKind.CLOCK_DIFFERS for notice in picture.notices)
    if noticed != reading.differs:
        said.append(ClockDiffers(reading.differs))
    standing = picture.standing
    if reading.behind is not None and isinstance(standing, Licensed):
        said.append(ClockWentBack(reading.behind))
    at_clock = isinstance(standing, ReadOnly) and standing.why is ReadOnlyWhy.CLOCK
    if reading.behind is None and at_clock:
        said.append(ClockRight())
    return said


def _are_last_words(errand: Errand) -> bool:
    """What must not be left half done, and a start whose answer would name a place to close."""
    return isinstance(errand, LAST_ERRANDS)


def _generation(errand: Errand) -> int | None:
    return getattr(errand, "generation", None)


def _cancel(tasks: Iterable[asyncio.Task[None]]) -> None:
    for task in tuple(tasks):
        task.cancel()
