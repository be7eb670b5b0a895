"""What can happen to a picture: intents of the person, answers of effects, and time.

Views post intents and nothing else. An answer carries the generation of the work that asked
for it; the answer of an earlier or cancelled one is dropped. Structs rather than dataclasses:
there are many, and each of these is made in a thirtieth of the time before the first paint.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from app.license.diagnosis.findings import Check, Finding
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


class Event(msgspec.Struct, frozen=True):
    """Something that happened."""


class Answer(Event, frozen=True):
    """What came of an effect."""

    generation: int


class Wish(Event, frozen=True):
    """Something that the person asks to have done: asked while something else is being done, it
    waits and follows that (`steps/wishes.py`)."""


class ServerAnswer(Answer, frozen=True):
    """The server itself answered, so there is a connection."""


# --- intents of the person -------------------------------------------------------------------


class SignInAsked(Wish, frozen=True):
    email: str
    password: str
    shared: bool = False  # *This is a shared computer*

    def __repr__(self) -> str:
        return "SignInAsked(…)"


class BrowserSignInAsked(Wish, frozen=True):
    """Sign in with the system's browser; asked again, it is opened again."""


class CodeGiven(Wish, frozen=True):
    code: str

    def __repr__(self) -> str:
        return "CodeGiven(…)"


class Cancelled(Event, frozen=True):
    """Whatever is being waited for."""


class TryAgainAsked(Wish, frozen=True):
    pass


class ResendAsked(Wish, frozen=True):
    """The mail that confirms the address."""


class OtherAccountAsked(Wish, frozen=True):
    pass


class ProductOpened(Event, frozen=True):
    """A product connected; with hold = "shell" the shell itself, once."""

    shell: bool = False


class ProductClosed(Event, frozen=True):
    """A product said goodbye or its connection broke."""

    shell: bool = False


class PersonActive(Event, frozen=True):
    """A key, a click: somebody is there. Said now and then, and on a shared computer alone."""


class ProductUnsaved(Event, frozen=True):
    unsaved: bool


class CheckAsked(Wish, frozen=True):
    """*Check for Updated License*."""


class ExtendAsked(Wish, frozen=True):
    """Reserve until then; one of `license.offline.periods`, or any earlier instant."""

    until: datetime


class ReturnEarlyAsked(Wish, frozen=True):
    pass


class WaitAsked(Wish, frozen=True):
    pass


class LeaveLineAsked(Wish, frozen=True):
    pass


class OfferTaken(Wish, frozen=True):
    pass


class OfferPassed(Wish, frozen=True):
    pass


class RequestAsked(Wish, frozen=True):
    """*Validate offline* and *Save request again*: write it to this file."""

    path: Path


class RequestDiscarded(Wish, frozen=True):
    pass


class FileOpened(Wish, frozen=True):
    """*Open response file*, a drop on the window, a double click."""

    path: Path


class SticksChanged(Event, frozen=True):
    """One was plugged in or pulled out; also said once when watching begins."""


class GiveBackConfirmed(Wish, frozen=True):
    """*Give this computer back*: the return file goes there."""

    path: Path


class ReturnFileAsked(Wish, frozen=True):
    """The return file once more, to this file."""

    path: Path


class LogOutAsked(Wish, frozen=True):
    pass


class LogOutAllTheSame(Wish, frozen=True):
    """Without a connection, knowing that the seat cannot be freed now (APP-6)."""


class MakeOwnAsked(Wish, frozen=True):
    """*Make this a computer of its own* (LEASE-10)."""


class DiagnoseAsked(Event, frozen=True):
    """*Diagnostics*: all checks, or these alone (APP-12)."""

    only: tuple[Check, ...] = ()


class DiagnosisStopped(Event, frozen=True):
    """Whatever is still being checked."""


class RemarkRead(Event, frozen=True):
    """The person closed the last answer's sentence."""


class NoticeRead(Event, frozen=True):
    kind: NoticeKind


class WarningsTold(Event, frozen=True):
    """Somebody was told of the warnings that stand, or saw them."""


# --- what the start found --------------------------------------------------------------------


class DiskRead(Event, frozen=True):
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


class SecretsRead(Event, frozen=True):
    """The key store answered, or the file in its place (`fallback`).

    `returned` comes where the lease on the disk was one that this computer had given up.
    """

    signed_in: bool
    fallback: bool = False
    release: bool = False
    given_up: bool = False
    returned: GivenUp | None = None
    device: str = ""
    device_known: bool = False  # `device.json` was there at the start


# --- answers ---------------------------------------------------------------------------------


class SignedIn(ServerAnswer, frozen=True):
    account: Account
    kept: bool = True  # false where the token is in memory alone: no store would take it


class SignInRefused(ServerAnswer, frozen=True):
    refusal: Refusal
    until: datetime | None = None


class SecondFactorRequired(ServerAnswer, frozen=True):
    challenge: str


