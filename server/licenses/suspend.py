"""Suspend a license, and let it go on (LIC-8): suspended, it gives no seats."""

from __future__ import annotations

from contract.problems import Code
from server.clock import now
from server.journal.record import record
from server.licenses.models import License
from server.rulebook.facts import Refusal
from server.seats.shrink import settle_pool_of
from server.transaction import ChangedMeanwhile, one_transaction


@one_transaction
def suspend(license_id: str, *, role: str = "support", reason: str = "") -> License | Refusal:
    return _set(license_id, True, role, reason)


@one_transaction
def resume(license_id: str, *, role: str = "support", reason: str = "") -> License | Refusal:
    return _set(license_id, False, role, reason)


def _set(license_id: str, suspended: bool, role: str, reason: str) -> License | Refusal:
    row = locked_license(license_id)
    if isinstance(row, Refusal) or (row.suspended_at is not None) == suspended:
        return row
    at = now()
    row.suspended_at = at if suspended else None
    row.save(update_fields=["suspended_at"])
    settle_pool_of(license_id)
    act = "license-suspended" if suspended else "license-resumed"
    record(act, at, role=role, account=row.owner, license_id=license_id, reason=reason)
    return row


def locked_license(license_id: str) -> License | Refusal:
    """Its pool first: whoever takes a seat there is done, or sees what becomes of the license.
    Who lost a place until now is settled before it changes, and again by the act (SEAT-11)."""
    locked = settle_pool_of(license_id)
    rows = License.objects.select_for_update(of=("self",), no_key=True).select_related(
        "owner", "pool"
    )
    row = rows.filter(license_id=license_id).first()
    if row is not None and row.pool_id is not None and row.pool_id not in locked:
        raise ChangedMeanwhile  # it went to another owner
    return row or Refusal(Code.LICENSE_UNKNOWN)
