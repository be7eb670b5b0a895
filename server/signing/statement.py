"""The key statement: which keys sign leases, on the word of a root (LEASE-7)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from contract import keys
from server.config.brand import brand
from server.signing.models import KeyStatement, SigningKey
from server.signing.sign import signer


def current_statement() -> str:
    """The newest one, as every desktop and every response file gets it."""
    newest = KeyStatement.objects.order_by("-version").first()
    assert newest is not None  # made at the first start
    return newest.token


@dataclass(frozen=True, slots=True)
class Stated:
    """What a new statement says: which key signs, which ones are good for checking, which not."""

    version: int
    signs: str
    good: tuple[str, ...]
    revoked: tuple[str, ...]


def state_keys(root: Ed25519PrivateKey, at: datetime) -> Stated:
    """After a change of the keys: a statement about them, and what it says."""
    issue_statement(root, at)
    rows = list(SigningKey.objects.order_by("id"))
    return Stated(
        version=KeyStatement.objects.order_by("-version")[0].version,
        signs=signer(at).kid,
        good=tuple(row.kid for row in rows if row.revoked_at is None),
        revoked=tuple(row.kid for row in rows if row.revoked_at is not None),
    )


def issue_statement(root: Ed25519PrivateKey, at: datetime) -> str:
    """A statement about the keys as they are stored now, one version up."""
    newest = KeyStatement.objects.order_by("-version").first()
    version = 1 if newest is None else newest.version + 1
    rows = SigningKey.objects.order_by("id")
    statement = keys.KeyStatement(
        iss=brand().issuer,
        version=version,
        issued=int(at.timestamp()),
        keys=tuple(_entry(row) for row in rows if row.revoked_at is None),
        revoked=tuple(row.kid for row in rows if row.revoked_at is not None),
    )
    token = keys.write_statement(statement, root)
    KeyStatement.objects.create(version=version, token=token, issued_at=at)
    return token


def _entry(row: SigningKey) -> keys.SigningKey:
    not_after = None if row.not_after is None else int(row.not_after.timestamp())
    return keys.signing_key(bytes(row.public_key), not_after)