class BrowserRequired(ServerAnswer, frozen=True):
    pass


class BrowserOpened(Answer, frozen=True):
    address: str


class SignInTimedOut(Answer, frozen=True):
    """The browser was closed, or nobody came back from it."""


class EmailUnconfirmed(ServerAnswer, frozen=True):
    pass


class MailResent(ServerAnswer, frozen=True):
    pass


class LicenseShown(ServerAnswer, frozen=True):
    license: License
    others: tuple[License, ...] = ()


class NoLicense(ServerAnswer, frozen=True):
    """`GET /license` found none to show."""

    refusal: Refusal


class LeaseArrived(ServerAnswer, frozen=True):
    """Verified; `written` is false where the disk would not take it."""

    lease: Lease
    license: License | None
    contact_due: datetime
    written: bool = True
    notices: tuple[str, ...] = ()


class LeaseUnusable(Answer, frozen=True):
    """An answer whose lease does not verify: nothing to hold against the license."""

    fault: str
    jitter: float = 0.0


class SeatRefused(ServerAnswer, frozen=True):
    """A refusal of `PUT /seat`, one of `KNOWN_REFUSALS_OF_PUT_SEAT`."""

    refusal: Refusal
    contact_due: datetime | None = None  # when a new license is looked for (APP-4)


class Refused(ServerAnswer, frozen=True):
    """Any other refusal of what was asked."""

    refusal: Refusal


class TokenInvalid(ServerAnswer, frozen=True):
    pass


class ClientTooOld(Answer, frozen=True):
    minimum: str = ""
    download: str = ""


class NotReached(Answer, frozen=True):
    """No answer of the server's: no connection, HTML, 5xx, a redirect, a time-out (APP-15).

    `jitter` is the random part of the next try, from 0 to 1.
    """

    fault: NetFault
    detail: str = ""
    retry_after: float | None = None
    jitter: float = 0.0


class Found(Event, frozen=True):
    """What a check of this run found; one of an earlier run is dropped."""

    run: int
    finding: Finding


class Reached(ServerAnswer, frozen=True):
    """The server answered a call that asked for nothing else."""


class PlaceEnded(ServerAnswer, frozen=True):
    """The return of a reservation ended the place (204)."""


class LeaseTakenBack(Event, frozen=True):
    """The lease that was put away with its unsent close."""

    lease: Lease | None


class LineAnswered(ServerAnswer, frozen=True):
    place: int
    ahead: int
    contact_due: datetime
    offered_until: datetime | None = None


class LineLeft(ServerAnswer, frozen=True):
    pass


class CloseAnswered(Event, frozen=True):
    """The place that was closed or given up ended, or was none any more."""

    seat: str
    given_up: bool = False


class CloseNotSent(Event, frozen=True):
    """No connection; it is sent with the next one."""

    seat: str
    fault: NetFault = NetFault.NONE


class ReleaseAnswered(Event, frozen=True):
    pass


class LoggedOut(Answer, frozen=True):
    """The account is forgotten on this computer, with or without the server."""

    reached: bool = False  # the server was, and has ended the place
    release: bool = False  # an order to end it was kept instead


class RequestSaved(Answer, frozen=True):
    request: Requested


class RequestGone(Answer, frozen=True):
    pass


class ResponseGood(Answer, frozen=True):
    lease: Lease
    license: License | None
    written: bool = True


class Declined(Answer, frozen=True):
    """It cannot be done, and nothing was changed: a wrong file, a full stick (AIR-7).

    `code` is a `FileFault`, a `Fault` or a `RemarkCode`; `detail` goes with its sentence.
    """

    code: str
    detail: str = ""


class GivenBack(Answer, frozen=True):
    """The nonce is given up, the lease deleted; `fault` tells why the file is not out, too."""

    given_up: GivenUp
    fault: str = ""


class SticksLooked(Event, frozen=True):
    """The file on a stick that answers the request that waits; empty where there is none."""

    path: str = ""


class ReturnFileSaved(Answer, frozen=True):
    given_up: GivenUp


class DeviceMadeOwn(Answer, frozen=True):
    device: str


class EffectFailed(Event, frozen=True):
    """An effect ended in an error that nobody expected; the log has it under this id."""

    error: str
    generation: int = 0
    intent: Intent | None = None


# --- time and the world ----------------------------------------------------------------------


class Tick(Event, frozen=True):
    """`changes_at` was reached, or the computer woke: time first, then contact if due."""


class Woke(Event, frozen=True):
    """The wall clock ran on while the computer slept."""


class ConnectionRegained(Event, frozen=True):
    """The system says that there is a network again."""


class ClockWentBack(Event, frozen=True):
    """More than five minutes behind the latest time known."""

    latest: datetime


class ClockRight(Event, frozen=True):
    """Believed again."""


class ClockDiffers(Event, frozen=True):
    """The computer's clock is wrong, and the server's time is used instead; or no longer is."""

    differs: bool
