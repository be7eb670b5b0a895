"""The key that signs leases: sealed in the database, opened once a process."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.db.models import Q

from contract.keys import thumbprint
from server.config.secrets import seal, unseal
from server.signing.models import SigningKey

PURPOSE = "signing-key"


class NoSigningKey(RuntimeError):
    """The server was not prepared: it has no key to sign with."""


@dataclass(frozen=True, slots=True)
class Signer:
    kid: str
    key: Ed25519PrivateKey


def signer(at: datetime) -> Signer:
    """The newest key that may still sign. The row is read each time, so that a rotation counts."""
    may_sign = Q(not_after__isnull=True) | Q(not_after__gt=at)
    rows = SigningKey.objects.filter(may_sign, revoked_at__isnull=True)
    row = rows.order_by("-created_at", "-id").first()
    if row is None:
        raise NoSigningKey
    return _opened(row.kid, bytes(row.private_sealed))


def make_signing_key(at: datetime) -> SigningKey:
    key = Ed25519PrivateKey.generate()
    public = key.public_key().public_bytes_raw()
    return SigningKey.objects.create(
        kid=thumbprint(public),
        public_key=public,
        private_sealed=seal(key.private_bytes_raw(), PURPOSE),
        created_at=at,
    )


@lru_cache(maxsize=4)
def _opened(kid: str, sealed: bytes) -> Signer:
    return Signer(kid, Ed25519PrivateKey.from_private_bytes(unseal(sealed, PURPOSE)))
