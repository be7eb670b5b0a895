"""Whether a lease that was given would still be believed: its key may have been revoked (SUP-3)."""

from __future__ import annotations

from contract.faults import Fault
from contract.jws import unfold
from contract.lease import LIMIT, TYP
from server.signing.models import SigningKey


def is_believed(lease: str) -> bool:
    """By a desktop that knows the newest statement; only our own leases are asked about."""
    envelope = unfold(lease, TYP, LIMIT)
    if isinstance(envelope, Fault):
        return False
    return SigningKey.objects.filter(kid=envelope.kid, revoked_at__isnull=True).exists()
