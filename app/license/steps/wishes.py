"""What a person asks while something else is being done: remembered once, and done after it.

By construction for every wish: whether it would begin a work is found out by the table itself, on
the same picture without the present work. What would do nothing there is not remembered, nor the
second click on what is being done. The newest wish takes the place of the one before.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from msgspec.structs import replace

from app.license.events import Event, Wish
from app.license.picture import (
    Licensed,
    Next,
    Picture,
    ReadOnly,
    ReadOnlyWhy,
    Ready,
    SessionKnown,
    Waiting,
)
from app.license.steps.moves import LATER, SOON, Step

Take = Callable[[Picture, Event, datetime], Step]


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
    """Nothing ends the contacts by the way: a place lives by them, and what is lost is looked for
    again (SEAT-5, APP-4)."""
    if picture.session is not SessionKnown.THERE or picture.work or picture.contact_due:
        return picture
    standing = picture.standing
    if isinstance(standing, ReadOnly):
        is_over = standing.why in LEFT_TO_THE_PERSON
        return picture if is_over else replace(picture, contact_due=at + LATER)
    waits = isinstance(standing, Ready) and picture.use.connected and not picture.pending_seat
    if isinstance(standing, Licensed | Waiting) or waits:
        return replace(picture, contact_due=at + SOON)
    return picture


LEFT_TO_THE_PERSON = frozenset({ReadOnlyWhy.GIVEN_UP, ReadOnlyWhy.FREED, ReadOnlyWhy.TAKEN_OVER})
"""Nothing is asked again by itself."""
