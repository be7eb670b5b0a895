"""The one box: a license key is activated, an invite code asks whether to join (ID-4)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import assert_never

from contract.ids import InviteCode, LicenseKey, NotAKey, OlderKey, read_box
from contract.problems import Code
from server.accounts.models import Account
from server.accounts.sign_in import is_confirmed
from server.licenses.activate import activate
from server.licenses.models import License
from server.licenses.tries import may_try, wrong_try
from server.organizations.join import JoinQuestion, ask_to_join
from server.rulebook.facts import Refusal


@dataclass(frozen=True, slots=True)
class Activated:
    license: License


@dataclass(frozen=True, slots=True)
class AlreadyYours:
    """A warning, not an error: nothing changed (LIC-4)."""

    license_id: str
    code: Code = Code.LICENSE_ALREADY_YOURS


Entered = Activated | AlreadyYours | JoinQuestion | Refusal


def enter(account: Account, text: str, network: str = "") -> Entered:
    """What was typed or pasted, and what came of it. Only a confirmed account may try."""
    if not is_confirmed(account):
        return Refusal(Code.EMAIL_UNCONFIRMED)
    match read_box(text):
        case LicenseKey() as key:
            return _enter_key(account, key.text, network)
        case InviteCode() as code:
            return ask_to_join(account, code.text, network)
        case OlderKey():
            return Refusal(Code.KEY_OLDER_VERSION)
        case NotAKey() as other:
            return _explained(other)
        case never:
            assert_never(never)


def _enter_key(account: Account, key: str, network: str) -> Entered:
    refusal = may_try(account, network)
    if refusal is not None:
        return refusal
    outcome = activate(account, key)
    if isinstance(outcome, License):
        return Activated(outcome)
    if outcome.code is Code.LICENSE_ALREADY_YOURS:
        return AlreadyYours(str(outcome.members["license_id"]))
    if outcome.code is Code.KEY_UNKNOWN:
        wrong_try(account, network)
    return outcome


def _explained(other: NotAKey) -> Refusal:
    if other.reason == "empty":
        return Refusal(Code.KEY_EMPTY)
    return Refusal(Code.KEY_INVALID if other.named is None else Code.KEY_IS_ID)
