"""Validating a computer that never goes online, by files (AIR)."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from msgspec.structs import replace

from app.license import errands
from app.license.errands import Errand
from app.license.events import (
    Declined,
    FileOpened,
    GiveBackConfirmed,
    GivenBack,
    RequestAsked,
    RequestDiscarded,
    RequestGone,
    RequestSaved,
    ResponseGood,
    ReturnFileAsked,
    ReturnFileSaved,
    SticksChanged,
    SticksLooked,
)
from app.license.picture import (
    Account,
    Bound,
    Intent,
    Licensed,
    NoticeKind,
    Picture,
    ReadOnly,
    ReadOnlyWhy,
    RemarkCode,
    Requested,
    lease_of,
)
from app.license.steps.moves import Step, begin, done, noted, remarked, unnoted

if TYPE_CHECKING:
    from contract.wire.license import License

ENOUGH = timedelta(days=1)
"""Who has a good lease for longer needs no request."""


def request(picture: Picture, event: RequestAsked, at: datetime) -> Step:
    standing = picture.standing
    end = standing.lease.ends_at if isinstance(standing, Licensed) else None
    if end is not None and end > at + ENOUGH:
        return picture, ()
    return begin(picture, Intent.REQUEST, lambda g: errands.WriteRequest(g, event.path))


def saved(picture: Picture, event: RequestSaved, at: datetime) -> Step:
    said = remarked(picture, RemarkCode.REQUEST_SAVED, detail=event.request.path)
    before = picture.air
    same = isinstance(before, Requested) and before.nonce == event.request.nonce
    found = before.found if isinstance(before, Requested) and same else ""
    return replace(done(said), air=replace(event.request, found=found)), ()


def discard(picture: Picture, event: RequestDiscarded, at: datetime) -> Step:
    if not isinstance(picture.air, Requested):
        return picture, ()
    return begin(picture, Intent.DISCARD, errands.DiscardRequest)


def gone(picture: Picture, event: RequestGone, at: datetime) -> Step:
    return replace(done(picture), air=None), ()


def look(picture: Picture, event: SticksChanged, at: datetime) -> Step:
    """What is found is offered, never opened by itself (AIR-4)."""
    waits = isinstance(picture.air, Requested)
    return picture, (errands.LookOnSticks(),) if waits else ()


def looked(picture: Picture, event: SticksLooked, at: datetime) -> Step:
    air = picture.air
    if not isinstance(air, Requested):
        return picture, ()
    return replace(picture, air=replace(air, found=event.path)), ()


def opened(picture: Picture, event: FileOpened, at: datetime) -> Step:
    return begin(picture, Intent.RESPONSE, lambda g: errands.JudgeResponse(g, event.path))


def good(picture: Picture, event: ResponseGood, at: datetime) -> Step:
    """Bound for good; a place of another kind is ended online if it can be."""
    lease = event.lease
    bound = replace(
        done(picture),
        standing=Bound(lease),
        air=None,
        license=event.license or _shown(picture, lease.license),
        account=_holder(picture, lease.sub),
        contact_due=None,
        taken=False,
        remark=None,
        shared=None,  # it is the computer that is validated, whoever sits there
    )
    bound = unnoted(bound, NoticeKind.LEASE_PUT_ASIDE, NoticeKind.LEASE_IN_MEMORY)
    if not event.written:
        bound = noted(bound, NoticeKind.LEASE_IN_MEMORY)
    return bound, _end_of_the_place_before(picture, lease.seat)


def _shown(picture: Picture, license_id: str) -> License | None:
    """What is known of the license that it is about, and nothing of another one."""
    known = picture.license
    return known if known and known.license_id == license_id else None


def _holder(picture: Picture, account: str) -> Account:
    known = picture.account
    return known if known and known.id == account else Account(account)


def _end_of_the_place_before(picture: Picture, seat: str) -> tuple[Errand, ...]:
    before = lease_of(picture)
    if before is None or before.bound or before.seat == seat:
        return ()
    return (errands.SendClose(before.seat, given_up=True),)


def of_another_account(picture: Picture, event: ResponseGood, at: datetime) -> Step:
    """With products open under another account: those close first."""
    return done(remarked(picture, RemarkCode.PRODUCT_OPEN)), ()


def declined(picture: Picture, event: Declined, at: datetime) -> Step:
    """Its own words, and nothing changed (AIR-7)."""
    return done(remarked(picture, event.code, detail=event.detail)), ()


def give_back(picture: Picture, event: GiveBackConfirmed, at: datetime) -> Step:
    """Not to be cancelled: half of it cannot be taken back."""
    if picture.use.products:
        return picture, ()
    begun, orders = begin(picture, Intent.GIVE_BACK, lambda g: errands.GiveBack(g, event.path))
    if begun.work is None or not orders:
        return begun, orders
    return replace(begun, work=replace(begun.work, cancellable=False)), orders


def given_back(picture: Picture, event: GivenBack, at: datetime) -> Step:
    said = picture
    if event.fault:
        said = remarked(picture, RemarkCode.CANNOT_WRITE, detail=event.fault)
    standing = ReadOnly(ReadOnlyWhy.GIVEN_UP)
    return replace(done(said), standing=standing, air=event.given_up, contact_due=None), ()


def return_again(picture: Picture, event: ReturnFileAsked, at: datetime) -> Step:
    return begin(picture, Intent.GIVE_BACK, lambda g: errands.WriteReturn(g, event.path))


def return_saved(picture: Picture, event: ReturnFileSaved, at: datetime) -> Step:
    return replace(done(picture), air=event.given_up), ()
