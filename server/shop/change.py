"""The shop renews a license or ends it, suspends it or lets it go on (LIC-10)."""

from __future__ import annotations

from datetime import date

import msgspec
from django.conf import settings

from contract.problems import Code
from server.clock import now
from server.journal.record import record
from server.licenses.models import License
from server.licenses.suspend import locked_license, resume, suspend
from server.rulebook.facts import Kind, Refusal
from server.rulebook.licenses import end_of_day, may_renew
from server.seats.shrink import settle_pool_of
from server.shop.models import ShopKey
from server.transaction import one_transaction


@one_transaction
def change(
    shop: ShopKey,
    license_id: str,
    *,
    expires_on: date | msgspec.UnsetType | None = msgspec.UNSET,
    suspended: bool | msgspec.UnsetType = msgspec.UNSET,
) -> License | Refusal:
    """Its key and all that is bound to it stay. What is left out stays as it is."""
    row = locked_license(license_id)
    if isinstance(row, Refusal):
        return row
    if row.kind == Kind.TRIAL.value:
        return Refusal(Code.LICENSE_UNKNOWN)
    if expires_on is not msgspec.UNSET:
        refusal = _renew(shop, row, expires_on)
        if refusal is not None:
            return refusal
    if suspended is msgspec.UNSET:
        return row
    reason = f"shop key {shop.pk}"
    act = suspend if suspended else resume
    return act(license_id, role="shop", reason=reason)


def _renew(shop: ShopKey, row: License, last_day: date | None) -> Refusal | None:
    refusal = may_renew(Kind(row.kind), last_day)
    if refusal is not None or last_day == row.last_day:
        return refusal
    row.last_day = last_day
    row.ends_at = None if last_day is None else end_of_day(last_day, settings.TERMS)
    row.save(update_fields=["last_day", "ends_at"])
    settle_pool_of(row.license_id)
    record(
        "license-renewed", now(), role="shop", account=row.owner, license_id=row.license_id,
        reason=f"shop key {shop.pk}",
        details={"last_day": None if last_day is None else last_day.isoformat()},
    )  # fmt: skip
    return None
