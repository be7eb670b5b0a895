"""SHA-256, by the library that checks the signatures: Python's own would load a second OpenSSL,
which a window that is about to open has no use for."""

from __future__ import annotations

from cryptography.hazmat.primitives.hashes import SHA256, Hash


def sha256(data: bytes) -> bytes:
    digest = Hash(SHA256())
    digest.update(data)
    return digest.finalize()
