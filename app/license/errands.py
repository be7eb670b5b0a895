"""Effects as values: what a step asks to have done. `effects.py` does them, one function each.

A value with a generation answers by an event that carries it; the others answer by events that
cannot be outdated.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.license.warnings import Warned


class Errand:
    """Something to be done outside."""


@dataclass(frozen=True)
class ReadSecrets(Errand):
    """Ask the key store, once."""


@dataclass(frozen=True)
class SignIn(Errand):
    generation: int
    email: str
    password: str = field(repr=False)


@dataclass(frozen=True)
class SignInAgain(Errand):
    """With what was typed before, once the address may have been confirmed."""

    generation: int


@dataclass(frozen=True)
class SendCode(Errand):
    generation: int
    challenge: str
    code: str = field(repr=False)


@dataclass(frozen=True)
class OpenBrowser(Errand):
    generation: int


@dataclass(frozen=True)
class ResendMail(Errand):
    generation: int
    email: str


@dataclass(frozen=True)
class Stop(Errand):
    """Cancel what was started with this generation."""

    generation: int


@dataclass(frozen=True)
class Probe(Errand):
    """`GET /meta`: is the server there?"""

    generation: int


@dataclass(frozen=True)
class AskSeat(Errand):
    """`PUT /seat`: a contact with the place's own id, a start without."""

    generation: int
    seat: str = ""
    last_lease: str = ""


@dataclass(frozen=True)
class AskLicense(Errand):
    """`GET /license`; takes no seat."""

    generation: int


@dataclass(frozen=True)
class Extend(Errand):
    generation: int
    until: datetime


@dataclass(frozen=True)
class ReturnEarly(Errand):
    generation: int


@dataclass(frozen=True)
class StandInLine(Errand):
    generation: int


@dataclass(frozen=True)
class LeaveLine(Errand):
    generation: int


@dataclass(frozen=True)
class PutLeaseAway(Errand):
    """The lease and the close of its place, in one move (SEAT-15)."""

    seat: str


@dataclass(frozen=True)
class TakeLeaseBack(Errand):
    """The close was not sent yet: the lease serves again."""

    seat: str


@dataclass(frozen=True)
class SendClose(Errand):
    """`DELETE /seat`; with `given_up` the place ends, whatever it is."""

    seat: str
    given_up: bool = False


@dataclass(frozen=True)
class DeleteLease(Errand):
    """After a known refusal. `seat` is remembered until the server was told."""

    seat: str


@dataclass(frozen=True)
class ForgetToken(Errand):
    pass


@dataclass(frozen=True)
class LogOut(Errand):
    """`DELETE /session`, then cache and token are deleted."""

    generation: int


@dataclass(frozen=True)
class ForgetAccount(Errand):
    """Cache and token are deleted; `release`: an order to end the place is kept."""

    generation: int
    release: bool


@dataclass(frozen=True)
class SendRelease(Errand):
    """The order kept by a log out without a connection."""


@dataclass(frozen=True)
class WriteRequest(Errand):
    generation: int
    path: Path


@dataclass(frozen=True)
class DiscardRequest(Errand):
    generation: int


@dataclass(frozen=True)
class JudgeResponse(Errand):
    generation: int
    path: Path


@dataclass(frozen=True)
class GiveBack(Errand):
    generation: int
    path: Path


@dataclass(frozen=True)
class WriteReturn(Errand):
    generation: int
    path: Path


@dataclass(frozen=True)
class MakeOwn(Errand):
    """A new key; the lease of the old one is put aside."""

    generation: int


@dataclass(frozen=True)
class RememberWarned(Errand):
    """So that each warning comes once, over restarts."""

    warned: frozenset[Warned]


@dataclass(frozen=True)
class RememberTime(Errand):
    """How far time has been seen; the keeper wants it now and then."""
