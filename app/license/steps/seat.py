"""The place of this computer: asked for, had, refused, closed (SEAT-2..4, 15; HOST-2, 4)."""

from __future__ import annotations

from datetime import datetime

from msgspec.structs import replace

from app.license import errands, warnings
from app.license.errands import Errand
from app.license.events import (
    CheckAsked,
    LeaseArrived,
    LeaseTakenBack,
    LicenseShown,
    NoLicense,
    ProductClosed,
    ProductOpened,
    ProductUnsaved,
    SeatRefused,
    TryAgainAsked,
)
from app.license.picture import (
    Intent,
    Licensed,
    Next,
    NoticeKind,
    Offline,
    Picture,
    ReadOnly,
    ReadOnlyWhy,
    Ready,
    Refusal,
    RemarkCode,
    endings,
    lease_of,
)
from app.license.steps.moves import (
    LATER,
    SOON,
    Step,
    ask,
    ask_seat,
    done,
    ends_when_closed,
    follow,
    noted,
    remarked,
    stop,
    unnoted,
)
from app.license.steps.starting import standing_of
from app.license.steps.warning import still_true
from contract.lease import Lease

WHY: dict[str, ReadOnlyWhy] = {
    "no-license": ReadOnlyWhy.NO_LICENSE,
    "seats-exhausted": ReadOnlyWhy.SEATS_EXHAUSTED,
    "trial-over": ReadOnlyWhy.TRIAL_OVER,
    "license-expired": ReadOnlyWhy.LICENSE_ENDED,
    "license-suspended": ReadOnlyWhy.LICENSE_SUSPENDED,
    "platform-not-covered": ReadOnlyWhy.PLATFORM_NOT_COVERED,
    "membership-blocked": ReadOnlyWhy.MEMBERSHIP_BLOCKED,
    "membership-ended": ReadOnlyWhy.MEMBERSHIP_ENDED,
    "web-session-open": ReadOnlyWhy.WEB_SESSION_OPEN,
}
"""By the refusal's code; `seat-lost` goes by its `because`."""

LOST: dict[str, ReadOnlyWhy] = {
    "freed": ReadOnlyWhy.FREED,
    "taken-over": ReadOnlyWhy.TAKEN_OVER,
    "pool-shrank": ReadOnlyWhy.POOL_SHRANK,
}


def opened(picture: Picture, event: ProductOpened, at: datetime) -> Step:
    return _counted(picture, event, +1), ()


def opened_without_place(picture: Picture, event: ProductOpened, at: datetime) -> Step:
    """A seat is asked for; a close that was not sent yet is dropped (SEAT-15)."""
    used = _counted(picture, event, +1)
    if used.pending_seat:
        back = errands.TakeLeaseBack(used.pending_seat)
        return replace(used, pending_seat="", contact_due=at + SOON), (back,)
    return _ask_at_once(used)


def opened_with_place(picture: Picture, event: ProductOpened, at: datetime) -> Step:
    """An owner's or a reserved place was kept while nothing ran: this is a start again."""
    used = _counted(picture, event, +1)
    if picture.use.connected:
        return used, ()
    return ask(replace(used, taken=False), quiet=True)


def taken_back(picture: Picture, event: LeaseTakenBack, at: datetime) -> Step:
    kept = unnoted(picture, NoticeKind.CLOSE_PENDING)
    if event.lease is None:
        return _ask_at_once(kept)
    return ask(replace(kept, standing=standing_of(event.lease, at), taken=False), quiet=True)


def _ask_at_once(picture: Picture) -> Step:
    """Or after what is being done now, unless that ends with a seat anyway."""
    if picture.session != "there":
        return picture, ()
    if picture.work is None or picture.work.quiet or picture.work.intent in ENDS_WITH_A_SEAT:
        return ask_seat(picture)
    return replace(picture, next=picture.next or Next(TryAgainAsked(), Intent.ASK)), ()


ENDS_WITH_A_SEAT = frozenset(
    {Intent.ASK, Intent.LICENSE, Intent.CHECK, Intent.TRY_AGAIN, Intent.TAKE_OFFER, Intent.LOG_OUT}
)
"""Or with its refusal; or with nobody who could ask for one."""


def unsaved(picture: Picture, event: ProductUnsaved, at: datetime) -> Step:
    return replace(picture, use=replace(picture.use, unsaved=event.unsaved)), ()


def check(picture: Picture, event: CheckAsked, at: datetime) -> Step:
    return ask(picture, Intent.CHECK)


def try_again(picture: Picture, event: TryAgainAsked, at: datetime) -> Step:
    return ask(picture, Intent.TRY_AGAIN)


# --- answers ---------------------------------------------------------------------------------


def lease_arrived(picture: Picture, event: LeaseArrived, at: datetime) -> Step:
    """It replaces whatever was held; the warnings of another end are due again by themselves."""
    held = still_true(_with_lease(picture, event), at)
    if not held.use.connected and ends_when_closed(event.lease):
        return close(done(held))  # closed while the answer was under way
    if picture.work and picture.work.intent is Intent.CHECK:
        return follow(held, errands.AskLicense)
    if picture.work and picture.work.intent is Intent.EXTEND:
        # who has just chosen a day needs no warning that it ends within one
        held = replace(held, warned=held.warned | warnings.behind(endings(held), at))
        held = remarked(held, RemarkCode.EXTENDED)
    return done(held), ()


