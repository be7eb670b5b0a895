"""Waiting in line for a seat (SEAT-7)."""

from __future__ import annotations

from datetime import datetime

from msgspec.structs import replace

from app.license import errands
from app.license.events import (
    LeaveLineAsked,
    LineAnswered,
    LineLeft,
    OfferPassed,
    OfferTaken,
    Refused,
    WaitAsked,
)
from app.license.picture import (
    Intent,
    Picture,
    ReadOnly,
    ReadOnlyWhy,
    Refusal,
    Waiting,
)
from app.license.steps.moves import Step, ask_seat, begin, done, follow


def asked(picture: Picture, event: WaitAsked, at: datetime) -> Step:
    return begin(picture, Intent.WAIT, errands.StandInLine)


def answered(picture: Picture, event: LineAnswered, at: datetime) -> Step:
    """An offer is taken at once if a product waits for it."""
    standing = Waiting(event.place, event.ahead, event.offered_until, _what_was_full(picture))
    waiting = replace(done(picture), standing=standing, contact_due=event.contact_due)
    if event.offered_until and waiting.use.products:
        return ask_seat(waiting, Intent.TAKE_OFFER)
    return waiting, ()


def seat_free(picture: Picture, event: Refused, at: datetime) -> Step:
    """No line is needed: it can be had now."""
    return follow(picture, lambda g: errands.AskSeat(g), Intent.ASK)


def leave(picture: Picture, event: LeaveLineAsked, at: datetime) -> Step:
    return begin(picture, Intent.LEAVE_LINE, errands.LeaveLine)


def left(picture: Picture, event: LineLeft, at: datetime) -> Step:
    """Left for good, or to stand at the end again after an offer was let pass."""
    if picture.work and picture.work.intent is Intent.WAIT:
        return follow(picture, errands.StandInLine)
    full = ReadOnly(ReadOnlyWhy.SEATS_EXHAUSTED, refusal=_what_was_full(picture))
    return replace(done(picture), standing=full, contact_due=None), ()


def take(picture: Picture, event: OfferTaken, at: datetime) -> Step:
    return ask_seat(picture, Intent.TAKE_OFFER)


def let_pass(picture: Picture, event: OfferPassed, at: datetime) -> Step:
    return begin(picture, Intent.WAIT, errands.LeaveLine)


def _what_was_full(picture: Picture) -> Refusal | None:
    standing = picture.standing
    return standing.refusal if isinstance(standing, Waiting | ReadOnly) else None
