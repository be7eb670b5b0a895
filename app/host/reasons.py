"""Why a product may not save now: a code for programs, a sentence for people (HOST-2)."""

from __future__ import annotations

from typing import assert_never

from app.language import _, in_contract
from app.license.picture import (
    Bound,
    Intent,
    Licensed,
    Picture,
    ReadOnly,
    ReadOnlyWhy,
    Ready,
    SignedOut,
    SigningIn,
    Starting,
    Unconfirmed,
    Waiting,
)
from contract.faults import Fault
from contract.problems import Code
from contract.sentences import sentence


def reason(picture: Picture) -> str:
    """A word that does not change with the language; those of `ReadOnlyWhy` among them."""
    standing = picture.standing
    match standing:
        case Starting():
            return "starting"
        case SignedOut():
            return "signed-out"
        case SigningIn() | Unconfirmed():
            return "signing-in"
        case Ready():
            return "asking" if _asks(picture) else "no-seat"
        case Waiting():
            return "waiting"
        case Licensed() | Bound():
            return "lapsed"
        case ReadOnly(why=why):
            return why.value
        case never:
            assert_never(never)


def _asks(picture: Picture) -> bool:
    return picture.work is not None and picture.work.intent in (Intent.ASK, Intent.TRY_AGAIN)


def words(picture: Picture) -> str:
    """One sentence in the language of the window."""
    standing = picture.standing
    if isinstance(standing, ReadOnly):
        return _of_read_only(standing)
    return {
        "starting": _("The license is being read."),
        "signed-out": _("Nobody is signed in to the license manager."),
        "signing-in": _("Please finish signing in in the license manager."),
        "asking": _("A seat is being asked for."),
        "no-seat": _("This computer has no seat now."),
        "waiting": _("You are waiting in line for a seat."),
        "lapsed": _own()[ReadOnlyWhy.LAPSED],
    }[reason(picture)]


def _of_read_only(standing: ReadOnly) -> str:
    if own := _own().get(standing.why):
        return own
    if standing.why is ReadOnlyWhy.LEASE_UNUSABLE:
        fault = Fault(standing.fault) if standing.fault in set(Fault) else Fault.DAMAGED
        return in_contract(sentence(fault))
    code = standing.refusal.code if standing.refusal else CODES[standing.why]
    return in_contract(sentence(Code(code)))


CODES: dict[ReadOnlyWhy, Code] = {
    ReadOnlyWhy.NO_LICENSE: Code.NO_LICENSE,
    ReadOnlyWhy.PLATFORM_NOT_COVERED: Code.PLATFORM_NOT_COVERED,
    ReadOnlyWhy.SEATS_EXHAUSTED: Code.SEATS_EXHAUSTED,
    ReadOnlyWhy.LICENSE_ENDED: Code.LICENSE_EXPIRED,
    ReadOnlyWhy.TRIAL_OVER: Code.TRIAL_OVER,
    ReadOnlyWhy.MEMBERSHIP_BLOCKED: Code.MEMBERSHIP_BLOCKED,
    ReadOnlyWhy.MEMBERSHIP_ENDED: Code.MEMBERSHIP_ENDED,
    ReadOnlyWhy.LICENSE_SUSPENDED: Code.LICENSE_SUSPENDED,
    ReadOnlyWhy.WEB_SESSION_OPEN: Code.WEB_SESSION_OPEN,
}


def _own() -> dict[ReadOnlyWhy, str]:
    """What no refusal says, or says less plainly."""
    return {
        ReadOnlyWhy.LAPSED: _("The license could not be renewed in time. It needs the connection."),
        ReadOnlyWhy.RESERVATION_OVER: _("The reservation is over. Please connect once."),
        ReadOnlyWhy.FREED: _("Your seat was freed for others."),
        ReadOnlyWhy.TAKEN_OVER: _("Your seat is in use elsewhere."),
        ReadOnlyWhy.POOL_SHRANK: _("There are fewer seats now than people who used them."),
        ReadOnlyWhy.CLOCK: _("The clock of this computer is wrong. Please set it right."),
        ReadOnlyWhy.GIVEN_UP: _("The seat of this computer was given back."),
    }
