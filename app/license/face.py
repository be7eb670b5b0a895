"""Which of the 27 faces a picture shows. Pure; what a face looks like is the views'."""

from __future__ import annotations

from enum import Enum
from typing import assert_never

from app.license.picture import (
    Bound,
    Intent,
    Licensed,
    Offline,
    Picture,
    ReadOnly,
    ReadOnlyWhy,
    Ready,
    Requested,
    SignedOut,
    SignedOutWhy,
    SigningIn,
    Starting,
    TooOld,
    Unconfirmed,
    Waiting,
)


class Face(Enum):
    """By their numbers in docs/states.md."""

    STARTING = 1
    SIGN_IN = 2
    NO_CONNECTION = 3
    SIGNING_IN = 4
    SIGN_IN_BLOCKED = 5
    UNCONFIRMED = 6
    READY = 7
    NO_LICENSE = 8
    SEATS_EXHAUSTED = 9
    WAITING = 10
    OFFERED = 11
    OWNER = 12
    MEMBER = 13
    TRIAL = 14
    RESERVED = 15
    BRIDGING = 16
    BOUND = 17
    LAPSED = 18
    RESERVATION_OVER = 19
    LICENSE_OVER = 20
    SEAT_LOST = 21
    CLOCK = 22
    LEASE_UNUSABLE = 23
    GIVEN_UP = 24
    REQUESTED = 25
    LOGGING_OUT = 26
    TOO_OLD = 27


READ_ONLY: dict[ReadOnlyWhy, Face] = {
    ReadOnlyWhy.NO_LICENSE: Face.NO_LICENSE,
    ReadOnlyWhy.PLATFORM_NOT_COVERED: Face.NO_LICENSE,
    ReadOnlyWhy.SEATS_EXHAUSTED: Face.SEATS_EXHAUSTED,
    ReadOnlyWhy.LAPSED: Face.LAPSED,
    ReadOnlyWhy.RESERVATION_OVER: Face.RESERVATION_OVER,
    ReadOnlyWhy.LICENSE_ENDED: Face.LICENSE_OVER,
    ReadOnlyWhy.TRIAL_OVER: Face.LICENSE_OVER,
    ReadOnlyWhy.FREED: Face.SEAT_LOST,
    ReadOnlyWhy.TAKEN_OVER: Face.SEAT_LOST,
    ReadOnlyWhy.POOL_SHRANK: Face.SEAT_LOST,
    ReadOnlyWhy.MEMBERSHIP_BLOCKED: Face.SEAT_LOST,
    ReadOnlyWhy.MEMBERSHIP_ENDED: Face.SEAT_LOST,
    ReadOnlyWhy.LICENSE_SUSPENDED: Face.SEAT_LOST,
    ReadOnlyWhy.WEB_SESSION_OPEN: Face.SEAT_LOST,
    ReadOnlyWhy.CLOCK: Face.CLOCK,
    ReadOnlyWhy.LEASE_UNUSABLE: Face.LEASE_UNUSABLE,
    ReadOnlyWhy.GIVEN_UP: Face.GIVEN_UP,
}

WITH_REQUEST = {
    *(Face.SIGN_IN, Face.NO_CONNECTION, Face.NO_LICENSE, Face.SEATS_EXHAUSTED, Face.LAPSED),
    *(Face.RESERVATION_OVER, Face.LICENSE_OVER, Face.SEAT_LOST, Face.CLOCK),
    *(Face.LEASE_UNUSABLE, Face.GIVEN_UP, Face.READY),
}
"""The faces over which a waiting request shows its card (25)."""


def face(picture: Picture) -> Face:
    """The face shown: 25, 26 and 27 lie over the one of the standing."""
    below = standing_face(picture)
    if picture.work and picture.work.intent is Intent.LOG_OUT:
        return Face.LOGGING_OUT
    if isinstance(picture.connection, TooOld) and below is not Face.STARTING:
        return Face.TOO_OLD
    if isinstance(picture.air, Requested) and below in WITH_REQUEST:
        return Face.REQUESTED
    return below


def standing_face(picture: Picture) -> Face:
    """The face of the standing alone (1–24), which is what 25–27 lie over."""
    match picture.standing:
        case Starting():
            return Face.STARTING
        case SignedOut() as out:
            return _signed_out(out, picture)
        case SigningIn():
            return Face.SIGNING_IN
        case Unconfirmed():
            return Face.UNCONFIRMED
        case Ready():
            return Face.READY
        case Waiting(offered_until=until):
            return Face.OFFERED if until else Face.WAITING
        case Licensed():
            return _licensed(picture.standing, picture)
        case Bound():
            return Face.BOUND
        case ReadOnly(why=why):
            return READ_ONLY[why]
        case never:
            assert_never(never)


def _signed_out(out: SignedOut, picture: Picture) -> Face:
    if out.why is SignedOutWhy.BLOCKED:
        return Face.SIGN_IN_BLOCKED
    return Face.NO_CONNECTION if isinstance(picture.connection, Offline) else Face.SIGN_IN


def _licensed(licensed: Licensed, picture: Picture) -> Face:
    if licensed.lease.is_reserved:
        return Face.RESERVED
    if isinstance(picture.connection, Offline):
        return Face.BRIDGING
    if licensed.lease.is_trial:
        return Face.TRIAL
    return Face.OWNER if licensed.lease.policy == "owner" else Face.MEMBER
