"""What can happen to a picture: intents of the person, answers of effects, and time.

Views post intents and nothing else. An answer carries the generation of the work that asked
for it; the answer of an earlier or cancelled one is dropped.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from app.license.picture import (
    Account,
    GivenUp,
    Intent,
    NetFault,
    NoticeKind,
    Refusal,
    Requested,
)

if TYPE_CHECKING:
    from app.license.warnings import Warned
    from contract.lease import Lease
    from contract.wire.license import License


class Event:
    """Something that happened."""


class Answer(Event):
    """What came of an effect."""

    generation: int


class ServerAnswer(Answer):
    """The server itself answered, so there is a connection."""


# --- intents of the person -------------------------------------------------------------------


@dataclass(frozen=True)
class SignInAsked(Event):
    email: str
    password: str = field(repr=False)


@dataclass(frozen=True)
class BrowserSignInAsked(Event):
    """Sign in with the system's browser; asked again, it is opened again."""


@dataclass(frozen=True)
class CodeGiven(Event):
    code: str = field(repr=False)


@dataclass(frozen=True)
class Cancelled(Event):
    """Whatever is being waited for."""


@dataclass(frozen=True)
class TryAgainAsked(Event):
    pass


@dataclass(frozen=True)
class ResendAsked(Event):
    """The mail that confirms the address."""


@dataclass(frozen=True)
class OtherAccountAsked(Event):
    pass


@dataclass(frozen=True)
class ProductOpened(Event):
    """A product connected; with hold = "shell" the shell itself, once."""

    shell: bool = False


@dataclass(frozen=True)
class ProductClosed(Event):
    """A product said goodbye or its connection broke."""

    shell: bool = False


@dataclass(frozen=True)
class ProductUnsaved(Event):
    unsaved: bool


@dataclass(frozen=True)
class CheckAsked(Event):
    """*Check for Updated License*."""


@dataclass(frozen=True)
class ExtendAsked(Event):
    """Reserve until then; one of `license.offline.periods`, or any earlier instant."""

    until: datetime


@dataclass(frozen=True)
class ReturnEarlyAsked(Event):
    pass


@dataclass(frozen=True)
class WaitAsked(Event):
    pass


@dataclass(frozen=True)
class LeaveLineAsked(Event):
    pass


@dataclass(frozen=True)
class OfferTaken(Event):
    pass


@dataclass(frozen=True)
class OfferPassed(Event):
    pass


@dataclass(frozen=True)
class RequestAsked(Event):
    """*Validate offline* and *Save request again*: write it to this file."""

    path: Path


@dataclass(frozen=True)
class RequestDiscarded(Event):
    pass


@dataclass(frozen=True)
class FileOpened(Event):
    """*Open response file*, a drop on the window, a double click."""

    path: Path


@dataclass(frozen=True)
class GiveBackConfirmed(Event):
    """*Give this computer back*: the return file goes there."""

    path: Path


@dataclass(frozen=True)
class ReturnFileAsked(Event):
    """The return file once more, to this file."""

    path: Path


@dataclass(frozen=True)
class LogOutAsked(Event):
    pass


@dataclass(frozen=True)
class LogOutAllTheSame(Event):
    """Without a connection, knowing that the seat cannot be freed now (APP-6)."""


@dataclass(frozen=True)
class MakeOwnAsked(Event):
    """*Make this a computer of its own* (LEASE-10)."""


@dataclass(frozen=True)
class RemarkRead(Event):
    """The person closed the last answer's sentence."""


@dataclass(frozen=True)
class NoticeRead(Event):
    kind: NoticeKind


# --- what the start found --------------------------------------------------------------------


@dataclass(frozen=True)
class DiskRead(Event):
    """What lies in the data folder. `lease` is verified; else `fault` says why there is none.

    `closing` is the place whose close was put away with its lease and not yet sent, `given_up`
    one whose lease was deleted and the server not yet told.
    """

    lease: Lease | None = None
    fault: str = ""
    latest: datetime | None = None
    account: Account | None = None
    license: License | None = None
    device: str = ""
    air: Requested | GivenUp | None = None
    closing: str = ""
    given_up: str = ""
    warned: frozenset[Warned] = frozenset()


@dataclass(frozen=True)
class SecretsRead(Event):
    """The key store answered, or the file in its place (`fallback`)."""

    signed_in: bool
    fallback: bool = False
    release: bool = False
    given_up: bool = False
    device: str = ""
    device_known: bool = False  # `device.json` was there at the start


# --- answers ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class SignedIn(ServerAnswer):
    generation: int
    account: Account
    kept: bool = True  # false where the token is in memory alone: no store would take it


@dataclass(frozen=True)
class SignInRefused(ServerAnswer):
    generation: int
    refusal: Refusal
    until: datetime | None = None


@dataclass(frozen=True)
class SecondFactorRequired(ServerAnswer):
    generation: int
    challenge: str


@dataclass(frozen=True)
class BrowserRequired(ServerAnswer):
    generation: int


@dataclass(frozen=True)
class BrowserOpened(Answer):
    generation: int
    address: str


@dataclass(frozen=True)
class SignInTimedOut(Answer):
    """The browser was closed, or nobody came back from it."""

    generation: int


