"""What a product may see of what is held here: the signed lease, its keys, a proof of the device.

Never a token of an account, never the private key (HOST-6).
"""

from __future__ import annotations

from dataclasses import dataclass

from app.license.world import World
from contract.encoding import from_base64url
from contract.jws import Envelope, read_members, unfold
from contract.lease import LIMIT, TYP


@dataclass(frozen=True, repr=False)
class Signed:
    """The lease as it was signed, and the key statement that says whose signature counts."""

    lease: str
    keys: str


class Papers:
    """Of one computer; reads files in the keeper's own thread for them."""

    def __init__(self, world: World) -> None:
        self._world = world

    async def of_lease(self, jti: str) -> Signed | None:
        """None where this lease cannot be had: a newer one is there already, or the disk fails."""
        lease, keys = await self._world.disk.do(self._read)
        for token in (lease, self._world.unwritten):
            if token and _jti(token) == jti:
                return Signed(token, keys)
        return None

    def _read(self) -> tuple[str, str]:
        cache = self._world.cache
        lease, keys = cache.lease() or b"", cache.keys() or b""
        return lease.decode("utf-8", "replace").strip(), keys.decode("utf-8", "replace").strip()

    def proof(self, challenge: str) -> str | None:
        """None as long as the key store has not given the key."""
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

        from contract.proof import write_proof

        raw = from_base64url(self._world.credentials.secrets.private_key) or b""
        if len(raw) != 32:
            return None
        key = Ed25519PrivateKey.from_private_bytes(raw)
        return write_proof(challenge, self._world.brand.product, key)


def _jti(token: str) -> str:
    envelope = unfold(token, TYP, LIMIT)
    members = read_members(envelope.payload) if isinstance(envelope, Envelope) else None
    return str((members or {}).get("jti", ""))
