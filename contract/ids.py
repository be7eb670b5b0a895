"""Ids, keys and codes: how they are made (ID-1) and how typed ones are read (ID-2 to ID-4).

Whether a well-formed key exists is for the server to say; nothing here looks it up.
"""

from __future__ import annotations

import base64
import secrets
from collections.abc import Callable

from contract.typed import (
    AccountId,
    Box,
    InviteCode,
    LicenseId,
    LicenseKey,
    NotAKey,
    OlderKey,
    Support,
    read_box,
    read_support,
)

__all__ = [
    "AccountId",
    "Box",
    "Digits",
    "InviteCode",
    "LicenseId",
    "LicenseKey",
    "NotAKey",
    "OlderKey",
    "Support",
    "make_account_id",
    "make_invite_code",
    "make_jti",
    "make_jtis",
    "make_license_id",
    "make_license_key",
    "make_nonce",
    "make_seat_id",
    "random_digits",
    "read_box",
    "read_support",
]

Digits = Callable[[int], str]
"""n upper-case hexadecimal digits; not to be foreseen by anybody, unless a test gives them."""


def random_digits(count: int) -> str:
    """From the system's cryptographic source."""
    return secrets.token_hex((count + 1) // 2)[:count].upper()


def make_account_id(digits: Digits = random_digits) -> str:
    return _grouped("A", digits(6))


def make_license_id(digits: Digits = random_digits) -> str:
    return _grouped("L", digits(6))


def make_license_key(digits: Digits = random_digits) -> str:
    return _grouped("R", digits(18))


def make_invite_code(digits: Digits = random_digits) -> str:
    return _grouped("I", digits(12))


def make_seat_id() -> str:
    return _sixteen_bytes()


def make_nonce() -> str:
    return _sixteen_bytes()


def make_jti() -> str:
    return _sixteen_bytes()


def make_jtis(count: int) -> list[str]:
    """As many, for one question to the system: it lets other threads in each time."""
    drawn = secrets.token_bytes(16 * count)
    return [_as_text(drawn[at : at + 16]) for at in range(0, 16 * count, 16)]


def _grouped(prefix: str, digits: str) -> str:
    return "-".join([prefix, *(digits[at : at + 3] for at in range(0, len(digits), 3))])


def _sixteen_bytes() -> str:
    return _as_text(secrets.token_bytes(16))


def _as_text(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()