@dataclass(frozen=True)
class EmailUnconfirmed(ServerAnswer):
    generation: int


@dataclass(frozen=True)
class MailResent(ServerAnswer):
    generation: int


@dataclass(frozen=True)
class LicenseShown(ServerAnswer):
    generation: int
    license: License
    others: tuple[License, ...] = ()


@dataclass(frozen=True)
class NoLicense(ServerAnswer):
    """`GET /license` found none to show."""

    generation: int
    refusal: Refusal


@dataclass(frozen=True)
class LeaseArrived(ServerAnswer):
    """Verified; `written` is false where the disk would not take it."""

    generation: int
    lease: Lease
    license: License | None
    contact_due: datetime
    written: bool = True
    notices: tuple[str, ...] = ()


@dataclass(frozen=True)
class LeaseUnusable(Answer):
    """An answer whose lease does not verify: nothing to hold against the license."""

    generation: int
    fault: str
    jitter: float = 0.0


@dataclass(frozen=True)
class SeatRefused(ServerAnswer):
    """A refusal of `PUT /seat`, one of `KNOWN_REFUSALS_OF_PUT_SEAT`."""

    generation: int
    refusal: Refusal
    contact_due: datetime | None = None  # when a new license is looked for (APP-4)


@dataclass(frozen=True)
class Refused(ServerAnswer):
    """Any other refusal of what was asked."""

    generation: int
    refusal: Refusal


@dataclass(frozen=True)
class TokenInvalid(ServerAnswer):
    generation: int


@dataclass(frozen=True)
class ClientTooOld(Answer):
    generation: int
    minimum: str = ""
    download: str = ""


@dataclass(frozen=True)
class NotReached(Answer):
    """No answer of the server's: no connection, HTML, 5xx, a redirect, a time-out (APP-15).

    `jitter` is the random part of the next try, from 0 to 1.
    """

    generation: int
    fault: NetFault
    detail: str = ""
    retry_after: float | None = None
    jitter: float = 0.0


@dataclass(frozen=True)
class Reached(ServerAnswer):
    """The server answered a call that asked for nothing else."""

    generation: int


@dataclass(frozen=True)
class PlaceEnded(ServerAnswer):
    """The return of a reservation ended the place (204)."""

    generation: int


@dataclass(frozen=True)
class LeaseTakenBack(Event):
    """The lease that was put away with its unsent close."""

    lease: Lease | None


@dataclass(frozen=True)
class LineAnswered(ServerAnswer):
    generation: int
    place: int
    ahead: int
    contact_due: datetime
    offered_until: datetime | None = None


@dataclass(frozen=True)
class LineLeft(ServerAnswer):
    generation: int


@dataclass(frozen=True)
class CloseAnswered(Event):
    """The place that was closed or given up ended, or was none any more."""

    seat: str
    given_up: bool = False


@dataclass(frozen=True)
class CloseNotSent(Event):
    """No connection; it is sent with the next one."""

    seat: str
    fault: NetFault = NetFault.NONE


@dataclass(frozen=True)
class ReleaseAnswered(Event):
    pass


@dataclass(frozen=True)
class LoggedOut(Answer):
    """The account is forgotten on this computer, with or without the server."""

    generation: int
    reached: bool = False  # the server was, and has ended the place


@dataclass(frozen=True)
class RequestSaved(Answer):
    generation: int
    request: Requested


@dataclass(frozen=True)
class RequestGone(Answer):
    generation: int


@dataclass(frozen=True)
class ResponseGood(Answer):
    generation: int
    lease: Lease
    license: License | None
    written: bool = True


@dataclass(frozen=True)
class Declined(Answer):
    """It cannot be done, and nothing was changed: a wrong file, a full stick (AIR-7).

    `code` is a `FileFault`, a `Fault` or a `RemarkCode`; `detail` goes with its sentence.
    """

    generation: int
    code: str
    detail: str = ""


@dataclass(frozen=True)
class GivenBack(Answer):
    """The nonce is given up, the lease deleted; `written` tells whether the file is out, too."""

    generation: int
    given_up: GivenUp
    written: bool = True


@dataclass(frozen=True)
class ReturnFileSaved(Answer):
    generation: int
    given_up: GivenUp


@dataclass(frozen=True)
class DeviceMadeOwn(Answer):
    generation: int
    device: str


@dataclass(frozen=True)
class EffectFailed(Event):
    """An effect ended in an error that nobody expected; the log has it under this id."""

    error: str
    generation: int = 0
    intent: Intent | None = None


# --- time and the world ----------------------------------------------------------------------


@dataclass(frozen=True)
class Tick(Event):
    """`changes_at` was reached, or the computer woke: time first, then contact if due."""


@dataclass(frozen=True)
class Woke(Event):
    """The wall clock ran on while the computer slept."""


@dataclass(frozen=True)
class ConnectionRegained(Event):
    """The system says that there is a network again."""


@dataclass(frozen=True)
class ClockWentBack(Event):
    """More than five minutes behind the latest time known."""

    latest: datetime


@dataclass(frozen=True)
class ClockRight(Event):
    """Believed again."""


@dataclass(frozen=True)
class ClockDiffers(Event):
    """The computer's clock is wrong, and the server's time is used instead; or no longer is."""

    differs: bool
