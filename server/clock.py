"""What time it is: the database's clock, the one clock that decides.

Read once a transaction and handed on as `at`. `--clock FILE` names a test's clock: a decimal
number of seconds that is added; it moves every rule, never cookies or TLS. No other module
asks for the time.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.models import DateTimeField, Func

from server.ready import execute

FURTHEST = timedelta(days=100 * 365)  # rules count years from any instant
_last_offset = timedelta()


class DatabaseClock(Func):
    """The database's clock as a column beside others, where it has one; `now` takes it."""

    template = "clock_timestamp()"
    output_field = DateTimeField()

    def as_sqlite(self, *_: Any, **__: Any) -> tuple[str, tuple[()]]:
        return "NULL", ()


def now(told: datetime | None = None) -> datetime:
    """The instant of the database's clock, in UTC, with microseconds, plus the test's clock."""
    return _database_now(told) + offset()


def _database_now(told: datetime | None) -> datetime:
    if connection.vendor == "sqlite":
        # SQLite runs in this process: its clock is this machine's, but in milliseconds.
        return datetime.now(UTC)
    if told is None:
        ((told,),) = execute("SELECT clock_timestamp()", ())
    return told.astimezone(UTC)


def offset() -> timedelta:
    """The test's clock."""
    global _last_offset  # an unreadable file keeps the last one read
    if settings.CLOCK_FILE is None:
        return timedelta()
    try:
        told = timedelta(seconds=float(Path(settings.CLOCK_FILE).read_text().strip()))
    except (OSError, ValueError, OverflowError):
        return _last_offset
    if abs(told) <= FURTHEST:
        _last_offset = told
    return _last_offset
