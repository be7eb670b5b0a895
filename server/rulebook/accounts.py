"""Accounts (ACC): names, failed sign-ins and the block they lead to, tokens and links.

An attempt to sign in is counted before the password is looked at and forgiven when it was
right: so twenty at once are no more guesses than ten, one after the other.
"""

from __future__ import annotations

import math
import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta

from contract.problems import Code
from server.config.terms import Terms
from server.rulebook.facts import Refusal

NAME_LENGTH = 60
LANGUAGES = ("en", "de", "es")


@dataclass(frozen=True, slots=True)
class Failures:
    """Failed sign-ins in a row, of one account from one network address."""

    count: int = 0
    blocked_until: datetime | None = None
    last_at: datetime | None = None


def may_sign_in(failures: Failures, at: datetime) -> Refusal | None:
    """ACC-4: whether an attempt is looked at at all."""
    if failures.blocked_until is None or at >= failures.blocked_until:
        return None
    return Refusal(Code.SIGN_IN_BLOCKED, {"retry_after": _seconds(failures.blocked_until - at)})


def with_attempt(failures: Failures, at: datetime, terms: Terms) -> Failures:
    """The count with one more attempt in it, taken as failed. A block that ended starts it anew."""
    count = _tries(failures, at, terms) + 1
    blocked = at + terms.sign_in_block if count >= terms.sign_in_failures else None
    return Failures(count, blocked, at)


def may_try(
    failures: Failures, paid_until: datetime | None, at: datetime, terms: Terms
) -> Refusal | None:
    """Whether the password is looked at (ACC-4). From an address that is slowed, an account's
    first tries are looked at all the same: the right password of others there still passes."""
    blocked = may_sign_in(failures, at)
    if blocked is not None or _tries(failures, at, terms) < terms.sign_in_first_tries:
        return blocked
    return slowed(paid_until, at, terms)


def slowed(paid_until: datetime | None, at: datetime, terms: Terms) -> Refusal | None:
    """Guessing over many accounts from one address is slowed: after a first burst, one failure
    for each step of the pace. `paid_until` runs ahead of the clock by a step for each failure."""
    if paid_until is None:
        return None
    ahead = paid_until - at - _step(terms) * (terms.sign_in_guesses - 1)
    if ahead <= timedelta():
        return None
    return Refusal(Code.RATE_LIMITED, {"retry_after": _seconds(ahead)})


def after_guess(paid_until: datetime | None, at: datetime, terms: Terms) -> datetime:
    """One failure more; nobody waits for longer than a block."""
    furthest = at + _step(terms) * terms.sign_in_guesses + terms.sign_in_block
    return min(max(paid_until or at, at) + _step(terms), furthest)


def token_is_good(used_at: datetime, at: datetime, terms: Terms) -> bool:
    """A device's token ends when it was not used for 180 days."""
    return at < used_at + terms.token_unused


def read_name(text: str) -> str | Refusal:
    """A name as it is kept: 1-60 printable characters, no control or direction ones (SAFE-6)."""
    name = " ".join(unicodedata.normalize("NFC", text).split())
    if not 1 <= len(name) <= NAME_LENGTH or not all(_is_printable(each) for each in name):
        return Refusal(Code.NAME_INVALID)
    return name


def read_language(text: str) -> str | Refusal:
    if text in LANGUAGES:
        return text
    return Refusal(Code.LANGUAGE_UNKNOWN)


def _is_printable(character: str) -> bool:
    """Zero-width joiners belong to several scripts and stay; other format characters do not."""
    return unicodedata.category(character)[0] != "C" or character in "\u200c\u200d"


def _tries(failures: Failures, at: datetime, terms: Terms) -> int:
    """A run that led to a block is over with it; one that went no further is forgotten in time."""
    if failures.blocked_until is not None:
        return 0 if at >= failures.blocked_until else failures.count
    old = failures.last_at is not None and at >= failures.last_at + terms.sign_in_memory
    return 0 if old else failures.count


def _step(terms: Terms) -> timedelta:
    return timedelta(seconds=terms.sign_in_guess_seconds)


def _seconds(wait: timedelta) -> int:
    return max(1, math.ceil(wait.total_seconds()))
