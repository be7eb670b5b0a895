"""The key statement: which keys sign leases, on the word of a root (LEASE-7)."""

from __future__ import annotations

from datetime import datetime

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from contract import keys
from server.config.brand import brand
from server.signing.models import KeyStatement, SigningKey


def current_statement() -> str:
    """The newest one, as every desktop and every response file gets it."""
    newest = KeyStatement.objects.order_by("-version").first()
    assert newest is not None  # made at the first start
    return newest.token


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
