"""Compact JWS with Ed25519 alone (RFC 7515, RFC 8037), read as strictly as RFC 8725 asks.

What is checked here: size, three parts of canonical base64url, a header without duplicate
members, the one algorithm (RFC 8725 3.1), no key that the token brings along (3.10), the `typ`
of the caller's kind (3.11). What is left to the caller: which key, whether the signature is of
that key (`is_signed_by`), whether something critical is asked for (`asks_for_more`), the claims.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import msgspec
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from contract.encoding import from_base64url, to_base64url
from contract.faults import Fault

SIGNATURE_LENGTH = 64
BROUGHT_ALONG = frozenset({"jwk", "jku", "x5c", "x5u", "x5t", "x5t#S256"})
ROOM_AROUND = 16
"""Bytes that an editor or a mail program may leave around a token."""

_STRING = re.compile(rb'"[^"\\]*(?:\\.[^"\\]*)*"([ \t\r\n]*:)?')


class Envelope(msgspec.Struct, frozen=True):
    """A token taken apart; nothing in it is believed yet."""

    header: Mapping[str, Any]
    payload: bytes
    signed: bytes
    signature: bytes

    @property
    def kid(self) -> str | None:
        return self.header.get("kid")


def seal(payload: bytes, typ: str, private_key: Ed25519PrivateKey, kid: str | None = None) -> str:
    """The token over `payload`; its header says no more than the algorithm, the kind, the key."""
    signed = f"{_header(typ, kid)}.{to_base64url(payload)}"
    return f"{signed}.{to_base64url(private_key.sign(signed.encode()))}"


@lru_cache(maxsize=16)  # one key signs all that a server signs
def _header(typ: str, kid: str | None) -> str:
    header = {"alg": "EdDSA", "typ": typ} | ({"kid": kid} if kid else {})
    return to_base64url(msgspec.json.encode(header))


def unfold(token: str | bytes, typ: str, limit: int) -> Envelope | Fault:
    """The parts of a token of this `typ`, or the first fault found without any key."""
    if len(token) > limit + ROOM_AROUND:
        return Fault.TOO_LARGE
    text = _bare(token)
    if text is None or len(text) > limit:
        return Fault.DAMAGED if text is None else Fault.TOO_LARGE
    parts = [from_base64url(part) for part in text.split(".")]
    if len(parts) != 3 or any(part is None for part in parts):
        return Fault.DAMAGED
    head, payload, signature = (part or b"" for part in parts)
    header = read_members(head)
    if header is None:
        return Fault.DAMAGED
    fault = _fault_of_header(header, typ)
    if fault is not None:
        return fault
    if len(signature) != SIGNATURE_LENGTH:
        return Fault.DAMAGED
    return Envelope(header, payload, text.rpartition(".")[0].encode(), signature)


def is_signed_by(envelope: Envelope, public: bytes) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(envelope.signature, envelope.signed)
    except (InvalidSignature, ValueError):
        return False
    return True


def asks_for_more(envelope: Envelope) -> bool:
    """Something critical that this version does not know: it knows none (RFC 7515 4.1.11)."""
    return "crit" in envelope.header


def read_members(data: bytes) -> dict[str, Any] | None:
    """A JSON object in UTF-8 with no member twice in any of its objects; None for all else.

    RFC 7519 4 lets a reader take the last of two; another reader may take the first, and then
    the two disagree about what was signed. Here one of them is gone once it is decoded: there are
    fewer names than were written.
    """
    try:
        value = msgspec.json.decode(data)
        whole = _names_in(value) == _names_written(data)
    except (msgspec.DecodeError, ValueError, RecursionError):
        return None
    return value if whole and isinstance(value, dict) else None


def _names_written(data: bytes) -> int:
    """How many strings of this JSON, which is known to be some, have a colon behind them."""
    return sum(map(bool, _STRING.findall(data)))


def _names_in(value: object) -> int:
    if isinstance(value, dict):
        return len(value) + sum(map(_names_in, value.values()))
    return sum(map(_names_in, value)) if isinstance(value, list) else 0


def _bare(token: str | bytes) -> str | None:
    """Without the byte-order mark, line ends and spaces that may have come to stand around it."""
    try:
        text = token.decode("utf-8") if isinstance(token, bytes) else token
    except UnicodeDecodeError:
        return None
    return text.removeprefix("\ufeff").strip(" \t\r\n")


def _fault_of_header(header: Mapping[str, Any], typ: str) -> Fault | None:
    if header.get("alg") != "EdDSA" or BROUGHT_ALONG & header.keys():
        return Fault.FORGED
    if "kid" in header and not isinstance(header["kid"], str):
        return Fault.DAMAGED
    found = header.get("typ")
    if found == typ:
        return None
    return Fault.TOO_NEW if _is_later_form(found, typ) else Fault.NOT_A_LEASE


def _is_later_form(found: object, typ: str) -> bool:
    """`seatkeeper-lease-2+jwt` beside `seatkeeper-lease+jwt`: how a later form will be named."""
    return isinstance(found, str) and found.startswith(typ.removesuffix("+jwt") + "-")
