"""Rows as the rulebook's values, one kind after another; nothing is decided or locked here."""

from __future__ import annotations

from datetime import date, datetime
from functools import lru_cache

from server.accounts.models import Device
from server.rulebook import facts
from server.rulebook.clones import Trail
from server.rulebook.tally import Share
from server.seats import models


@lru_cache(maxsize=1000)  # values that seldom change are made once
def license_of(
    owner: str | None,
    license_id: str,
    kind: str,
    seats: int,
    product: str,
    platforms: str,
    features: str,
    activated_at: datetime | None,
    ends_at: datetime | None,
    last_day: date | None,
    suspended_at: datetime | None,
) -> facts.License:
    return facts.License(
        license_id=license_id,
        kind=facts.Kind(kind),
        seats=seats,
        product=product,
        platforms=frozenset(facts.Platform(name) for name in platforms.split(",") if name),
        features=frozenset(name for name in features.split(",") if name),
        owner=owner,
        activated_at=activated_at,
        ends_at=ends_at,
        last_day=last_day,
        suspended=suspended_at is not None,
    )


def place_of(row: models.Place, account: str, device: Device) -> facts.Place:
    return facts.Place(
        seat=row.seat,
        account=account,
        device=device.device_id,
        platform=facts.Platform(device.platform),
        began_at=row.began_at,
        last_contact_at=row.last_contact_at,
        row=row.id,
        closed_at=row.closed_at,
        closed_because=facts.Because(row.closed_because),
        reserved_until=row.reserved_until,
        bound=row.bound_at is not None,
        license_id=row.license.license_id if row.license else None,
        lease_exp=row.lease_exp,
        counter_fell_at=row.counter_fell_at,
    )


def waiting_of(row: models.InLine) -> facts.Waiting:
    return facts.Waiting(
        row.account.public_id, row.since, row.heard_at, row.offered_until, row=row.id
    )


def trail_of(row: models.Place | None) -> Trail:
    if row is None:
        return Trail()
    return Trail(row.lease_jti, row.previous_jti, row.stray_jti, row.told_jti)


def write_trail(row: models.Place, trail: Trail) -> None:
    row.lease_jti, row.previous_jti = trail.last, trail.before
    row.stray_jti, row.told_jti = trail.stray, trail.told


def write_fields(row: models.Place, place: facts.Place) -> None:
    """All that a rule may change of a place, but for the pool, the license and the binding."""
    row.seat = place.seat
    row.began_at = place.began_at
    row.last_contact_at = place.last_contact_at
    row.closed_at = place.closed_at
    row.closed_because = place.closed_because.value
    row.reserved_until = place.reserved_until
    row.lease_exp = place.lease_exp


def share_in(row: models.Place) -> Share:
    """What it adds to its pool's tally, as it was stored."""
    return Share(row.counts_as, row.passes, row.due)


def write_share(row: models.Place, share: Share) -> None:
    row.counts_as, row.passes, row.due = share.counts_as, share.passes, share.due
