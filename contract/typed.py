"""What somebody typed or pasted where a key, a code or an id goes (ID-2, ID-3, ID-4).

The prefix is read first and by itself; only the groups behind it are mapped. Which of the
forms it is follows from prefix and length alone, so each answer can say what was seen.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

LONGEST = 400
"""Characters that are looked at; an invite address with a label in front has room in them."""


@dataclass(frozen=True, slots=True)
class LicenseKey:
    text: str


@dataclass(frozen=True, slots=True)
class InviteCode:
    text: str


@dataclass(frozen=True, slots=True)
class AccountId:
    text: str


@dataclass(frozen=True, slots=True)
class LicenseId:
    text: str


@dataclass(frozen=True, slots=True)
class OlderKey:
    """A key of an older program version: five groups of five (ID-3)."""

    text: str


@dataclass(frozen=True, slots=True)
class NotAKey:
    """None of the forms; `named` says so where it is an id, which opens nothing (ID-5)."""

    reason: Literal["empty", "invalid"]
    named: AccountId | LicenseId | None = None


Box = LicenseKey | InviteCode | OlderKey | NotAKey
Support = LicenseKey | InviteCode | AccountId | LicenseId | OlderKey | NotAKey

INVALID = NotAKey("invalid")

_DASHES = (
    "\u2212\u2043\u02d7\u30fc\u2500\u2501\u23af"  # look like one, without being of category Pd
)
_AROUND = " \t\r\n\"'`´“”„‚‘’«»‹›<>()[]{}.,;"
_LIKE_I = "iıIİlL1|"
_GROUPS = {char: char.upper() for char in "0123456789abcdefABCDEF"} | {
    like: digit
    for digit, likes in {"0": "oO", "1": "iıIİlL|", "5": "sS", "2": "zZ", "6": "gG"}.items()
    for like in likes
}
_OLDER = re.compile(r"(?:[A-Z0-9]{5})+", re.ASCII)


def read_box(text: str) -> Box:
    """What stands in the box where keys are entered: a key, an invite code, or why neither."""
    found = read_support(text)
    if isinstance(found, AccountId | LicenseId):
        return NotAKey("invalid", named=found)
    return found


def read_support(text: str) -> Support:
    """What support searches for: every form there is, normalized."""
    if len(text) > LONGEST:
        return INVALID
    plain = _plain(text)
    if not plain:
        return NotAKey("empty")
    for candidate in _candidates(plain):
        found = _older(candidate) or _form(candidate)
        if found is not None:
            return found
    return _invited(plain) or INVALID


def _plain(text: str) -> str:
    """One kind of dash, one kind of space, nothing invisible, nothing full-width."""
    return "".join(map(_plain_char, unicodedata.normalize("NFKC", text))).strip(" ")


def _plain_char(char: str) -> str:
    category = unicodedata.category(char)
    if category == "Pd" or char in _DASHES:
        return "-"
    if category.startswith("Z") or char in "\t\n\v\f\r\x85":
        return " "
    return "" if category in ("Cf", "Cc", "Mn", "Cn") else char


def _candidates(plain: str) -> Iterator[str]:
    """All of it, or what follows a label; a label has no digits, so no second key hides in it."""
    whole = plain.strip(_AROUND)
    yield whole
    for label, rest in (whole.rpartition(":")[::2], whole.rpartition(" ")[::2]):
        if label and not re.search(r"\d", label):
            yield rest.strip(_AROUND)


def _older(candidate: str) -> OlderKey | None:
    """Before any mapping: groups of five with separators between them, or none at all."""
    pieces = [piece for piece in re.split("[- ]+", candidate.upper()) if piece]
    joined = "".join(pieces)
    if len(joined) != 25 or not all(_OLDER.fullmatch(piece) for piece in pieces):
        return None
    return OlderKey("-".join(joined[at : at + 5] for at in range(0, 25, 5)))


def _form(candidate: str) -> LicenseKey | InviteCode | AccountId | LicenseId | None:
    packed = candidate.replace("-", "").replace(" ", "")
    digits = "".join(_GROUPS.get(char, "?") for char in packed[1:])
    if not digits or "?" in digits:
        return None
    return _named(packed[0], digits)


def _named(prefix: str, digits: str) -> LicenseKey | InviteCode | AccountId | LicenseId | None:
    match len(digits):
        case 18 if prefix in "rR":
            return LicenseKey(_grouped("R", digits))
        case 12 if prefix in _LIKE_I:
            return InviteCode(_grouped("I", digits))
        case 6 if prefix in "aA":
            return AccountId(_grouped("A", digits))
        case 6 if prefix in _LIKE_I:
            return LicenseId(_grouped("L", digits))
    return None


def _grouped(prefix: str, digits: str) -> str:
    return "-".join([prefix, *(digits[at : at + 3] for at in range(0, len(digits), 3))])


_JOIN = re.compile(r"/join/([^/?#\s]+)[/?#\s]*[^/]*$", re.IGNORECASE)


def _invited(plain: str) -> InviteCode | None:
    """The invite address, whole: what follows `/join/` in it."""
    address = _JOIN.search(plain)
    if address is None:
        return None
    found = _form(address[1].strip(_AROUND))
    return found if isinstance(found, InviteCode) else None
