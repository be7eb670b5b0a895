"""A shared computer: nothing is remembered, and nobody stays signed in (APP-14)."""

from __future__ import annotations

from datetime import datetime

from msgspec.structs import replace

from app.license import errands
from app.license.events import PersonActive, ProductClosed, SignInAsked
from app.license.picture import (
    IDLE,
    WARNED_BEFORE,
    Intent,
    NoticeKind,
    Picture,
    SessionKnown,
    Shared,
    SignedOut,
    SignedOutWhy,
    SigningIn,
    Unconfirmed,
    idle_until,
)
from app.license.steps.moves import Step, begin, noted, stop, unnoted


def chosen(picture: Picture, event: SignInAsked, at: datetime) -> Shared | None:
    """At each sign-in anew, unless whoever set the computer up has chosen."""
    preset = picture.shared is not None and picture.shared.preset
    return Shared(preset, active=at) if preset or event.shared else None


def is_left_with_product(picture: Picture, event: ProductClosed) -> bool:
    """The last document of somebody on a shared computer closes, or the window does."""
    here = picture.shared is not None and picture.session is SessionKnown.THERE
    return here and (event.shell or picture.use.products == 1)


def product_closed(picture: Picture, event: ProductClosed, at: datetime) -> Step:
    use = replace(picture.use, shell=False) if event.shell else replace(picture.use, products=0)
    return leave(replace(picture, use=use))


def leave(picture: Picture) -> Step:
    if picture.work is not None and picture.work.intent is Intent.LOG_OUT:
        return picture, ()
    idle, stopped = stop(picture)
    started, ordered = begin(idle, Intent.LOG_OUT, errands.LeaveShared)
    return started, (*stopped, *ordered)


def active(picture: Picture, event: PersonActive, at: datetime) -> Step:
    if picture.shared is None or picture.shared.active is None:
        return picture, ()
    seen = replace(picture, shared=replace(picture.shared, active=at))
    return unnoted(seen, NoticeKind.LEAVING_SOON), ()


def is_left_alone(picture: Picture, at: datetime) -> bool:
    until = idle_until(picture)
    return until is not None and until <= at


def left_alone(picture: Picture, at: datetime) -> Step:
    """Also while a second factor or a confirmed address is awaited: what was typed is theirs."""
    if isinstance(picture.standing, SigningIn | Unconfirmed):
        stopped, orders = stop(picture)
        return replace(stopped, standing=SignedOut(SignedOutWhy.LEFT_ALONE)), orders
    return leave(picture)


def warned(picture: Picture, at: datetime) -> Picture:
    until = idle_until(picture)
    if until is None or at < until - WARNED_BEFORE:
        return unnoted(picture, NoticeKind.LEAVING_SOON)
    return noted(picture, NoticeKind.LEAVING_SOON, at=until)


def why(picture: Picture, at: datetime) -> SignedOutWhy:
    since = picture.shared.active if picture.shared else None
    alone = since is not None and at >= since + IDLE
    return SignedOutWhy.LEFT_ALONE if alone else SignedOutWhy.LOGGED_OUT


def for_the_next(picture: Picture) -> Shared | None:
    """Who signs in next chooses anew, unless it was preset."""
    preset = picture.shared is not None and picture.shared.preset
    return Shared(preset=True) if preset else None
