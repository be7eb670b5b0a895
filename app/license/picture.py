"""What this computer is in, as plain values: one standing and the parts beside it.

Nothing here decides what happens next (that is `states.py`), and nothing stored here can be
computed: what is allowed, when that changes and which face is shown follow from these values
and the instant. Structs rather than dataclasses, as in `events.py`: the first paint waits for them.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from msgspec import Struct, field

from app.license import warnings
from app.license.diagnosis.findings import Diagnosis

if TYPE_CHECKING:
    from app.license.events import Wish
    from contract.lease import Lease
    from contract.wire.license import License


# --- parts of standings ----------------------------------------------------------------------


class SignedOutWhy(StrEnum):
    """Why somebody is asked to sign in."""

    FRESH = "fresh"
    LOGGED_OUT = "logged-out"
    CACHE_GONE = "cache-gone"
    SESSION_ENDED = "session-ended"
    MADE_OWN = "made-own"  # this computer has a key of its own again
    LEFT_ALONE = "left-alone"  # on a shared computer
    REFUSED = "refused"  # `refusal` says it
    NO_CONNECTION = "no-connection"
    CANCELLED = "cancelled"
    TIMED_OUT = "timed-out"
    BLOCKED = "blocked"  # `until` says for how long


class SigningInStep(StrEnum):
    """What is awaited while signing in."""

    PASSWORD = "password"  # noqa: S105  the name of a step
    SECOND_FACTOR = "second-factor"
    BROWSER_OFFERED = "browser-offered"
    BROWSER = "browser"


class ReadOnlyWhy(StrEnum):
    """Why documents can be opened and shown, and no more."""

    NO_LICENSE = "no-license"
    PLATFORM_NOT_COVERED = "platform-not-covered"
    SEATS_EXHAUSTED = "seats-exhausted"
    LAPSED = "lapsed"
    RESERVATION_OVER = "reservation-over"
    LICENSE_ENDED = "license-ended"
    TRIAL_OVER = "trial-over"
    FREED = "freed"
    TAKEN_OVER = "taken-over"
    POOL_SHRANK = "pool-shrank"
    MEMBERSHIP_BLOCKED = "membership-blocked"
    MEMBERSHIP_ENDED = "membership-ended"
    LICENSE_SUSPENDED = "license-suspended"
    WEB_SESSION_OPEN = "web-session-open"
    CLOCK = "clock"
    LEASE_UNUSABLE = "lease-unusable"
    GIVEN_UP = "given-up"


class Refusal(Struct, frozen=True):
    """What the server said, by its code; the members as they came, checked by whom they concern.

    `code` is one of `contract.problems.Code`; `error` is the id that stands in the server's log.
    """

    code: str
    members: Mapping[str, object] = field(default_factory=dict)
    detail: str = ""
    error: str = ""


class Account(Struct, frozen=True):
    """Who is signed in, as far as the server told."""

    id: str
    name: str = ""
    email: str = ""


# --- standings -------------------------------------------------------------------------------


class Starting(Struct, frozen=True):
    """The disk or, without a lease on it, the key store is being read."""


class SignedOut(Struct, frozen=True):
    why: SignedOutWhy
    email: str = ""  # what was typed is kept, except the password
    refusal: Refusal | None = None
    until: datetime | None = None


class SigningIn(Struct, frozen=True):
    step: SigningInStep
    email: str = ""
    challenge: str = ""
    address: str = ""  # what the browser was sent to
    refusal: Refusal | None = None  # the code given before was wrong


class Unconfirmed(Struct, frozen=True):
    email: str
    resent: bool = False


class Ready(Struct, frozen=True):
    """Signed in, no place held."""


class Waiting(Struct, frozen=True):
    place: int
    ahead: int
    offered_until: datetime | None = None
    refusal: Refusal | None = None  # what was full


class Licensed(Struct, frozen=True):
    """A verified lease of this device and account; `allowed` looks at its end."""

    lease: Lease


class Bound(Struct, frozen=True):
    """A lease without an end; depends on no clock."""

    lease: Lease


class ReadOnly(Struct, frozen=True):
    why: ReadOnlyWhy
    lease: Lease | None = None  # kept, but not serving now
    refusal: Refusal | None = None
    fault: str = ""  # contract.lease.Fault, where the lease is unusable
    latest: datetime | None = None  # the latest time known, where the clock is behind it


Standing = (
    Starting | SignedOut | SigningIn | Unconfirmed | Ready | Waiting | Licensed | Bound | ReadOnly
)


# --- the parts beside the standing -----------------------------------------------------------


class NetFault(StrEnum):
    """What is wrong with the connection, as far as one can tell; never a fault of the license."""

    NONE = "none"  # no answer at all
    DNS = "dns"
    PROXY = "proxy"
    TLS_INTERCEPTED = "tls-intercepted"
    CERTIFICATE_DATE = "certificate-date"  # over, or not begun, by this computer's clock
    CAPTIVE = "captive"
    SERVER = "server"


class NotYetKnown(Struct, frozen=True):
    """Nothing was tried yet."""


class Online(Struct, frozen=True):
    pass


class Offline(Struct, frozen=True):
    since: datetime
    fault: NetFault = NetFault.NONE
    detail: str = ""  # the proxy, the issuer, the status: for diagnostics


class TooOld(Struct, frozen=True):
    """The server wants a newer desktop (426)."""

    minimum: str = ""
    download: str = ""


Connection = NotYetKnown | Online | Offline | TooOld


class Use(Struct, frozen=True):
    """The products connected; with hold = "shell" the running shell counts as one (HOST-4)."""

    products: int = 0
    shell: bool = False
    unsaved: bool = False

    @property
    def connected(self) -> int:
        return self.products + self.shell


class Requested(Struct, frozen=True):
    nonce: str
    path: str
    when: datetime
    check_code: str = ""
    found: str = ""  # the response that lies on a stick, not opened yet


class GivenUp(Struct, frozen=True):
    nonce: str
    path: str
    when: datetime


Air = Requested | GivenUp | None


class Intent(StrEnum):
    """What work is about."""

    SIGN_IN = "sign-in"
    RESEND = "resend"
    ASK = "ask"
    LICENSE = "license"
    CHECK = "check"
    TRY_AGAIN = "try-again"
    EXTEND = "extend"
    RETURN_EARLY = "return-early"
    WAIT = "wait"
    LEAVE_LINE = "leave-line"
    TAKE_OFFER = "take-offer"
    REQUEST = "request"
    DISCARD = "discard"
    RESPONSE = "response"
    GIVE_BACK = "give-back"
    LOG_OUT = "log-out"
    MAKE_OWN = "make-own"


class Busy(Struct, frozen=True):
    intent: Intent
    generation: int
    cancellable: bool = True
    quiet: bool = False  # nobody asked for it: a contact in the background


class Next(Struct, frozen=True):
    """What was asked while something else is being done; the newest alone."""

    wish: Wish
    intent: Intent


class NoticeKind(StrEnum):
    ENDING = "ending"
    OFFLINE_ENDING = "offline-ending"
    BRIDGING = "bridging"
    CLOCK_DIFFERS = "clock-differs"
    NO_KEY_STORE = "no-key-store"
    DUPLICATED = "duplicated"
    SIGN_IN_AGAIN = "sign-in-again"
    CLOSE_PENDING = "close-pending"
    NEWER_VERSION = "newer-version"
    LEASE_PUT_ASIDE = "lease-put-aside"
    LEASE_IN_MEMORY = "lease-in-memory"  # it could not be written
    RELEASE_PENDING = "release-pending"  # logged out without a connection
    SEAT_MOVED = "seat-moved"
    LEAVING_SOON = "leaving-soon"  # a shared computer that nobody touches
    FAILED = "failed"  # an effect failed unexpectedly; `detail` is the error's id


class Notice(Struct, frozen=True):
    kind: NoticeKind
    at: datetime | None = None  # the instant that it speaks of
    before: timedelta | None = None  # the threshold that was passed
    detail: str = ""


class Remark(Struct, frozen=True):
    """The answer to what the person last asked, where it changed nothing: one sentence by code.

    `code` is a `contract.problems.Code`, a `contract.offline_files.FileFault`, a
    `contract.lease.Fault`, a `NetFault` or a `RemarkCode`.
    """

    about: Intent
    code: str
    refusal: Refusal | None = None
    detail: str = ""


class RemarkCode(StrEnum):
    """What the desktop itself has to say."""

    EXTENDED = "extended"
    CHECKED = "checked"
    REQUEST_SAVED = "request-saved"
    CANNOT_WRITE = "cannot-write"
    CANNOT_READ = "cannot-read"
    OTHER_REQUEST = "other-request"
    OTHER_COMPUTER = "other-computer"
    USED_UP = "used-up"
    RETURN_FIRST = "return-first"  # the server does not know yet that this computer was given back
    PRODUCT_OPEN = "product-open"  # close it first
    NO_CONNECTION_LOG_OUT = "no-connection-log-out"  # APP-6: the seat cannot be freed now
    KEY_STORE_SILENT = "key-store-silent"  # no key is made while it does not answer (LEASE-6)
    NOT_POSSIBLE = "not-possible"


class DiskFault(StrEnum):
    """Why a file elsewhere could not be written or read: the detail of such a remark."""

    FULL = "full"
    READ_ONLY = "read-only"
    GONE = "gone"  # the stick was pulled out, or the folder is not there any more
    SLOW = "slow"
    DENIED = "denied"
    OTHER = "other"


class SessionKnown(StrEnum):
    """Whether a token is there; the token itself is never in a picture."""

    UNKNOWN = "unknown"  # the key store has not answered yet
    THERE = "there"
    ABSENT = "absent"


class Shared(Struct, frozen=True):
    """A computer that many people use (APP-14): nothing is remembered, nobody stays signed in."""

    preset: bool = False  # by whoever set the computer up; else chosen at the sign-in
    active: datetime | None = None  # the last sign of the person who is signed in


class Picture(Struct, frozen=True):
    standing: Standing = Starting()
    connection: Connection = NotYetKnown()
    use: Use = Use()
    air: Air = None
    work: Busy | None = None
    next: Next | None = None
    notices: frozenset[Notice] = frozenset()
    remark: Remark | None = None
    shared: Shared | None = None
    diagnosis: Diagnosis = Diagnosis()
    # what is shown and decides nothing
    account: Account | None = None
    license: License | None = None
    others: tuple[License, ...] = ()
    device: str = ""
    # what the next step needs to know
    session: SessionKnown = SessionKnown.UNKNOWN
    generation: int = 0
    asked: Wish | None = None  # what the present work is done for
    contact_due: datetime | None = None
    failures: int = 0
    taken: bool = False  # this run has a place id of its own (SEAT-15)
    pending_seat: str = ""  # a close without connection (SEAT-15)
    pending_given_up: str = ""  # a place whose lease was deleted after a refusal
    pending_release: bool = False  # a log out without connection
    warned: frozenset[tuple[str, datetime, timedelta]] = frozenset()


# --- what follows ----------------------------------------------------------------------------

NOTHING: frozenset[str] = frozenset()
SHOW_ONLY = frozenset({"show"})


def lease_of(picture: Picture) -> Lease | None:
    """The lease that is held, serving or not."""
    standing = picture.standing
    return standing.lease if isinstance(standing, Licensed | Bound | ReadOnly) else None


def allowed(picture: Picture, at: datetime) -> frozenset[str]:
    """What may be done at this instant: of "use", "save", "export"; or "show" alone; or nothing."""
    standing = picture.standing
    if isinstance(standing, Bound):
        return frozenset(standing.lease.allow)
    if isinstance(standing, Licensed):
        end = standing.lease.ends_at
        if end is not None and at < end:
            return frozenset(standing.lease.allow)
    return SHOW_ONLY if picture.account is not None else NOTHING


def is_settled(picture: Picture) -> bool:
    """The key store has answered, and nothing is under way."""
    if isinstance(picture.standing, SignedOut):
        return picture.session == SessionKnown.ABSENT
    known = picture.session != SessionKnown.UNKNOWN and not isinstance(picture.standing, Starting)
    return known and picture.work is None


def bridging_until(picture: Picture) -> datetime | None:
    """Until when saving goes on without the connection; none where nothing is bridged."""
    if isinstance(picture.standing, Licensed) and isinstance(picture.connection, Offline):
        return picture.standing.lease.ends_at
    return None


def notices(picture: Picture) -> frozenset[Notice]:
    """All that is to be said at the edge of the window, the computed one among them."""
    until = bridging_until(picture)
    bridging = {Notice(NoticeKind.BRIDGING, at=until)} if until else set()
    return picture.notices | bridging


def changes_at(picture: Picture) -> datetime | None:
    """The next instant at which time alone changes something; none if nothing is to come."""
    instants = [picture.contact_due, left_alone_at(picture), *_ends(picture)]
    return min((at for at in instants if at is not None), default=None)


IDLE, WARNED_BEFORE = timedelta(minutes=15), timedelta(minutes=1)
"""How long a shared computer may be left alone; and when that is said (APP-14)."""


def left_alone_at(picture: Picture) -> datetime | None:
    """When a shared computer is to be warned or logged out; a product that is open is at work."""
    over = idle_until(picture)
    if over is None:
        return None
    warned = any(notice.kind is NoticeKind.LEAVING_SOON for notice in picture.notices)
    return over if warned else over - WARNED_BEFORE


def idle_until(picture: Picture) -> datetime | None:
    active = picture.shared.active if picture.shared else None
    leaving = picture.work is not None and picture.work.intent is Intent.LOG_OUT
    here = isinstance(
        picture.standing, SigningIn | Unconfirmed | Ready | ReadOnly | Waiting | Licensed
    )
    if active is None or leaving or not here or picture.use.products:
        return None
    return active + IDLE


def _ends(picture: Picture) -> list[datetime | None]:
    standing = picture.standing
    if isinstance(standing, Licensed):
        return [standing.lease.ends_at, warnings.next_due(endings(picture), picture.warned)]
    if isinstance(standing, SignedOut):
        return [standing.until]
    if isinstance(standing, Waiting):
        return [standing.offered_until]
    return []


def endings(picture: Picture) -> dict[str, datetime]:
    """What a lease says about ends that people are warned of, by the kind of the notice."""
    lease = lease_of(picture)
    if lease is None:
        return {}
    ends = {
        NoticeKind.ENDING: lease.license_ends_at,
        NoticeKind.OFFLINE_ENDING: lease.offline_until_at,
    }
    return {str(kind): end for kind, end in ends.items() if end is not None}
