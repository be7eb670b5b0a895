"""Names of keys: the device's id and a key's thumbprint; and the key statement (LEASE-6, LEASE-7).

Signing keys are believed from a statement alone, and a statement because a pinned root signed
it. Neither a lease's header nor an answer of the server can bring in a key.
"""

from __future__ import annotations

import hashlib

from contract.encoding import to_base32, to_base64url

DEVICE_ID_LENGTH = 26


def thumbprint(public: bytes) -> str:
    """The `kid` of a raw Ed25519 key: its JWK thumbprint (RFC 7638, RFC 8037 2)."""
    jwk = f'{{"crv":"Ed25519","kty":"OKP","x":"{to_base64url(public)}"}}'
    return to_base64url(hashlib.sha256(jwk.encode()).digest())


def device_id(product: str, public: bytes) -> str:
    """One way and of this product alone (PRI-1), so two vendors cannot compare their lists."""
    digest = hashlib.sha256(product.encode() + b"\x00" + public).digest()
    return to_base32(digest)[:DEVICE_ID_LENGTH]
