"""What the rows of every chapter do to a picture: begin work, end it, note something."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from msgspec.structs import replace

from app.license import errands
from app.license.errands import Errand
from app.license.picture import (
    Busy,
    Intent,
    Licensed,
    Notice,
    NoticeKind,
    Picture,
    ReadOnly,
    ReadOnlyWhy,
    Remark,
    SessionKnown,
    lease_of,
)
from contract.lease import Lease

Step = tuple[Picture, tuple[Errand, ...]]
Order = Callable[[int], Errand]
"""Makes the effect once the generation of the work is known."""

LATER, SOON = timedelta(minutes=10), timedelta(seconds=15)
"""When something is looked for again that nobody was told a time for; and a place's contact."""


def begin(picture: Picture, intent: Intent, order: Order, *, quiet: bool = False) -> Step:
    """Start a work, instead of one that nobody asked for; another wish waits (`wishes.py`)."""
    if picture.work and not picture.work.quiet:
        return picture, ()
    stopped = (errands.Stop(picture.work.generation),) if picture.work else ()
    generation = picture.generation + 1
    busy = Busy(intent, generation, quiet=quiet)
    due = picture.contact_due if intent in WITHOUT_THE_SERVER else None
    started = replace(picture, work=busy, generation=generation, contact_due=due)
    return replace(started, remark=picture.remark if quiet else None), (*stopped, order(generation))


WITHOUT_THE_SERVER = frozenset(
    {Intent.REQUEST, Intent.DISCARD, Intent.RESPONSE, Intent.GIVE_BACK, Intent.MAKE_OWN}
)
"""Work whose answer plans no contact: the one that is planned stays."""


def follow(picture: Picture, order: Order, intent: Intent | None = None) -> Step:
    """Go on with the work that has just been answered."""
    work = picture.work
    free = replace(picture, work=None)
    if work is None:
        return free, ()
    return begin(free, intent or work.intent, order, quiet=work.quiet)


def stop(picture: Picture) -> Step:
    """No work any more; a late answer will find another generation."""
    if picture.work is None:
        return picture, ()
    stopped = replace(picture, work=None, generation=picture.generation + 1)
    return stopped, (errands.Stop(picture.work.generation),)


def done(picture: Picture) -> Picture:
    return replace(picture, work=None)


def noted(picture: Picture, kind: NoticeKind, **what: object) -> Picture:
    """With this notice, instead of another one of its kind."""
    others = frozenset(n for n in picture.notices if n.kind is not kind)
    return replace(picture, notices=others | {Notice(kind, **what)})  # type: ignore[arg-type]


def unnoted(picture: Picture, *kinds: NoticeKind) -> Picture:
    return replace(picture, notices=frozenset(n for n in picture.notices if n.kind not in kinds))


def remarked(picture: Picture, code: str, **what: object) -> Picture:
    """With the answer to what the person asked for; a quiet work has nobody to answer."""
    if picture.work is None or picture.work.quiet:
        return picture
    remark = Remark(picture.work.intent, code, **what)  # type: ignore[arg-type]
    return replace(picture, remark=remark)


def ask_seat(picture: Picture, intent: Intent = Intent.ASK, *, quiet: bool = False) -> Step:
    """`PUT /seat`: a contact with the own place id, a start where this run has none yet."""
    lease = lease_of(picture)
    seat = lease.seat if lease and picture.taken and intent is not Intent.CHECK else ""
    last = lease.jti or "" if lease else ""
    return begin(picture, intent, lambda g: errands.AskSeat(g, seat, last), quiet=quiet)


def ask_license(picture: Picture, intent: Intent = Intent.LICENSE, *, quiet: bool = False) -> Step:
    return begin(picture, intent, errands.AskLicense, quiet=quiet)


def ask(picture: Picture, intent: Intent = Intent.ASK, *, quiet: bool = False) -> Step:
    """Whatever is due in this standing: the seat while in use, else the license alone."""
    if picture.session is not SessionKnown.THERE:
        return begin(picture, Intent.TRY_AGAIN, errands.Probe, quiet=quiet)
    if picture.use.connected or _holds_a_place(picture):
        return ask_seat(picture, intent, quiet=quiet)
    return ask_license(picture, intent, quiet=quiet)


def ends_when_closed(lease: Lease) -> bool:
    """A member's or a trial's place, unless it is reserved (SEAT-3, 4)."""
    return not lease.is_reserved and (lease.policy == "member" or lease.is_trial)


def _holds_a_place(picture: Picture) -> bool:
    """An owner's or a reserved lease is renewed while nothing is in use, too; only if serving."""
    standing = picture.standing
    at_clock = isinstance(standing, ReadOnly) and standing.why is ReadOnlyWhy.CLOCK
    return isinstance(standing, Licensed) or at_clock
