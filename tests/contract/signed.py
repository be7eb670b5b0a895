"""Keys, statements and leases for the tests of the contract: one issuer, one computer."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from contract.encoding import to_base64url
from contract.keys import KeyStatement, device_id, public_of, signing_key, thumbprint
from contract.lease import Confirmation, Holder, Lease

ISSUER = "https://license.example.com"
PRODUCT = "memo-editor"


def key_from(seed: int) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(bytes([seed]) * 32)


ROOT, SPARE_ROOT, SIGNER, STRANGER, DEVICE_KEY = map(key_from, range(1, 6))
KID = thumbprint(public_of(SIGNER))
DEVICE = device_id(PRODUCT, public_of(DEVICE_KEY))
HOLDER = Holder(ISSUER, PRODUCT, DEVICE, "A-7C3-E19")

STATEMENT = KeyStatement(
    iss=ISSUER, version=3, issued=1_800_000_000, keys=(signing_key(public_of(SIGNER)),)
)

CLAIMS: dict[str, Any] = {
    "iss": ISSUER,
    "sub": "A-7C3-E19",
    "aud": PRODUCT,
    "jti": "AAAAAAAAAAAAAAAAAAAAAA",
    "device": DEVICE,
    "cnf": {"jkt": thumbprint(public_of(DEVICE_KEY))},
    "seat": "BBBBBBBBBBBBBBBBBBBBBA",
    "license": "L-0B4-5F2",
    "kind": "educational",
    "policy": "member",
    "features": ["statistics"],
    "allow": ["use", "save", "export"],
    "bound": False,
    "iat": 1_800_000_000,
    "nbf": 1_800_000_000,
    "exp": 1_800_007_200,
}
BOUND_CLAIMS = {name: value for name, value in CLAIMS.items() if name not in ("iat", "nbf", "exp")}
BOUND_CLAIMS |= {"bound": True, "issued": 1_800_000_000, "nonce": "CCCCCCCCCCCCCCCCCCCCCA"}

LEASE = Lease(
    **{name: value for name, value in CLAIMS.items() if name not in ("cnf", "features", "allow")},
    cnf=Confirmation(jkt=CLAIMS["cnf"]["jkt"]),
    features=("statistics",),
    allow=("use", "save", "export"),
)

HEADER = {"alg": "EdDSA", "typ": "seatkeeper-lease+jwt", "kid": KID}


def token_of(
    claims: Mapping[str, Any] | bytes = CLAIMS,
    header: Mapping[str, Any] | bytes = HEADER,
    key: Ed25519PrivateKey = SIGNER,
) -> str:
    """A token over whatever one likes, with a genuine signature: not by the code under test."""
    parts = [
        part if isinstance(part, bytes) else json.dumps(part).encode() for part in (header, claims)
    ]
    signed = ".".join(map(to_base64url, parts))
    return f"{signed}.{to_base64url(key.sign(signed.encode()))}"


def without(*names: str, claims: Mapping[str, Any] = CLAIMS) -> dict[str, Any]:
    return {name: value for name, value in claims.items() if name not in names}
