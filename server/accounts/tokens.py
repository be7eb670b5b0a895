"""The tokens of signed-in devices: 256 random bits, of which only a hash is kept (SAFE-2)."""

from __future__ import annotations

import hashlib
import secrets

BYTES = 32


def make_token() -> str:
    return secrets.token_urlsafe(BYTES)


def hash_of(token: str) -> str:
    """SHA-256 is enough: 256 random bits cannot be guessed, however fast the hash."""
    return hashlib.sha256(token.encode()).hexdigest()
