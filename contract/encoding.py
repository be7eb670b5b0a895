"""Bytes as text: base64url without padding (RFC 7515 2) and base32, in their one canonical form."""

from __future__ import annotations

import base64
import binascii
import string

_BASE64URL = frozenset(string.ascii_letters + string.digits + "-_")


def to_base64url(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode("ascii")


def from_base64url(text: str) -> bytes | None:
    """The bytes; None for a foreign character, padding, or bits left over that are not zero."""
    if not _BASE64URL.issuperset(text):
        return None
    try:
        data = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except binascii.Error:
        return None
    return data if to_base64url(data) == text else None


def is_sixteen_bytes(text: str) -> bool:
    """The form of place ids, lease ids and nonces."""
    return len(text) == 22 and from_base64url(text) is not None


def to_base32(data: bytes) -> str:
    return base64.b32encode(data).rstrip(b"=").decode("ascii")
