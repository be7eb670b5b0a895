"""The connection, lost and regained, and what went wrong: never a fault of the license (APP-15)."""

from __future__ import annotations

from datetime import datetime, timedelta

from msgspec.structs import replace

from app.license import contact, errands
from app.license.errands import Errand
from app.license.events import (
    Cancelled,
    ClientTooOld,
    CloseAnswered,
    CloseNotSent,
    EffectFailed,
    LeaseUnusable,
    NoticeRead,
    NotReached,
    Reached,
    Refused,
    RemarkRead,
    TokenInvalid,
)
from app.license.picture import (
    Intent,
    NetFault,
    NoticeKind,
    Offline,
    Online,
    Picture,
    ReadOnly,
    ReadOnlyWhy,
    RemarkCode,
    SessionKnown,
    SignedOut,
    SignedOutWhy,
    TooOld,
)
from app.license.steps import signing_in
from app.license.steps.moves import LATER, SOON, Step, ask, done, noted, remarked, stop, unnoted
from app.license.steps.starting import unusable_and_unreached


def online(picture: Picture) -> Step:
    """An answer of the server's: what could not be sent before goes first."""
    if isinstance(picture.connection, Online):
        return replace(picture, failures=0), ()
    return replace(picture, connection=Online(), failures=0), pending(picture)


def pending(picture: Picture) -> tuple[Errand, ...]:
    closes: list[Errand] = []
    if picture.pending_release:
        closes.append(errands.SendRelease())
    if picture.pending_seat:
        closes.append(errands.SendClose(picture.pending_seat))
    if picture.pending_given_up:
        closes.append(errands.SendClose(picture.pending_given_up, given_up=True))
    return tuple(closes)


def not_reached(picture: Picture, event: NotReached, at: datetime) -> Step:
    """The connection alone changes, and the next try is planned."""
    said = _said(picture, event)
    before = unusable_and_unreached(said, at)
    since = picture.connection.since if isinstance(picture.connection, Offline) else at
    due = contact.after_failure(picture.failures, event.jitter, at, event.retry_after)
    offline = replace(
        done(before),
        connection=Offline(since, event.fault, event.detail),
        failures=picture.failures + 1,
        contact_due=due,
    )
    return offline, ()


def _said(picture: Picture, event: NotReached) -> Picture:
    if picture.work and picture.work.intent is Intent.LOG_OUT:
        return remarked(picture, RemarkCode.NO_CONNECTION_LOG_OUT)
    return remarked(picture, event.fault, detail=event.detail)


def not_reached_signing_in(picture: Picture, event: NotReached, at: datetime) -> Step:
    offline, _ = not_reached(picture, event, at)
    return signing_in.no_connection(replace(offline, remark=None)), ()


def lease_unusable(picture: Picture, event: LeaseUnusable, at: datetime) -> Step:
    """A lease that does not verify is no reason to give up the one that does."""
    fault = NotReached(event.generation, NetFault.SERVER, event.fault, jitter=event.jitter)
    return not_reached(picture, fault, at)


def reached(picture: Picture, event: Reached, at: datetime) -> Step:
    """Somebody is there: go on to what is due, or to the form."""
    free = replace(done(picture), remark=None)
    if isinstance(free.standing, SignedOut) and free.standing.why is SignedOutWhy.NO_CONNECTION:
        return replace(free, standing=SignedOut(SignedOutWhy.FRESH, free.standing.email)), ()
    if picture.session is SessionKnown.THERE and not isinstance(picture.standing, SignedOut):
        return ask(free, quiet=True)
    unusable = isinstance(free.standing, ReadOnly) and free.session is SessionKnown.ABSENT
    if unusable and free.standing.why is ReadOnlyWhy.LEASE_UNUSABLE:  # type: ignore[union-attr]
        return replace(free, standing=SignedOut(SignedOutWhy.CACHE_GONE)), ()
    return free, ()


def too_old(picture: Picture, event: ClientTooOld, at: datetime) -> Step:
    """A good lease still serves; the next version asks again at once."""
    old = replace(done(picture), connection=TooOld(event.minimum, event.download))
    return replace(old, contact_due=at + timedelta(hours=1)), ()


def too_old_signing_in(picture: Picture, event: ClientTooOld, at: datetime) -> Step:
    old, _ = too_old(picture, event, at)
    return signing_in.failed(old), ()


