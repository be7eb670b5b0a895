"""Make a license that nobody owns yet, with its key (LIC-1 to LIC-3)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from django.conf import settings
from django.db import IntegrityError, transaction

from contract.ids import make_license_id, make_license_key
from contract.problems import Code
from server.accounts.models import Account
from server.clock import now
from server.config.brand import brand
from server.journal.record import record
from server.licenses.activate import give
from server.licenses.keys import hash_of_key, sealed_key
from server.licenses.models import License
from server.licenses.store import joined
from server.rulebook.facts import Kind, Platform, Refusal
from server.rulebook.licenses import end_of_day, may_create
from server.transaction import one_transaction

DESKTOPS = frozenset({Platform.WINDOWS, Platform.MACOS, Platform.LINUX})


@dataclass(frozen=True, slots=True)
class Wanted:
    """What was sold."""

    kind: Kind
    seats: int
    last_day: date | None = None
    product: str = ""  # empty: this server's own
    platforms: frozenset[Platform] = DESKTOPS
    features: frozenset[str] = frozenset()
    purchase_number: str = ""
    purchased_on: date | None = None
    cancel_url: str = ""
    license_id: str = field(default_factory=make_license_id)
    license_key: str = field(default_factory=make_license_key)


@dataclass(frozen=True, slots=True)
class Created:
    license_id: str
    license_key: str


@one_transaction
def create(
    wanted: Wanted, owner: Account | None = None, *, role: str = "support"
) -> Created | Refusal:
    """With an owner it is activated at once, by the same rules as an entered key."""
    if wanted.product not in ("", brand().product):
        return Refusal(Code.PRODUCT_UNKNOWN)
    refusal = may_create(wanted.kind, wanted.seats, wanted.platforms, wanted.last_day)
    if refusal is not None:
        return refusal
    row = _stored(wanted)
    if row is None:
        return Refusal(Code.ID_TAKEN)
    record("license-created", now(), role=role, license_id=row.license_id)
    if owner is not None:
        refused = give(row, owner, role=role)
        if refused is not None:
            transaction.set_rollback(True)
            return refused
    return Created(wanted.license_id, wanted.license_key)


def _stored(wanted: Wanted) -> License | None:
    """None when the id or the key exists: the unique columns say so, not a look before."""
    at = now()
    ends_at = end_of_day(wanted.last_day, settings.TERMS) if wanted.last_day else None
    try:
        with transaction.atomic():
            return License.objects.create(
                license_id=wanted.license_id,
                key_hash=hash_of_key(wanted.license_key),
                key_sealed=sealed_key(wanted.license_key),
                kind=wanted.kind.value,
                seats=wanted.seats,
                product=wanted.product or brand().product,
                platforms=joined(tuple(each.value for each in wanted.platforms)),
                features=joined(wanted.features),
                last_day=wanted.last_day,
                ends_at=ends_at,
                created_at=at,
                purchased_on=wanted.purchased_on
                or at.astimezone(settings.TERMS.vendor_zone).date(),
                purchase_number=wanted.purchase_number,
                cancel_url=wanted.cancel_url,
            )
    except IntegrityError:
        return None
