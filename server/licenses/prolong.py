"""Give a license another last day (LIC-8, LIC-10); its key and all that is bound to it stay."""

from __future__ import annotations

from datetime import date

from django.conf import settings

from server.clock import now
from server.journal.record import record
from server.licenses.models import License
from server.licenses.suspend import locked_license
from server.rulebook.facts import Refusal
from server.rulebook.licenses import end_of_day, may_end_on
from server.seats.shrink import settle_pool_of
from server.transaction import one_transaction


@one_transaction
def prolong(license_id: str, last_day: date, *, reason: str = "") -> License | Refusal:
    row = locked_license(license_id)
    if isinstance(row, Refusal):
        return row
    refusal = may_end_on(row.last_day, last_day)
    if refusal is not None:
        return refusal
    row.last_day, row.ends_at = last_day, end_of_day(last_day, settings.TERMS)
    row.save(update_fields=["last_day", "ends_at"])
    settle_pool_of(license_id)
    record(
        "license-prolonged",
        now(),
        role="support",
        account=row.owner,
        license_id=license_id,
        reason=reason,
        details={"last_day": last_day.isoformat()},
    )
    return row