def token_invalid(picture: Picture, event: TokenInvalid, at: datetime) -> Step:
    """A good lease goes on without a session; nothing is deleted."""
    ended = replace(done(picture), session=SessionKnown.ABSENT, contact_due=None)
    return noted(ended, NoticeKind.SIGN_IN_AGAIN), (errands.ForgetToken(),)


def token_invalid_without_lease(picture: Picture, event: TokenInvalid, at: datetime) -> Step:
    ended = replace(done(picture), session=SessionKnown.ABSENT, contact_due=None, taken=False)
    out = SignedOut(SignedOutWhy.SESSION_ENDED, _email(picture))
    return replace(ended, standing=out), (errands.ForgetToken(),)


def _email(picture: Picture) -> str:
    return picture.account.email if picture.account else ""


def refused(picture: Picture, event: Refused, at: datetime) -> Step:
    """Unchanged, and the reason said."""
    said = remarked(picture, event.refusal.code, refusal=event.refusal)
    return replace(done(said), contact_due=_looked_for_again(picture, at)), ()


def refused_signing_in(picture: Picture, event: Refused, at: datetime) -> Step:
    out = SignedOut(SignedOutWhy.REFUSED, picture.standing.email, event.refusal)  # type: ignore[union-attr]
    return replace(done(picture), standing=out), ()


def effect_failed(picture: Picture, event: EffectFailed, at: datetime) -> Step:
    """Nobody expected it; the log has it under the id that the notice shows."""
    known = noted(picture, NoticeKind.FAILED, detail=event.error)
    mine = picture.work is not None and picture.work.generation == event.generation
    if not mine:
        return known, ()
    return replace(done(known), contact_due=_looked_for_again(picture, at)), ()


def effect_failed_signing_in(picture: Picture, event: EffectFailed, at: datetime) -> Step:
    """Nobody is left waiting for an answer that cannot come."""
    known, _ = effect_failed(picture, event, at)
    return (known if known.work else signing_in.failed(known)), ()


def effect_failed_at_start(picture: Picture, event: EffectFailed, at: datetime) -> Step:
    """The key store's, unless it is that of a file which was opened already."""
    if picture.work is not None and picture.work.generation == event.generation:
        return effect_failed(picture, event, at)
    known = noted(picture, NoticeKind.FAILED, detail=event.error)
    out = SignedOut(SignedOutWhy.FRESH)
    return replace(known, standing=out, session=SessionKnown.ABSENT), ()


def _looked_for_again(picture: Picture, at: datetime) -> datetime | None:
    waits = picture.session is SessionKnown.THERE
    return picture.contact_due or (at + LATER if waits else None)


MAY_BE_DONE = frozenset({Intent.EXTEND, Intent.RETURN_EARLY, Intent.TAKE_OFFER})
"""The server may have done it before it was cancelled: a contact shows what holds now."""


def cancelled(picture: Picture, event: Cancelled, at: datetime) -> Step:
    """Only what the person waits for; log out until it is sent."""
    if picture.work is None or not picture.work.cancellable or picture.work.quiet:
        return picture, ()
    stopped, orders = stop(picture)
    due = _looked_for_again(picture, at)
    if due is not None and picture.work.intent in MAY_BE_DONE:
        due = min(due, at + SOON)
    return replace(stopped, contact_due=due), orders


def close_answered(picture: Picture, event: CloseAnswered, at: datetime) -> Step:
    if event.given_up and picture.pending_given_up == event.seat:
        return replace(picture, pending_given_up=""), ()
    if not event.given_up and picture.pending_seat == event.seat:
        return unnoted(replace(picture, pending_seat=""), NoticeKind.CLOSE_PENDING), ()
    return picture, ()


def close_not_sent(picture: Picture, event: CloseNotSent, at: datetime) -> Step:
    """Sent with the next connection; until then a start takes it back (SEAT-15)."""
    since = picture.connection.since if isinstance(picture.connection, Offline) else at
    offline = replace(
        picture,
        connection=Offline(since, event.fault),
        contact_due=picture.contact_due or contact.after_failure(0, 1.0, at),
    )
    if picture.pending_seat == event.seat:
        offline = noted(offline, NoticeKind.CLOSE_PENDING)
    return offline, ()


def remark_read(picture: Picture, event: RemarkRead, at: datetime) -> Step:
    return replace(picture, remark=None), ()


def notice_read(picture: Picture, event: NoticeRead, at: datetime) -> Step:
    return unnoted(picture, event.kind), ()
