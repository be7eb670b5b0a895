"""Every code that a refusal may carry, with its status and its English title (RFC 9457).

The sentences for people stand in `sentences.py`; the typed members in `wire/problem.py`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType


class Code(StrEnum):
    """The stable name of a refusal: the end of the problem's `type`, and its `code`."""

    # what any call may answer
    TOKEN_INVALID = "token-invalid"  # noqa: S105  the name of a refusal
    FORBIDDEN = "forbidden"
    NOT_FOUND = "not-found"
    METHOD_NOT_ALLOWED = "method-not-allowed"
    TOO_LARGE = "too-large"
    INVALID_INPUT = "invalid-input"
    IDEMPOTENCY_KEY_REUSED = "idempotency-key-reused"
    CLIENT_TOO_OLD = "client-too-old"
    RATE_LIMITED = "rate-limited"
    INTERNAL = "internal"
    MAINTENANCE = "maintenance"
    # signing in and out
    CREDENTIALS_INVALID = "credentials-invalid"
    SIGN_IN_BLOCKED = "sign-in-blocked"
    EMAIL_UNCONFIRMED = "email-unconfirmed"
    SECOND_FACTOR_REQUIRED = "second-factor-required"
    CODE_INVALID = "code-invalid"
    CHALLENGE_ENDED = "challenge-ended"
    BROWSER_SIGN_IN_REQUIRED = "browser-sign-in-required"
    DEVICE_ID_MISMATCH = "device-id-mismatch"
    PRODUCT_UNKNOWN = "product-unknown"
    # seats
    NO_LICENSE = "no-license"
    SEATS_EXHAUSTED = "seats-exhausted"
    TRIAL_OVER = "trial-over"
    LICENSE_EXPIRED = "license-expired"
    LICENSE_SUSPENDED = "license-suspended"
    PLATFORM_NOT_COVERED = "platform-not-covered"
    MEMBERSHIP_BLOCKED = "membership-blocked"
    MEMBERSHIP_ENDED = "membership-ended"
    SEAT_LOST = "seat-lost"
    WEB_SESSION_OPEN = "web-session-open"
    NO_SEAT = "no-seat"
    # reserving
    OFFLINE_NOT_ALLOWED = "offline-not-allowed"
    PERIOD_NOT_GRANTED = "period-not-granted"
    OFFLINE_QUOTA_REACHED = "offline-quota-reached"
    # the line
    SEAT_FREE = "seat-free"
    LINE_NOT_OFFERED = "line-not-offered"
    # devices
    RELEASE_LIMIT_REACHED = "release-limit-reached"
    DEVICE_BOUND_OFFLINE = "device-bound-offline"
    DEVICE_IS_THIS = "device-is-this"
    # binding a computer that never goes online, and its return
    REQUEST_DAMAGED = "request-damaged"
    DEVICE_BOUND_ELSEWHERE = "device-bound-elsewhere"
    LICENSE_NOT_PERPETUAL = "license-not-perpetual"
    SIGN_IN_TOO_OLD = "sign-in-too-old"
    RETURN_DAMAGED = "return-damaged"
    RETURN_UNKNOWN = "return-unknown"
    RETURN_SUPERSEDED = "return-superseded"
    RETURN_LIMIT_REACHED = "return-limit-reached"
    # the shop
    SHOP_KEY_INVALID = "shop-key-invalid"
    BUYER_TOKEN_INVALID = "buyer-token-invalid"  # noqa: S105  the name of a refusal
    LICENSE_UNKNOWN = "license-unknown"
    # the box for keys and codes, and the back office's commands
    KEY_EMPTY = "key-empty"
    KEY_INVALID = "key-invalid"
    KEY_OLDER_VERSION = "key-older-version"
    KEY_UNKNOWN = "key-unknown"
    KEY_IS_ID = "key-is-id"
    LICENSE_TAKEN = "license-taken"
    LICENSE_ALREADY_YOURS = "license-already-yours"
    LICENSE_KINDS_DIFFER = "license-kinds-differ"
    OWN_INVITE_CODE = "own-invite-code"
    ALREADY_MEMBER = "already-member"
    NOT_A_MEMBER = "not-a-member"
    TRIAL_LICENSE_HELD = "trial-license-held"
    TRIAL_ACTIVE = "trial-active"
    TRIAL_RECENT = "trial-recent"
    LINK_ENDED = "link-ended"
    NAME_INVALID = "name-invalid"
    PASSWORD_INVALID = "password-invalid"  # noqa: S105  the name of a refusal
    LANGUAGE_UNKNOWN = "language-unknown"
    ACCOUNT_UNKNOWN = "account-unknown"
    ACCOUNT_EXISTS = "account-exists"
    ID_TAKEN = "id-taken"


