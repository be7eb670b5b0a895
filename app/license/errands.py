"""Effects as values: what a step asks to have done. `effects.py` does them, one function each.

A value with a generation answers by an event that carries it; the others answer by events that
cannot be outdated.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from app.license.diagnosis.findings import Check
    from app.license.picture import Standing
    from app.license.warnings import Warned


class Errand(msgspec.Struct, frozen=True):
    """Something to be done outside."""


class ReadSecrets(Errand, frozen=True):
    """Ask the key store, once."""


class SignIn(Errand, frozen=True):
    generation: int
    email: str
    password: str
    remember: bool = True  # not on a shared computer

    def __repr__(self) -> str:
        return "SignIn(…)"


class SignInAgain(Errand, frozen=True):
    """With what was typed before, once the address may have been confirmed."""

    generation: int


class SendCode(Errand, frozen=True):
    generation: int
    challenge: str
    code: str

    def __repr__(self) -> str:
        return "SendCode(…)"


class OpenBrowser(Errand, frozen=True):
    generation: int


class ResendMail(Errand, frozen=True):
    generation: int
    email: str


class Stop(Errand, frozen=True):
    """Cancel what was started with this generation."""

    generation: int


class Probe(Errand, frozen=True):
    """`GET /meta`: is the server there?"""

    generation: int


class AskSeat(Errand, frozen=True):
    """`PUT /seat`: a contact with the place's own id, a start without."""

    generation: int
    seat: str = ""
    last_lease: str = ""


class AskLicense(Errand, frozen=True):
    """`GET /license`; takes no seat."""

    generation: int


class Extend(Errand, frozen=True):
    generation: int
    until: datetime


class ReturnEarly(Errand, frozen=True):
    generation: int


class StandInLine(Errand, frozen=True):
    generation: int


class LeaveLine(Errand, frozen=True):
    generation: int


class PutLeaseAway(Errand, frozen=True):
    """The lease and the close of its place, in one move (SEAT-15)."""

    seat: str


class TakeLeaseBack(Errand, frozen=True):
    """The close was not sent yet: the lease serves again."""

    seat: str


class SendClose(Errand, frozen=True):
    """`DELETE /seat`; with `given_up` the place ends, whatever it is."""

    seat: str
    given_up: bool = False


class DeleteLease(Errand, frozen=True):
    """After a known refusal. `seat` is remembered until the server was told."""

    seat: str


class ForgetToken(Errand, frozen=True):
    pass


class LogOut(Errand, frozen=True):
    """`DELETE /session`, then cache and token are deleted."""

    generation: int


class LeaveShared(Errand, frozen=True):
    """Log out whatever the server says: nobody is there to choose (APP-14)."""

    generation: int


class ForgetAccount(Errand, frozen=True):
    """Cache and token are deleted; `release`: an order to end the place is kept."""

    generation: int
    release: bool


class SendRelease(Errand, frozen=True):
    """The order kept by a log out without a connection."""


class WriteRequest(Errand, frozen=True):
    generation: int
    path: Path


class DiscardRequest(Errand, frozen=True):
    generation: int


class JudgeResponse(Errand, frozen=True):
    generation: int
    path: Path


class LookOnSticks(Errand, frozen=True):
    """Is there a file that answers the request that waits?"""


class GiveBack(Errand, frozen=True):
    generation: int
    path: Path


class WriteReturn(Errand, frozen=True):
    generation: int
    path: Path


class Diagnose(Errand, frozen=True):
    """Each check is told by `Found` as soon as it is done."""

    run: int
    checks: tuple[Check, ...]
    standing: Standing


class MakeOwn(Errand, frozen=True):
    """A new key; the lease of the old one is put aside."""

    generation: int


class RememberWarned(Errand, frozen=True):
    """So that each warning comes once, over restarts."""

    warned: frozenset[Warned]


class RememberTime(Errand, frozen=True):
    """How far time has been seen; the keeper wants it now and then."""
