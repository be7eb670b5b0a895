"""Checking a lease as any vendor can: JSON, Ed25519, and two public keys that are built in.

The order of belief: a root key that is pinned here signs the key statement; a key of the statement
signs the lease; the key that the lease names (`cnf`) signs our challenge. Nothing else is believed,
the license manager included. `cryptography` is the only package that this needs.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
from dataclasses import dataclass
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

Claims = dict[str, Any]

LEASE, KEYS, PROOF = "seatkeeper-lease+jwt", "seatkeeper-keys+jwt", "seatkeeper-proof+jwt"
LONGEST = 16 * 1024


class NotBelieved(Exception):
    """What is wrong, in a few words for the log."""


@dataclass(frozen=True)
class Pinned:
    """What is built into the product: nobody can change it from outside."""

    issuer: str
    product: str
    roots: tuple[bytes, ...]  # raw Ed25519 public keys


def read_keys(token: str, pinned: Pinned, at_least: int = 0) -> Claims:
    """The key statement, signed by one of our roots. Keep its version: a lower one is refused."""
    header = _header(token, KEYS)
    root = next((root for root in pinned.roots if thumbprint(root) == header.get("kid")), None)
    keys = _verified(token, root)
    if keys.get("iss") != pinned.issuer:
        raise NotBelieved("keys of another vendor")
    if type(keys.get("version")) is not int or keys["version"] < at_least:
        raise NotBelieved("an older list of keys")
    return keys


def read_lease(token: str, keys: Claims, pinned: Pinned) -> Claims:
    """The lease, signed by a key of the statement, for this product. The time is not looked at."""
    kid = _header(token, LEASE).get("kid")
    lease = _verified(token, _key(keys, kid))
    if (lease.get("iss"), lease.get("aud")) != (pinned.issuer, pinned.product):
        raise NotBelieved("a lease for another product")
    if not isinstance(lease.get("allow"), list) or not isinstance(lease.get("cnf"), dict):
        raise NotBelieved("a lease that lacks something")
    if lease.get("bound") is not True and type(lease.get("exp")) is not int:
        raise NotBelieved("a lease without an end")
    return lease


def is_good(lease: Claims, at: float) -> bool:
    """No leeway; a lease that is bound to its computer has no end."""
    return lease.get("bound") is True or at < lease["exp"]


def check_proof(token: str, challenge: str, lease: Claims, pinned: Pinned) -> None:
    """The computer that the lease was given to signed this challenge, here and now."""
    _header(token, PROOF)
    said = _json(token.split(".")[1])
    public = _bytes(str(said.get("public_key", "")))
    if thumbprint(public) != lease["cnf"].get("jkt"):
        raise NotBelieved("another computer's key")
    if (said.get("challenge"), said.get("product")) != (challenge, pinned.product):
        raise NotBelieved("an answer to another question")
    _verified(token, public)


def thumbprint(public: bytes) -> str:
    """RFC 7638, for an Ed25519 key."""
    x = base64.urlsafe_b64encode(public).rstrip(b"=").decode()
    jwk = f'{{"crv":"Ed25519","kty":"OKP","x":"{x}"}}'
    return base64.urlsafe_b64encode(hashlib.sha256(jwk.encode()).digest()).rstrip(b"=").decode()


def _key(keys: Claims, kid: object) -> bytes | None:
    if kid in keys.get("revoked", []):
        raise NotBelieved("signed by a key that was revoked")
    for key in keys.get("keys", []):
        if key.get("kid") == kid and (key.get("kty"), key.get("crv")) == ("OKP", "Ed25519"):
            return _bytes(str(key.get("x", "")))
    return None


def _header(token: str, kind: str) -> Claims:
    """One algorithm, the right kind, nothing critical, no key brought along (RFC 8725)."""
    if len(token) > LONGEST or token.count(".") != 2:
        raise NotBelieved("not a token")
    header = _json(token.split(".")[0])
    if header.get("alg") != "EdDSA" or header.get("typ") != kind:
        raise NotBelieved("a token of another kind")
    if {"crit", "jwk", "jku", "x5c", "x5u"} & header.keys():
        raise NotBelieved("a header that asks for more")
    return header


def _verified(token: str, public: bytes | None) -> Claims:
    if public is None:
        raise NotBelieved("signed by a key that nobody knows")
    signed, _dot, signature = token.rpartition(".")
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(_bytes(signature), signed.encode())
    except (InvalidSignature, ValueError):
        raise NotBelieved("the signature is wrong") from None
    return _json(token.split(".")[1])


def _bytes(text: str) -> bytes:
    """Base64url without padding, in its one right form."""
    try:
        data = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        raise NotBelieved("damaged") from None
    if base64.urlsafe_b64encode(data).rstrip(b"=").decode() != text:
        raise NotBelieved("damaged")
    return data


def _json(part: str) -> Claims:
    """An object with no member twice: of two readers one might take the first, one the last."""

    def once(pairs: list[tuple[str, Any]]) -> Claims:
        if len(dict(pairs)) != len(pairs):
            raise NotBelieved("a member stands twice")
        return dict(pairs)

    try:
        value = json.loads(_bytes(part), object_pairs_hook=once)
    except (ValueError, RecursionError):
        raise NotBelieved("damaged") from None
    if not isinstance(value, dict):
        raise NotBelieved("damaged")
    return value
