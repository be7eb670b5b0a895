"""What time brings: the end of a lease, a warning, the next contact, a clock that is wrong."""

from __future__ import annotations

from datetime import datetime, timedelta

from msgspec.structs import replace

from app.license import errands
from app.license.events import ClockDiffers, ClockRight, ClockWentBack, ConnectionRegained, Event
from app.license.picture import (
    Intent,
    Licensed,
    NoticeKind,
    Offline,
    Online,
    Picture,
    ReadOnly,
    ReadOnlyWhy,
    SessionKnown,
    SignedOut,
    SignedOutWhy,
    TooOld,
    Waiting,
    lease_of,
)
from app.license.steps import shared, warning
from app.license.steps.moves import Step, ask, begin, noted, unnoted
from contract.lease import Lease

LONGEST_PAUSE = timedelta(hours=2)
"""No contact is planned further ahead; what is came from a clock that was wrong."""

ENDED_BY_TIME = frozenset(
    {
        ReadOnlyWhy.LAPSED,
        ReadOnlyWhy.RESERVATION_OVER,
        ReadOnlyWhy.LICENSE_ENDED,
        ReadOnlyWhy.TRIAL_OVER,
    }
)


def over(lease: Lease, at: datetime) -> ReadOnlyWhy:
    """Why a lease whose `exp` has passed serves no more, by its own claims."""
    if lease.license_ends_at is not None and lease.license_ends_at <= at:
        return ReadOnlyWhy.TRIAL_OVER if lease.is_trial else ReadOnlyWhy.LICENSE_ENDED
    if lease.offline_until_at is not None and lease.offline_until_at <= at:
        return ReadOnlyWhy.RESERVATION_OVER
    return ReadOnlyWhy.LAPSED


def passed(picture: Picture, event: Event, at: datetime) -> Step:
    """Time first, then a contact if one is due. The same for a tick and after sleep."""
    if shared.is_left_alone(picture, at):
        return shared.left_alone(picture, at)
    picture = shared.warned(picture, at)
    now = _offer_over(_block_over(_expired(picture, at), at), at)
    warned, remembered = warning.warned(now, at)
    asked, started = _asked(warned, at)
    return asked, (*remembered, *started)


def _expired(picture: Picture, at: datetime) -> Picture:
    standing = picture.standing
    if not isinstance(standing, Licensed):
        return _served_again(picture, at)
    end = standing.lease.ends_at
    if end is None or at < end:
        return picture
    ended = ReadOnly(over(standing.lease, at), standing.lease)
    due = picture.contact_due if isinstance(picture.connection, TooOld) else at
    told = unnoted(picture, NoticeKind.OFFLINE_ENDING, NoticeKind.ENDING)  # it has ended
    return replace(told, standing=ended, contact_due=due)


def _served_again(picture: Picture, at: datetime) -> Picture:
    """A clock that ran ahead ended the lease too early and is right again."""
    standing = picture.standing
    if not isinstance(standing, ReadOnly) or standing.why not in ENDED_BY_TIME:
        return picture
    end = standing.lease.ends_at if standing.lease else None
    if standing.lease is None or end is None or end <= at:
        return picture
    return replace(picture, standing=Licensed(standing.lease))


def _block_over(picture: Picture, at: datetime) -> Picture:
    standing = picture.standing
    if isinstance(standing, SignedOut) and standing.until and standing.until <= at:
        return replace(picture, standing=SignedOut(SignedOutWhy.FRESH, standing.email))
    return picture


def _offer_over(picture: Picture, at: datetime) -> Picture:
    standing = picture.standing
    if isinstance(standing, Waiting) and standing.offered_until and standing.offered_until <= at:
        return replace(picture, standing=replace(standing, offered_until=None), contact_due=at)
    return picture


def _asked(picture: Picture, at: datetime) -> Step:
    due = picture.contact_due
    if due is None or at < due <= at + LONGEST_PAUSE:
        return picture, ()
    if picture.work is not None:
        return replace(picture, contact_due=at + timedelta(seconds=30)), ()
    idle = replace(picture, contact_due=None)
    if isinstance(picture.standing, Waiting):
        return begin(idle, Intent.WAIT, errands.StandInLine, quiet=True)
    if picture.session is SessionKnown.THERE or not isinstance(picture.connection, Online):
        return ask(idle, quiet=True)
    return idle, ()


def clock_went_back(picture: Picture, event: ClockWentBack, at: datetime) -> Step:
    """Read-only until the clock is right or the server says the time; nothing is deleted."""
    lease = lease_of(picture)
    behind = ReadOnly(ReadOnlyWhy.CLOCK, lease, latest=event.latest)
    return _asked(replace(picture, standing=behind, contact_due=at), at)


def clock_right(picture: Picture, event: ClockRight, at: datetime) -> Step:
    lease = lease_of(picture)
    if lease is None:
        return picture, ()
    return passed(replace(picture, standing=Licensed(lease)), event, at)


def clock_differs(picture: Picture, event: ClockDiffers, at: datetime) -> Step:
    if event.differs:
        return noted(picture, NoticeKind.CLOCK_DIFFERS), ()
    return unnoted(picture, NoticeKind.CLOCK_DIFFERS), ()


def regained(picture: Picture, event: ConnectionRegained, at: datetime) -> Step:
    """The system sees a network: try now what was put off."""
    if not isinstance(picture.connection, Offline):
        return picture, ()
    return _asked(replace(picture, contact_due=at), at)
