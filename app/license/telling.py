"""What a person is told who does not look at the window, and what sign stands for how it is. Pure.

Whether somebody looks, and whether there is a way to tell them, is said to it; the words and
the ways are the views'.
"""

from __future__ import annotations

from datetime import datetime
from enum import Enum, auto
from typing import assert_never

from msgspec import Struct

from app.license.picture import (
    Bound,
    Intent,
    Licensed,
    Notice,
    NoticeKind,
    Offline,
    Picture,
    ReadOnly,
    ReadOnlyWhy,
    Ready,
    SignedOut,
    SigningIn,
    Starting,
    TooOld,
    Unconfirmed,
    Waiting,
)

# --- news ------------------------------------------------------------------------------------


class SeatOffered(Struct, frozen=True):
    """A seat is held for whoever waits in line, for a few minutes alone."""

    until: datetime


class SavingOff(Struct, frozen=True):
    """A document is open that could be saved before, and cannot now."""

    why: ReadOnlyWhy


News = Notice | SeatOffered | SavingOff

WARNINGS = frozenset({NoticeKind.ENDING, NoticeKind.OFFLINE_ENDING, NoticeKind.LEAVING_SOON})
"""The notices that wait for nobody to look; the others stand in the window until somebody does."""


class Told(Struct, frozen=True):
    """What of the present was told, or seen in the window; and whether a document could be saved.

    Over restarts the core remembers warnings: see `hears_of_warnings`.
    """

    news: frozenset[News] = frozenset()
    saving: bool = False


def tell(
    told: Told, picture: Picture, *, looked_at: bool, can_tell: bool
) -> tuple[Told, frozenset[News]]:
    """What to tell now. Each is told once; without a way it waits until there is one."""
    present = _present(told, picture)
    if looked_at:
        new, heard = frozenset[News](), present
    elif can_tell:
        new, heard = present - told.news, present
    else:
        new, heard = frozenset[News](), present & told.news
    return Told(heard, _saving(told, picture)), new


def hears_of_warnings(before: Told, now: Told) -> bool:
    """Whether somebody has just been told of one, or saw one: to be remembered over restarts."""
    return any(isinstance(one, Notice) for one in now.news - before.news)


def waits_untold(told: Told, picture: Picture) -> bool:
    """Whether there is something that nobody could be told."""
    return bool(_present(told, picture) - told.news)


def _present(told: Told, picture: Picture) -> frozenset[News]:
    standing = picture.standing
    news: set[News] = {notice for notice in picture.notices if notice.kind in WARNINGS}
    if isinstance(standing, Waiting) and standing.offered_until is not None:
        news.add(SeatOffered(standing.offered_until))
    if isinstance(standing, ReadOnly) and told.saving and picture.use.products:
        news |= {one for one in told.news if isinstance(one, SavingOff)}
        if picture.work is None:  # what is asked for may bring it back at once
            news.add(SavingOff(standing.why))
    return frozenset(news)


def _saving(told: Told, picture: Picture) -> bool:
    """Remembered while it is off, so that it is told however long the answer takes."""
    if not picture.use.products:
        return False
    serves = isinstance(picture.standing, Licensed | Bound)
    return serves or (told.saving and isinstance(picture.standing, ReadOnly))


# --- the sign --------------------------------------------------------------------------------


class Sign(Enum):
    """How things stand, at a glance."""

    HOLDS = auto()  # a seat, and nothing to be done
    FREE = auto()  # no seat taken, and none wanted
    WAITS = auto()  # for its turn, or for an answer
    NEEDS_YOU = auto()


ASKING = frozenset(
    {
        *WARNINGS,
        NoticeKind.DUPLICATED,
        NoticeKind.SIGN_IN_AGAIN,
        NoticeKind.LEASE_IN_MEMORY,
        NoticeKind.FAILED,
    }
)
"""The notices that want something of a person who holds a seat."""


def sign(picture: Picture) -> Sign:
    if picture.work is not None and picture.work.intent is Intent.LOG_OUT:
        return Sign.WAITS
    if isinstance(picture.connection, TooOld):
        return Sign.NEEDS_YOU
    return _of_standing(picture)


def _of_standing(picture: Picture) -> Sign:
    match picture.standing:
        case Starting():
            return Sign.WAITS
        case Waiting(offered_until=until):
            return Sign.NEEDS_YOU if until else Sign.WAITS
        case SigningIn():
            return Sign.NEEDS_YOU
        case Ready():
            wanted = picture.use.products and isinstance(picture.connection, Offline)
            return Sign.WAITS if wanted else Sign.FREE
        case Licensed() | Bound():
            asks = any(notice.kind in ASKING for notice in picture.notices)
            return Sign.NEEDS_YOU if asks else Sign.HOLDS
        case SignedOut() | Unconfirmed() | ReadOnly():
            return Sign.NEEDS_YOU
        case never:
            assert_never(never)
