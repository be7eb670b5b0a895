"""A clock that stands still until it is told to move."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

START = datetime(2027, 3, 1, 9, 0, tzinfo=UTC)


class FakeClock:
    """Called for the instant, like the real clocks; `tick` moves it by what `timedelta` takes."""

    def __init__(self, at: datetime = START) -> None:
        self.at = at

    def __call__(self, told: object = None) -> datetime:
        """Whatever a database told: this is what time it is."""
        return self.at

    def tick(self, **by: float) -> datetime:
        self.at += timedelta(**by)
        return self.at
