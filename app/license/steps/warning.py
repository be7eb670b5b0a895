"""Warnings of an end (APP-4, OFF-7): noted once each, and gone when they are not true any more.

Over restarts it is remembered what somebody was told or saw: a warning that came while only a
command ran, or while nobody could be told, comes again with the window.
"""

from __future__ import annotations

from datetime import datetime

from msgspec.structs import replace

from app.license import errands, warnings
from app.license.events import WarningsTold
from app.license.picture import Licensed, Notice, NoticeKind, Picture, endings
from app.license.steps.moves import Step, noted, unnoted


def warned(picture: Picture, at: datetime) -> Step:
    """With the warnings that are due."""
    if not isinstance(picture.standing, Licensed):
        return picture, ()
    picture = still_true(picture, at)
    ends, marks = endings(picture), warnings.believed(picture.warned, at)
    for kind, end, before in warnings.due(ends, marks, at):
        picture = noted(picture, NoticeKind(kind), at=end, before=before)
    marks |= warnings.behind(ends, at)
    return replace(picture, warned=marks), ()


def told(picture: Picture, event: WarningsTold, at: datetime) -> Step:
    return picture, (errands.RememberWarned(picture.warned),)


def still_true(picture: Picture, at: datetime) -> Picture:
    """Without warnings of an end that was moved, or that only a wrong clock saw coming."""
    ends = endings(picture)
    stale = [
        n.kind for n in picture.notices if n.kind in warnings.BEFORE and not _holds(n, ends, at)
    ]
    return unnoted(picture, *stale) if stale else picture


def _holds(notice: Notice, ends: dict[str, datetime], at: datetime) -> bool:
    if notice.at is None or notice.before is None:
        return False
    return warnings.holds((notice.kind, notice.at, notice.before), ends, at)
