"""What a person asks while something else is being done: remembered once, and done after it.

By construction for every wish: whether it would begin a work is found out by the table itself, on
the same picture without the present work. What would do nothing there is not remembered, nor the
second click on what is being done. The newest wish takes the place of the one before.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from msgspec.structs import replace

from app.license.errands import Errand
from app.license.events import Event, Wish
from app.license.picture import Licensed, Next, Picture, Ready, SessionKnown, Waiting

Step = tuple[Picture, tuple[Errand, ...]]
Take = Callable[[Picture, Event, datetime], Step]

SOON = timedelta(seconds=15)
"""Until the contact that was overtaken, and that nobody planned again."""


def taken_up(take: Take, picture: Picture, wish: Wish, at: datetime) -> Step:
    """Done now, remembered, or of no use in this picture."""
    after, errands = take(picture, wish, at)
    if after.work is not None and after.generation != picture.generation:
        return replace(after, asked=wish), errands
    if after != picture or not is_busy(picture) or wish == picture.asked:
        return after, errands
    would, _ = take(replace(picture, work=None), wish, at)
    if would.work is None:
        return after, errands
    return replace(after, next=Next(wish, would.work.intent)), errands


def is_busy(picture: Picture) -> bool:
    """With something that a person waits for."""
    return picture.work is not None and not picture.work.quiet


def followed(take: Take, before: Picture, step: Step, at: datetime) -> Step:
    """Where nothing is under way any more: what was remembered, or the next contact."""
    picture, errands = step
    if before.work is None or is_busy(picture):
        return step
    if picture.next is not None:
        wish = picture.next.wish
        free = replace(picture, next=None, asked=None)
        after, ordered = taken_up(take, free, wish, at)
        return followed(take, before, (after, (*errands, *ordered)), at)
    return _planned(replace(picture, asked=None) if picture.asked else picture, at), errands


def _planned(picture: Picture, at: datetime) -> Picture:
    """A contact that a wish has overtaken is not lost: a place lives by them (SEAT-5, APP-4)."""
    known = picture.session is SessionKnown.THERE
    if not known or picture.work is not None or picture.contact_due is not None:
        return picture
    standing = picture.standing
    waits = isinstance(standing, Ready) and picture.use.connected and not picture.pending_seat
    if isinstance(standing, Licensed | Waiting) or waits:
        return replace(picture, contact_due=at + SOON)
    return picture
