"""Rows as the rulebook's values, one kind after another; nothing is decided or locked here."""

from __future__ import annotations

from server.accounts.models import Device
from server.licenses import models as licenses
from server.organizations import models as organizations
from server.rulebook import facts
from server.rulebook.clones import Trail
from server.seats import models


def license_of(row: licenses.License, owner: str | None) -> facts.License:
    return facts.License(
        license_id=row.license_id,
        kind=facts.Kind(row.kind),
        seats=row.seats,
        product=row.product,
        platforms=frozenset(facts.Platform(name) for name in row.platforms.split(",") if name),
        features=frozenset(name for name in row.features.split(",") if name),
        owner=owner,
        activated_at=row.activated_at,
        ends_at=row.ends_at,
        last_day=row.last_day,
        suspended=row.suspended_at is not None,
    )


def membership_of(row: organizations.Membership, member: str) -> facts.Membership:
    return facts.Membership(
        row.owner.public_id, member, row.joined_at, row.blocked_at, row.ended_at
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
    row.is_web = place.platform is facts.Platform.WEB
    row.seat = place.seat
    row.began_at = place.began_at
    row.last_contact_at = place.last_contact_at
    row.closed_at = place.closed_at
    row.closed_because = place.closed_because.value
    row.reserved_until = place.reserved_until
    row.lease_exp = place.lease_exp