@dataclass(frozen=True, slots=True)
class Problem:
    """What is fixed about a refusal: the rest depends on the case."""

    code: Code
    status: int
    title: str


_TABLE: tuple[tuple[Code, int, str], ...] = (
    (Code.TOKEN_INVALID, 401, "The session has ended"),
    (Code.FORBIDDEN, 403, "Not allowed"),
    (Code.NOT_FOUND, 404, "Not found"),
    (Code.METHOD_NOT_ALLOWED, 405, "Not a method of this address"),
    (Code.TOO_LARGE, 413, "Too large"),
    (Code.INVALID_INPUT, 422, "The input is not valid"),
    (Code.IDEMPOTENCY_KEY_REUSED, 422, "The idempotency key was used for something else"),
    (Code.CLIENT_TOO_OLD, 426, "This version is too old"),
    (Code.RATE_LIMITED, 429, "Too many requests"),
    (Code.INTERNAL, 500, "An error of the server"),
    (Code.MAINTENANCE, 503, "The server is being worked on"),
    (Code.CREDENTIALS_INVALID, 401, "Email or password is wrong"),
    (Code.SIGN_IN_BLOCKED, 429, "Signing in is blocked for a while"),
    (Code.EMAIL_UNCONFIRMED, 403, "The email address is not confirmed"),
    (Code.SECOND_FACTOR_REQUIRED, 401, "A second factor is needed"),
    (Code.CODE_INVALID, 401, "The code is wrong"),
    (Code.CHALLENGE_ENDED, 401, "The sign-in took too long"),
    (Code.BROWSER_SIGN_IN_REQUIRED, 403, "Sign in with the browser"),
    (Code.DEVICE_ID_MISMATCH, 422, "The device id does not belong to its key"),
    (Code.PRODUCT_UNKNOWN, 422, "The product is not known"),
    (Code.NO_LICENSE, 403, "No license"),
    (Code.SEATS_EXHAUSTED, 409, "All seats are in use"),
    (Code.TRIAL_OVER, 403, "The trial is over"),
    (Code.LICENSE_EXPIRED, 403, "The license has ended"),
    (Code.LICENSE_SUSPENDED, 403, "The license is suspended"),
    (Code.PLATFORM_NOT_COVERED, 403, "The license does not cover this platform"),
    (Code.MEMBERSHIP_BLOCKED, 403, "The membership is blocked"),
    (Code.MEMBERSHIP_ENDED, 403, "The membership has ended"),
    (Code.SEAT_LOST, 409, "The seat was given to somebody else"),
    (Code.WEB_SESSION_OPEN, 409, "Another web session is open"),
    (Code.NO_SEAT, 404, "This computer holds no seat"),
    (Code.OFFLINE_NOT_ALLOWED, 403, "Offline use is not possible"),
    (Code.PERIOD_NOT_GRANTED, 422, "This period is not granted"),
    (Code.OFFLINE_QUOTA_REACHED, 409, "No more seats may be taken offline"),
    (Code.SEAT_FREE, 409, "A seat is free"),
    (Code.LINE_NOT_OFFERED, 403, "There is nothing to wait for"),
    (Code.RELEASE_LIMIT_REACHED, 429, "Too many computers were released"),
    (Code.DEVICE_BOUND_OFFLINE, 409, "This computer is bound offline"),
    (Code.DEVICE_IS_THIS, 409, "This is the computer in use"),
    (Code.REQUEST_DAMAGED, 422, "The request is damaged"),
    (Code.DEVICE_BOUND_ELSEWHERE, 409, "Another account bound this computer"),
    (Code.LICENSE_NOT_PERPETUAL, 403, "The license is not perpetual"),
    (Code.SIGN_IN_TOO_OLD, 403, "Sign in again first"),
    (Code.RETURN_DAMAGED, 422, "The return file is damaged"),
    (Code.RETURN_UNKNOWN, 404, "This return belongs to no bound computer"),
    (Code.RETURN_SUPERSEDED, 409, "A newer response was given to this computer"),
    (Code.RETURN_LIMIT_REACHED, 429, "Too many returns"),
    (Code.SHOP_KEY_INVALID, 401, "The shop's key is wrong"),
    (Code.BUYER_TOKEN_INVALID, 422, "The buyer's token is not valid"),
    (Code.LICENSE_UNKNOWN, 404, "No such license"),
    (Code.KEY_EMPTY, 422, "Nothing was entered"),
    (Code.KEY_INVALID, 422, "Not a license key or invite code"),
    (Code.KEY_OLDER_VERSION, 422, "A key of an older version"),
    (Code.KEY_UNKNOWN, 404, "The key or code is not known"),
    (Code.KEY_IS_ID, 422, "An id is not a key"),
    (Code.LICENSE_TAKEN, 409, "Another account activated this license"),
    (Code.LICENSE_ALREADY_YOURS, 409, "You have already activated this license"),
    (Code.LICENSE_KINDS_DIFFER, 409, "License kinds do not mix"),
    (Code.OWN_INVITE_CODE, 409, "Your own invite code"),
    (Code.ALREADY_MEMBER, 409, "Already a member"),
    (Code.NOT_A_MEMBER, 404, "Not a member"),
    (Code.TRIAL_LICENSE_HELD, 409, "There is a license already"),
    (Code.TRIAL_ACTIVE, 409, "A trial is running"),
    (Code.TRIAL_RECENT, 409, "There was a trial recently"),
    (Code.LINK_ENDED, 409, "The link no longer works"),
    (Code.NAME_INVALID, 422, "The name cannot be used"),
    (Code.PASSWORD_INVALID, 422, "The password cannot be used"),
    (Code.LANGUAGE_UNKNOWN, 422, "The language is not known"),
    (Code.ACCOUNT_UNKNOWN, 404, "No such account"),
    (Code.ACCOUNT_EXISTS, 409, "The account exists already"),
    (Code.ID_TAKEN, 409, "The id is in use"),
)

