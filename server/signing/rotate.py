"""Another key signs from now on; the one before stays good for checking (SUP-3)."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

from server.clock import now
from server.journal.record import record
from server.rulebook.facts import Refusal
from server.signing.models import SigningKey
from server.signing.roots import pinned_root
from server.signing.sign import make_signing_key
from server.signing.statement import Stated, state_keys
from server.transaction import one_transaction

LAST_LEASES = timedelta(hours=1)  # of the old key: acts that began before go on under way


@one_transaction
def rotate(folder: Path, *, reason: str = "") -> Stated | Refusal:
    """Needs a private root; every desktop gets the new statement when it meets the new key."""
    root = pinned_root(folder)
    if isinstance(root, Refusal):
        return root
    keys = locked_keys()
    at = now()
    made = make_signing_key(at)
    _end_signing(keys, at)
    record("keys-rotated", at, role="support", reason=reason, details={"kid": made.kid})
    return state_keys(root, at)


def locked_keys() -> list[SigningKey]:
    """Two rotations at once are one after the other, and so are their statements' versions."""
    return list(SigningKey.objects.select_for_update().order_by("id"))


def _end_signing(keys: list[SigningKey], at: datetime) -> None:
    for key in keys:
        if key.not_after is None and key.revoked_at is None:
            key.not_after = (at + LAST_LEASES).replace(microsecond=0)
            key.save(update_fields=["not_after"])
