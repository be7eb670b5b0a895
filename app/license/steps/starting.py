"""The start: what the disk held, then what the key store held (APP-1, LEASE-4, 5)."""

from __future__ import annotations

from datetime import datetime, timedelta

from msgspec.structs import replace

from app.license import errands
from app.license.events import DiskRead, SecretsRead
from app.license.picture import (
    Bound,
    GivenUp,
    Licensed,
    NoticeKind,
    Offline,
    Picture,
    ReadOnly,
    ReadOnlyWhy,
    Ready,
    SessionKnown,
    SignedOut,
    SignedOutWhy,
    Standing,
    Starting,
    lease_of,
)
from app.license.steps.moves import Step, ask, ends_when_closed, noted, unnoted
from app.license.steps.passing import over
from contract.lease import Lease

THEY_COME_BACK = timedelta(seconds=20)
"""For products to connect again, before a place that nothing uses is closed: the manager that
died or handed over had some (HOST-5)."""


def disk_read(picture: Picture, event: DiskRead, at: datetime) -> Step:
    """A good lease opens at once; without one, the key store says what is next."""
    found = replace(
        picture,
        standing=_found(event, at),
        account=event.account,
        license=event.license,
        device=event.device,
        air=event.air,
        pending_seat=event.closing,
        pending_given_up=event.given_up,
        warned=event.warned,
        shared=replace(picture.shared, active=at) if picture.shared else None,
    )
    if event.fault:
        found = noted(found, NoticeKind.LEASE_PUT_ASIDE, detail=event.fault)
    return found, (errands.ReadSecrets(),)


def _found(event: DiskRead, at: datetime) -> Standing:
    if event.lease is None:
        return Starting()
    return standing_of(event.lease, at, event.latest)


def standing_of(lease: Lease, at: datetime, latest: datetime | None = None) -> Standing:
    """What a verified lease amounts to; `latest` is given where the clock is behind it."""
    end = lease.ends_at
    if end is None:
        return Bound(lease)
    if latest is not None:
        return ReadOnly(ReadOnlyWhy.CLOCK, lease, latest=latest)
    return Licensed(lease) if at < end else ReadOnly(over(lease, at), lease)


def secrets_before_standing(picture: Picture, event: SecretsRead, at: datetime) -> Step:
    """No lease: signed in or not is what counts."""
    known = _known(picture, event)
    if event.given_up and isinstance(picture.air, GivenUp):
        return replace(known, standing=ReadOnly(ReadOnlyWhy.GIVEN_UP)), ()
    if event.signed_in and event.device_known:
        ready = replace(known, standing=Ready(), contact_due=at)
        return ask(ready, quiet=not known.use.connected)
    if event.signed_in:
        gone = SignedOut(SignedOutWhy.CACHE_GONE)
        signed_out = replace(known, standing=gone, session=SessionKnown.ABSENT)
        return signed_out, (errands.ForgetToken(),)
    out = replace(known, standing=SignedOut(SignedOutWhy.FRESH), contact_due=at)
    return ask(out, quiet=True)  # is there a connection at all? (face 3)


def secrets_with_lease(picture: Picture, event: SecretsRead, at: datetime) -> Step:
    """The lease serves already; the token is for asking in the background."""
    known = _known(picture, event)
    if not event.signed_in:
        return noted(known, NoticeKind.SIGN_IN_AGAIN), ()
    lease = lease_of(known)
    if lease is not None and ends_when_closed(lease) and not known.use.connected:
        return replace(known, contact_due=at + THEY_COME_BACK), ()
    return ask(replace(known, contact_due=at), quiet=True)


def secrets_bound(picture: Picture, event: SecretsRead, at: datetime) -> Step:
    """A lease that was given up is no lease, whoever put it back (AIR-9)."""
    known = _known(picture, event)
    if event.returned is None or not isinstance(picture.standing, Bound):
        return known, ()
    return replace(known, standing=ReadOnly(ReadOnlyWhy.GIVEN_UP), air=event.returned), ()


def secrets_without_lease(picture: Picture, event: SecretsRead, at: datetime) -> Step:
    """Read-only: with a token it is asked, without one somebody has to sign in."""
    known = _known(picture, event)
    if event.signed_in:
        return ask(replace(known, contact_due=at), quiet=True)
    return replace(known, standing=SignedOut(SignedOutWhy.SESSION_ENDED)), ()


def secrets_after_closing(picture: Picture, event: SecretsRead, at: datetime) -> Step:
    """The product that had the lease has closed meanwhile, and may be there again."""
    known = _known(picture, event)
    if event.signed_in:
        return ask(replace(known, contact_due=at), quiet=not known.use.connected)
    return replace(known, standing=SignedOut(SignedOutWhy.SESSION_ENDED)), ()


def secrets_late(picture: Picture, event: SecretsRead, at: datetime) -> Step:
    """The key store took its time, and the answer is used all the same (APP-13)."""
    known = _known(picture, event)
    if event.signed_in:
        ready = replace(known, standing=Ready(), contact_due=at)
        return ask(ready, quiet=not known.use.connected)
    return known, ()


def _known(picture: Picture, event: SecretsRead) -> Picture:
    session = SessionKnown.THERE if event.signed_in else SessionKnown.ABSENT
    other_key = bool(event.device and picture.device) and event.device != picture.device
    known = replace(
        picture,
        session=session,
        air=None if other_key else picture.air,
        pending_release=event.release,
        device=event.device or picture.device,
    )
    if event.signed_in:
        known = unnoted(known, NoticeKind.SIGN_IN_AGAIN)
    if event.fallback:
        return noted(known, NoticeKind.NO_KEY_STORE)
    return unnoted(known, NoticeKind.NO_KEY_STORE)


def unusable_and_unreached(picture: Picture, at: datetime) -> Picture:
    """The lease was put aside and nothing better can be had now (face 23)."""
    fault = next((n.detail for n in picture.notices if n.kind is NoticeKind.LEASE_PUT_ASIDE), "")
    unusable = fault and isinstance(picture.standing, Ready | SignedOut)
    if not unusable or isinstance(picture.connection, Offline):
        return picture
    return replace(picture, standing=ReadOnly(ReadOnlyWhy.LEASE_UNUSABLE, fault=fault))
