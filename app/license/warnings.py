"""Which warnings of an end are due (APP-4, OFF-7). Pure; the texts are the views'."""

from __future__ import annotations

from collections.abc import Mapping, Set
from datetime import datetime, timedelta

from app.license.clock import TOLERANCE

Warned = tuple[str, datetime, timedelta]
"""The kind of the end, the end, and how long before it somebody was warned."""

BEFORE: Mapping[str, tuple[timedelta, ...]] = {
    "ending": (*(timedelta(days=days) for days in (30, 14, 7, 3, 1)), timedelta(hours=1)),
    "offline-ending": (timedelta(days=1), timedelta(hours=1)),
}


def behind(endings: Mapping[str, datetime], at: datetime) -> frozenset[Warned]:
    """All thresholds that have passed."""
    return frozenset(w for w in _thresholds(endings) if _instant(w) <= at)


def due(endings: Mapping[str, datetime], warned: Set[Warned], at: datetime) -> frozenset[Warned]:
    """What to warn of now: of several that were slept through, the nearest to the end alone."""
    passed = frozenset(w for w in behind(endings, at) if at < w[1])
    nearest = {kind: min((w[2] for w in passed if w[0] == kind), default=None) for kind in endings}
    return frozenset(w for w in passed - warned if w[2] == nearest[w[0]])


def believed(warned: Set[Warned], at: datetime) -> frozenset[Warned]:
    """Without what a clock that ran ahead had passed: it comes once more, at its time."""
    return frozenset(w for w in warned if _instant(w) <= at + TOLERANCE)


def holds(warned: Warned, endings: Mapping[str, datetime], at: datetime) -> bool:
    """Whether a warning is still true: of this end, which is that near and not over."""
    kind, end, _ = warned
    return endings.get(kind) == end and _instant(warned) <= at + TOLERANCE and at < end


def next_due(endings: Mapping[str, datetime], warned: Set[Warned]) -> datetime | None:
    """When the next warning may be due."""
    return min((_instant(w) for w in _thresholds(endings) if w not in warned), default=None)


def _thresholds(endings: Mapping[str, datetime]) -> list[Warned]:
    return [(kind, end, before) for kind, end in endings.items() for before in BEFORE[kind]]


def _instant(warned: Warned) -> datetime:
    return warned[1] - warned[2]