def _with_lease(picture: Picture, event: LeaseArrived) -> Picture:
    held = replace(
        picture,
        standing=Licensed(event.lease),
        license=event.license or picture.license,
        contact_due=event.contact_due,
        taken=True,
        pending_seat="",
        pending_given_up="",
    )
    held = unnoted(
        held,
        NoticeKind.LEASE_PUT_ASIDE,
        NoticeKind.LEASE_IN_MEMORY,
        NoticeKind.CLOSE_PENDING,
        NoticeKind.FAILED,
    )
    if not event.written:
        held = noted(held, NoticeKind.LEASE_IN_MEMORY)
    if "device-duplicated" in event.notices:
        held = noted(held, NoticeKind.DUPLICATED)
    moved = "seat-moved" in event.notices and _is_another(picture, event.lease)
    return noted(held, NoticeKind.SEAT_MOVED) if moved else held


def _is_another(picture: Picture, lease: Lease) -> bool:
    """Of another license than before. A place that had ended (a trial's day, the hours after a
    crash) comes back as a new one, too: nothing that a person would call moved."""
    before = lease_of(picture)
    if before is not None:
        return before.license != lease.license
    return picture.license is None or picture.license.license_id != lease.license


def license_shown(picture: Picture, event: LicenseShown, at: datetime) -> Step:
    """Shown, and looked at again (APP-4); in use without a lease goes on to ask for a seat."""
    due = picture.contact_due or at + LATER
    shown = replace(picture, license=event.license, others=event.others, contact_due=due)
    if isinstance(shown.standing, Licensed):
        return done(remarked(shown, RemarkCode.CHECKED)), ()
    if shown.use.connected:
        return follow(shown, lambda g: errands.AskSeat(g), Intent.ASK)
    checked = remarked(shown, RemarkCode.CHECKED) if _was_check(picture) else shown
    return done(_ready_at_last(checked)), ()


def _was_check(picture: Picture) -> bool:
    return picture.work is not None and picture.work.intent is Intent.CHECK


def _ready_at_last(picture: Picture) -> Picture:
    standing = picture.standing
    if isinstance(standing, ReadOnly) and standing.why is ReadOnlyWhy.NO_LICENSE:
        return replace(picture, standing=Ready())
    return picture


def no_license(picture: Picture, event: NoLicense, at: datetime) -> Step:
    """In use, the seat's own refusal says more (SEAT-2 tries every pool)."""
    none = replace(picture, license=None, others=())
    if none.use.connected:
        return follow(none, lambda g: errands.AskSeat(g), Intent.ASK)
    why = ReadOnly(ReadOnlyWhy.NO_LICENSE, lease_of(none), event.refusal)
    return replace(done(none), standing=why, contact_due=at + LATER), ()


def no_license_while_licensed(picture: Picture, event: NoLicense, at: datetime) -> Step:
    """Only a refused seat takes a lease away."""
    return done(remarked(picture, event.refusal.code, refusal=event.refusal)), ()


def refused(picture: Picture, event: SeatRefused, at: datetime) -> Step:
    """Known reasons alone come here; the lease is given up, and the server told so."""
    why = ReadOnly(why_of(event.refusal), refusal=event.refusal)
    due = None if why.why in (ReadOnlyWhy.FREED, ReadOnlyWhy.TAKEN_OVER) else event.contact_due
    left = replace(done(picture), standing=why, contact_due=due, taken=False)
    left = unnoted(left, *OF_THE_LEASE)
    lease = lease_of(picture)
    if lease is None:
        return left, ()
    gone = replace(left, pending_given_up=lease.seat)
    return gone, (errands.DeleteLease(lease.seat), errands.SendClose(lease.seat, given_up=True))


OF_THE_LEASE = (
    NoticeKind.SEAT_MOVED,
    NoticeKind.LEASE_IN_MEMORY,
    NoticeKind.OFFLINE_ENDING,
    NoticeKind.ENDING,
)
"""Notices that go with it."""


def why_of(refusal: Refusal) -> ReadOnlyWhy:
    if refusal.code == "seat-lost":
        return LOST.get(str(refusal.members.get("because")), ReadOnlyWhy.POOL_SHRANK)
    return WHY[refusal.code]


# --- closing ---------------------------------------------------------------------------------


def closed(picture: Picture, event: ProductClosed, at: datetime) -> Step:
    return _counted(picture, event, -1), ()


def closed_with_place(picture: Picture, event: ProductClosed, at: datetime) -> Step:
    left = _counted(picture, event, -1)
    lease = lease_of(picture)
    if left.use.connected or lease is None or not ends_when_closed(lease):
        return left, ()
    return close(left)


def close(picture: Picture) -> Step:
    """Lease and close are put away together, so that no kill leaves one without the other."""
    lease = lease_of(picture)
    assert lease is not None
    idle, stopped = stop(picture)
    ready = replace(idle, standing=Ready(), contact_due=None, taken=False)
    ready = replace(ready, pending_seat=lease.seat)
    away: tuple[Errand, ...] = (*stopped, errands.PutLeaseAway(lease.seat))
    if isinstance(picture.connection, Offline):
        return noted(ready, NoticeKind.CLOSE_PENDING), away
    return ready, (*away, errands.SendClose(lease.seat))


def _counted(picture: Picture, event: ProductOpened | ProductClosed, by: int) -> Picture:
    use = picture.use
    if event.shell:
        return replace(picture, use=replace(use, shell=by > 0))
    return replace(picture, use=replace(use, products=max(0, use.products + by)))
