"""License keys at rest: found by a keyed hash, read back only with the master secret (SAFE-2)."""

from __future__ import annotations

from server.config.secrets import keyed_hash, seal, unseal
from server.licenses.models import License

PURPOSE = "license-key"


def hash_of_key(key: str) -> str:
    return keyed_hash(key, PURPOSE)


def sealed_key(key: str) -> bytes:
    return seal(key.encode(), PURPOSE)


def key_of(row: License) -> str | None:
    """None for a trial, which has no key."""
    return None if row.key_sealed is None else unseal(row.key_sealed, PURPOSE).decode()
