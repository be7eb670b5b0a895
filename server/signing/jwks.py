"""The signing keys as a JWK set, for web servers that check leases with a library of their own."""

from __future__ import annotations

from contract.keys import signing_key
from server.signing.models import SigningKey


def jwks() -> dict[str, list[dict[str, str]]]:
    """OKP keys on Ed25519 (RFC 8037 2), revoked ones left out."""
    entries = [
        signing_key(bytes(row.public_key))
        for row in SigningKey.objects.filter(revoked_at__isnull=True).order_by("id")
    ]
    return {
        "keys": [
            {
                "kty": key.kty,
                "crv": key.crv,
                "x": key.x,
                "kid": key.kid,
                "use": "sig",
                "alg": "EdDSA",
            }
            for key in entries
        ]
    }
