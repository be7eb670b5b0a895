"""The proof of the device: a challenge signed by the device key (HOST-6, RFC 7800).

A lease names its key by a thumbprint (`cnf`). Whoever has a copy of the lease has not the key, so
a product that checks a lease itself asks for this once and compares the thumbprints.
"""

from __future__ import annotations

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from contract.encoding import from_base64url, to_base64url
from contract.jws import Envelope, asks_for_more, is_signed_by, read_members, seal, unfold
from contract.keys import public_of, thumbprint

PROOF_TYP = "seatkeeper-proof+jwt"
PROOF_LIMIT = 1024


class Claims(msgspec.Struct, frozen=True, kw_only=True):
    """The kind in the header keeps it from being taken for anything else that this key signs."""

    product: str
    challenge: str
    public_key: str  # raw Ed25519 in base64url


def write_proof(challenge: str, product: str, private_key: Ed25519PrivateKey) -> str:
    public = to_base64url(public_of(private_key))
    claims = Claims(product=product, challenge=challenge, public_key=public)
    return seal(msgspec.json.encode(claims), PROOF_TYP, private_key)


def is_proof(token: str, challenge: str, product: str, jkt: str) -> bool:
    """Whether the key of that thumbprint signed this challenge, for this product."""
    envelope = unfold(token, PROOF_TYP, PROOF_LIMIT)
    if not isinstance(envelope, Envelope) or asks_for_more(envelope):
        return False
    try:
        claims = msgspec.convert(read_members(envelope.payload), Claims)
    except msgspec.ValidationError:
        return False
    public = from_base64url(claims.public_key) or b""
    said = (claims.challenge, claims.product, thumbprint(public))
    return said == (challenge, product, jkt) and is_signed_by(envelope, public)
