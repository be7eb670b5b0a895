"""A signing key that others may know: nothing that it signed is believed any more (SUP-3)."""

from __future__ import annotations

from pathlib import Path

from contract.problems import Code
from server.clock import now
from server.journal.record import record
from server.rulebook.facts import Refusal
from server.signing.roots import pinned_root
from server.signing.rotate import locked_keys
from server.signing.sign import make_signing_key, may_sign
from server.signing.statement import Stated, state_keys
from server.transaction import one_transaction


@one_transaction
def revoke(folder: Path, kid: str, *, reason: str = "") -> Stated | Refusal:
    """If no other key may sign, one is made in the same act: the server never stands without."""
    root = pinned_root(folder)
    if isinstance(root, Refusal):
        return root
    named = next((key for key in locked_keys() if key.kid == kid), None)
    if named is None:
        return Refusal(Code.NOT_FOUND, {"kid": kid})
    at = now()
    if named.revoked_at is None:
        named.revoked_at = at
        named.save(update_fields=["revoked_at"])
        record("key-revoked", at, role="support", reason=reason, details={"kid": kid})
    if not may_sign(at).filter(not_after__isnull=True).exists():
        make_signing_key(at)
    return state_keys(root, at)
