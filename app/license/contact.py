"""When to ask next (LEASE-8). Pure; the random part comes in as a number from 0 to 1."""

from __future__ import annotations

from datetime import datetime, timedelta

SHORTEST = timedelta(seconds=15)
LONGEST = timedelta(hours=1)
FIRST_TRY = timedelta(seconds=5)
LONGEST_TRY = timedelta(minutes=10)
USUAL = timedelta(minutes=10)


def after_answer(next_contact_in: object, chance: float, at: datetime) -> datetime:
    """What the server named, plus 0–20 %; nonsense is clamped, what is no number is usual."""
    pause = max(timedelta(seconds=_seconds(next_contact_in)), SHORTEST)
    return at + pause * (1 + 0.2 * chance)


def after_failure(
    failures: int, chance: float, at: datetime, retry_after: float | None = None
) -> datetime:
    """Full jitter from 5 s up to 10 min, doubling; `Retry-After` wins, with its random part."""
    if retry_after is not None and retry_after > 0:
        pause = timedelta(seconds=min(retry_after, LONGEST.total_seconds()))
        return at + pause * (1 + 0.2 * chance)
    ceiling = min(FIRST_TRY * (1 << min(failures, 10)), LONGEST_TRY)
    return at + FIRST_TRY + (ceiling - FIRST_TRY) * chance


def _seconds(value: object) -> float:
    """Of what came in the answer; what is no number of this world is the usual pause."""
    if isinstance(value, bool) or not isinstance(value, int | float) or value != value:
        return USUAL.total_seconds()
    return float(min(max(value, 0), LONGEST.total_seconds()))
