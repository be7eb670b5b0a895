"""Log out and restart (SEAT-9, APP-6); and a computer that becomes one of its own (LEASE-10)."""

from __future__ import annotations

from datetime import datetime

from msgspec.structs import replace

from app.license import errands
from app.license.events import (
    DeviceMadeOwn,
    LoggedOut,
    LogOutAllTheSame,
    LogOutAsked,
    MakeOwnAsked,
    ReleaseAnswered,
)
from app.license.picture import (
    Intent,
    NoticeKind,
    Picture,
    Remark,
    RemarkCode,
    SessionKnown,
    SignedOut,
    SignedOutWhy,
)
from app.license.steps import shared, weather
from app.license.steps.moves import Step, begin, noted, stop, unnoted


def asked(picture: Picture, event: LogOutAsked, at: datetime) -> Step:
    """With a product open it asks that to close first."""
    if picture.use.products:
        return _product_open(picture), ()
    idle, stopped = stop(picture)
    started, ordered = begin(idle, Intent.LOG_OUT, errands.LogOut)
    return started, (*stopped, *ordered)


def all_the_same(picture: Picture, event: LogOutAllTheSame, at: datetime) -> Step:
    """Without a connection: the order to end the place is kept, and sent at the first one."""
    if picture.use.products:
        return _product_open(picture), ()
    idle, stopped = stop(picture)
    forget = lambda g: errands.ForgetAccount(g, release=True)  # noqa: E731
    started, ordered = begin(idle, Intent.LOG_OUT, forget)
    kept = noted(replace(started, pending_release=True), NoticeKind.RELEASE_PENDING)
    return kept, (*stopped, *ordered)


def _product_open(picture: Picture, wanted: Intent = Intent.LOG_OUT) -> Picture:
    return replace(picture, remark=Remark(wanted, RemarkCode.PRODUCT_OPEN))


def done(picture: Picture, event: LoggedOut, at: datetime) -> Step:
    """At the sign-in again; online where the server said so just now."""
    heard, sent = weather.online(picture) if event.reached else (picture, ())
    orders = tuple(order for order in sent if isinstance(order, errands.SendRelease))
    out = _forgotten(heard, shared.why(picture, at))
    if not event.release:
        return out, orders
    return noted(replace(out, pending_release=True), NoticeKind.RELEASE_PENDING), orders


def made_own(picture: Picture, event: DeviceMadeOwn, at: datetime) -> Step:
    """Nothing of the key before is left: no request that waits, no release order."""
    own = _forgotten(picture, SignedOutWhy.MADE_OWN)
    own = replace(own, device=event.device, air=None, pending_release=False)
    return unnoted(own, NoticeKind.RELEASE_PENDING), ()


def make_own(picture: Picture, event: MakeOwnAsked, at: datetime) -> Step:
    if picture.use.products:
        return _product_open(picture, Intent.MAKE_OWN), ()
    return begin(picture, Intent.MAKE_OWN, errands.MakeOwn)


def _forgotten(picture: Picture, why: SignedOutWhy) -> Picture:
    """Nothing of the account is left; what concerns the computer stays."""
    kept = {NoticeKind.NO_KEY_STORE, NoticeKind.RELEASE_PENDING, NoticeKind.CLOCK_DIFFERS}
    return Picture(
        standing=SignedOut(why),
        connection=picture.connection,
        use=picture.use,
        air=picture.air,
        notices=frozenset(n for n in picture.notices if n.kind in kept),
        device=picture.device,
        session=SessionKnown.ABSENT,
        generation=picture.generation,
        pending_release=picture.pending_release,
        shared=shared.for_the_next(picture),
    )


def released(picture: Picture, event: ReleaseAnswered, at: datetime) -> Step:
    gone = replace(picture, pending_release=False)
    return unnoted(gone, NoticeKind.RELEASE_PENDING), ()
