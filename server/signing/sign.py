"""The key that signs leases: sealed in the database, opened once a process."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache, lru_cache

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.db.models import Q, QuerySet

from contract.keys import thumbprint
from server.config.secrets import seal, unseal
from server.ready import Ready
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
    return signer_in(NEWEST(at))


def signer_in(found: Sequence[tuple[str, bytes]]) -> Signer:
    """The same, where NEWEST was asked together with other questions."""
    return opened(next(iter(found), None))


@cache
def signer_statement() -> str:
    """The same question as a statement with one place, for the instant; `opened` takes its row."""
    statement, _ = _newest(datetime.max.replace(tzinfo=UTC))[:1].query.sql_with_params()
    return str(statement)


def opened(row: tuple[str, bytes] | None) -> Signer:
    if row is None:
        raise NoSigningKey
    kid, private_sealed = row
    return _opened(kid, bytes(private_sealed))


def _newest(at: datetime) -> QuerySet:
    return may_sign(at).order_by("-created_at", "-id").values_list("kid", "private_sealed")


def may_sign(at: datetime) -> QuerySet[SigningKey]:
    not_ended = Q(not_after__isnull=True) | Q(not_after__gt=at)
    return SigningKey.objects.filter(not_ended, revoked_at__isnull=True)


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


NEWEST = Ready(lambda at: _newest(at)[:1])
