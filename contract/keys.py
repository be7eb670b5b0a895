"""Names of keys: the device's id and a key's thumbprint; and the key statement (LEASE-6, LEASE-7).

Signing keys are believed from a statement alone, and a statement because a pinned root signed
it. Neither a lease's header nor an answer of the server can bring in a key.
"""

from __future__ import annotations

from collections.abc import Iterable

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from contract.digest import sha256
from contract.encoding import from_base64url, to_base32, to_base64url
from contract.faults import Fault
from contract.jws import asks_for_more, is_signed_by, read_members, seal, unfold

DEVICE_ID_LENGTH = 26
STATEMENT_TYP = "seatkeeper-keys+jwt"
STATEMENT_LIMIT = 16 * 1024


def thumbprint(public: bytes) -> str:
    """The `kid` of a raw Ed25519 key: its JWK thumbprint (RFC 7638, RFC 8037 2)."""
    jwk = f'{{"crv":"Ed25519","kty":"OKP","x":"{to_base64url(public)}"}}'
    return to_base64url(sha256(jwk.encode()))


def device_id(product: str, public: bytes) -> str:
    """One way and of this product alone (PRI-1), so two vendors cannot compare their lists."""
    digest = sha256(product.encode() + b"\x00" + public)
    return to_base32(digest)[:DEVICE_ID_LENGTH]


def public_of(private_key: Ed25519PrivateKey) -> bytes:
    return private_key.public_key().public_bytes_raw()


class SigningKey(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A JWK (RFC 8037 2) of a key that signs leases; `not_after` ends its signing alone."""

    kid: str
    x: str
    kty: str = msgspec.field(default="")
    crv: str = msgspec.field(default="")
    not_after: int | None = None

    @property
    def public(self) -> bytes:
        return from_base64url(self.x) or b""


class KeyStatement(msgspec.Struct, frozen=True, kw_only=True):
    """Which keys sign leases of an issuer; a higher version replaces a lower one."""

    iss: str
    version: int
    issued: int
    keys: tuple[SigningKey, ...]
    revoked: tuple[str, ...] = ()

    def key(self, kid: str | None) -> SigningKey | None:
        """The key of that name, unless it was revoked."""
        if kid is None or kid in self.revoked:
            return None
        return next((key for key in self.keys if key.kid == kid), None)


def signing_key(public: bytes, not_after: int | None = None) -> SigningKey:
    """The entry of a statement for a raw public key."""
    return SigningKey(
        kid=thumbprint(public),
        x=to_base64url(public),
        kty="OKP",
        crv="Ed25519",
        not_after=not_after,
    )


def write_statement(statement: KeyStatement, root: Ed25519PrivateKey) -> str:
    """Signed by a root; the `kid` in its header is the root's thumbprint."""
    return seal(msgspec.json.encode(statement), STATEMENT_TYP, root, thumbprint(public_of(root)))


def read_statement(
    token: str | bytes, roots: Iterable[bytes], issuer: str, at_least_version: int = 0
) -> KeyStatement | Fault:
    """The statement, if one of the pinned roots (raw public keys) signed it for this issuer."""
    envelope = unfold(token, STATEMENT_TYP, STATEMENT_LIMIT)
    if isinstance(envelope, Fault):
        return envelope
    root = next((root for root in roots if thumbprint(root) == envelope.kid), None)
    if root is None:
        return Fault.UNKNOWN_KEY
    if not is_signed_by(envelope, root):
        return Fault.FORGED
    if asks_for_more(envelope):
        return Fault.TOO_NEW
    statement = _statement_of(envelope.payload)
    if statement is None:
        return Fault.DAMAGED
    if statement.iss != issuer:
        return Fault.OTHER_SERVER
    return Fault.OUTDATED if statement.version < at_least_version else statement


def _statement_of(payload: bytes) -> KeyStatement | None:
    """Keys of another kind than ours are left out: a later version may add some."""
    members = read_members(payload)
    if members is None or not isinstance(members.get("keys"), list):
        return None
    ours = [key for key in members["keys"] if not _is_of_another_kind(key)]
    try:
        statement = msgspec.convert(members | {"keys": ours}, KeyStatement)
    except msgspec.ValidationError:
        return None
    return statement if all(map(_is_sound, statement.keys)) else None


def _is_of_another_kind(key: object) -> bool:
    return isinstance(key, dict) and (key.get("kty"), key.get("crv")) != ("OKP", "Ed25519")


def _is_sound(key: SigningKey) -> bool:
    return len(key.public) == 32 and key.kid == thumbprint(key.public)
