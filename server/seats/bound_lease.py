"""The lease that a bound computer holds for good, and when it is signed anew (AIR-3, SUP-3)."""

from __future__ import annotations

from datetime import datetime

from contract.ids import make_jti
from server.accounts.models import Device
from server.rulebook.facts import License, Place, Pool
from server.seats import models
from server.signing.believed import is_believed
from server.signing.lease import sign_bound_lease


def bound_lease(
    row: models.Place, pool: Pool, place: Place, named: License, device: Device,
    nonce: str, at: datetime,
) -> str:  # fmt: skip
    """The same nonce gets the same lease again, unless the key that signed it was revoked."""
    if row.bound_nonce == nonce and is_believed(row.bound_lease):
        return row.bound_lease
    row.previous_jti, row.lease_jti = row.lease_jti, make_jti()
    row.bound_nonce = nonce
    row.bound_lease = sign_bound_lease(pool, place, named, row.lease_jti, device, nonce, at)
    row.save(update_fields=["previous_jti", "lease_jti", "bound_nonce", "bound_lease"])
    return row.bound_lease