PROBLEMS: Mapping[Code, Problem] = MappingProxyType({row[0]: Problem(*row) for row in _TABLE})

COMMON_REFUSALS: frozenset[Code] = frozenset(
    {
        Code.TOKEN_INVALID,
        Code.FORBIDDEN,
        Code.NOT_FOUND,
        Code.METHOD_NOT_ALLOWED,
        Code.TOO_LARGE,
        Code.INVALID_INPUT,
        Code.IDEMPOTENCY_KEY_REUSED,
        Code.CLIENT_TOO_OLD,
        Code.RATE_LIMITED,
        Code.INTERNAL,
        Code.MAINTENANCE,
    }
)
"""What any call may answer; none of them says anything about a license (APP-15)."""

KNOWN_REFUSALS_OF_PUT_SEAT: frozenset[Code] = frozenset(
    {
        Code.NO_LICENSE,
        Code.SEATS_EXHAUSTED,
        Code.TRIAL_OVER,
        Code.LICENSE_EXPIRED,
        Code.LICENSE_SUSPENDED,
        Code.PLATFORM_NOT_COVERED,
        Code.MEMBERSHIP_BLOCKED,
        Code.MEMBERSHIP_ENDED,
        Code.SEAT_LOST,
        Code.WEB_SESSION_OPEN,
    }
)
"""The refusals after which a lease held is deleted; no other answer may do that (APP-15)."""
