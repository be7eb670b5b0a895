"""What time it is on this computer, and whether it is to be believed (LEASE-4).

The latest time ever seen is kept: time more than five minutes before it is not believed. Once the
server has said the time since this start, that time, counted on by a clock that runs on in sleep,
is *the* time. A reading more than a day ahead counts as seen only after an hour of running.

`--clock FILE` names a test's clock: seconds added to both clocks, read at each decision.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from msgspec import Struct

TOLERANCE = timedelta(minutes=5)
AHEAD = timedelta(days=1)
RUNNING = 3600.0
"""Seconds of running after which a clock that is days ahead is taken at its word."""

Wall = Callable[[], datetime]
Steady = Callable[[], float]


class Reading(Struct, frozen=True):
    """The instant to decide by. `behind`: the latest time known, where this is before it.

    `differs`: the computer's own clock is wrong, and the server's time was taken instead.
    """

    at: datetime
    behind: datetime | None = None
    differs: bool = False


def wall() -> datetime:
    return datetime.now(UTC)


def steady() -> float:
    """Seconds that run on while the computer sleeps; only their differences mean anything."""
    if sys.platform == "linux":
        return time.clock_gettime(time.CLOCK_BOOTTIME)
    if sys.platform == "darwin":  # its time.monotonic stands still in sleep, this one does not
        return time.clock_gettime(time.CLOCK_MONOTONIC)
    return time.monotonic()


def no_offset() -> timedelta:
    return timedelta()


class OffsetFile:
    """A test's clock: a decimal number of seconds; unreadable, the last one read stays."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._last = timedelta()

    def __call__(self) -> timedelta:
        try:
            offset = timedelta(seconds=float(self._path.read_text().strip()))
            _ = wall() + offset  # still in the calendar
            self._last = offset
        except (OSError, ValueError, OverflowError):
            pass
        return self._last


class Clock:
    """The one clock of the desktop."""

    def __init__(
        self,
        latest: datetime | None = None,
        *,
        offset: Callable[[], timedelta] = no_offset,
        wall: Wall = wall,
        steady: Steady = steady,
    ) -> None:
        self.latest = latest
        self._offset, self._wall, self._steady = offset, wall, steady
        self._said: tuple[datetime, float] | None = None
        self._ahead_since: float | None = None

    @property
    def is_a_tests(self) -> bool:
        return self._offset is not no_offset

    def read(self) -> Reading:
        """Read at each decision. Moves `latest` on."""
        offset = self._offset()
        wall = self._wall() + offset
        if self._said is not None:
            said, then = self._said
            at = said + timedelta(seconds=self._running(offset) - then)
            self._seen(at)
            return Reading(at, differs=abs(wall - at) > TOLERANCE)
        self._seen(wall)
        if self.latest is not None and self.latest - wall > TOLERANCE:
            return Reading(wall, behind=self.latest)
        return Reading(wall)

    def own(self) -> datetime:
        """What this computer's clock says, right or wrong."""
        return self._wall() + self._offset()

    def heard(self, server_time: datetime) -> None:
        """The server said the time; a latest time that ran ahead is healed by it."""
        self._said = (server_time, self._running(self._offset()))
        self._ahead_since = None
        self.latest = server_time

    def known(self, instant: datetime) -> None:
        """A lease was made at this instant: it cannot be earlier."""
        self.latest = instant if self.latest is None else max(self.latest, instant)

    def _running(self, offset: timedelta) -> float:
        return self._steady() + offset.total_seconds()

    def _seen(self, at: datetime) -> None:
        if self.latest is None or at - self.latest <= AHEAD:
            self._ahead_since = None
            self.latest = at if self.latest is None else max(self.latest, at)
        elif self._ahead_since is None:
            self._ahead_since = self._steady()
        elif self._steady() - self._ahead_since >= RUNNING:
            self.latest = at
            self._ahead_since = None
