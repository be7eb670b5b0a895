"""Reads the rows of a question into the rulebook's values, locked; and writes a place back.

Every verb that changes seats begins here: the pools of its question are locked in the order of
their numbers, then everything else is read, then the time. On SQLite the transaction itself
holds the one write lock.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.conf import settings
from django.db.models import Q

from server.accounts.models import Account, Device
from server.clock import now
from server.journal.record import record
from server.licenses import models as licenses
from server.licenses.pools import lock_pools, raise_versions
from server.organizations import models as organizations
from server.ready import Ready, write
from server.rulebook import facts
from server.rulebook.clones import Trail
from server.rulebook.order import Table
from server.rulebook.seats import seats_of, taken
from server.rulebook.shrinking import ends_between, is_over, settle
from server.seats import models
from server.seats.parts import Part, parts_of
from server.seats.rows import (
    license_of,
    membership_of,
    place_of,
    waiting_of,
    write_fields,
    write_trail,
)


@dataclass
class Opened:
    """A device's question with all that it goes by, locked; `at` is the instant of the answer."""

    account: Account
    device: Device
    at: datetime
    table: Table
    row: models.Place | None  # of this account on this device
    licenses: dict[str, licenses.License] = field(default_factory=dict)
    last_lease: str | None = None  # that the device says to have received (LEASE-10)


def open_question(account: Account, device: Device) -> Opened:
    """Locks the pools that this account could sit in with the device's product, and loads them."""
    found = _POOLS(
        account.id, device.product, account.id, device.product, account.id, device.device_id
    )
    locked = lock_pools(number for (number,) in found)
    at = now()
    members = _MEMBERSHIPS(account.id)
    rows = _license_rows(locked)
    pools = _settled(locked, rows, at, asker=account.id)
    row = _place_row(account, device)
    place = None if row is None else place_of(row, account.public_id, device)
    table = Table(
        pools,
        tuple(membership_of(each, account.public_id) for each in members),
        place,
        None if row is None else row.pool_id,
    )
    return Opened(account, device, at, table, row, {each.license_id: each for each in rows})


def settle_pools(pools: list[licenses.Pool]) -> datetime:
    """Stores who lost a place until now; the pools are locked. An act that makes seats fewer does
    so before, for what was, and after, for what is (SEAT-11)."""
    at = now()
    found = _settled(pools, _license_rows(pools), at)
    for row, pool in zip(pools, found, strict=True):
        _note_settled(row, pool, at)
    return at


def _settled(
    pools: list[licenses.Pool],
    rows: list[licenses.License],
    at: datetime,
    asker: int | None = None,
) -> tuple[facts.Pool, ...]:
    """The pools as they are now. Who lost a place is stored, lest a start of theirs forgets it."""
    found = []
    for row, before in zip(pools, _read(pools, rows, at, asker), strict=True):
        after, lost = settle(before, settings.TERMS, at)
        for place in lost:
            end_other(place)
            record("seat-pool-shrank", at, role="system", seat=place.seat)
        if before.over or ends_between(before, before.settled_at, at):
            _note_settled(row, after, at)
        found.append(after)
    return tuple(found)


def _note_settled(row: licenses.Pool, pool: facts.Pool, at: datetime) -> None:
    row.settled_at, row.over = at, is_over(pool, settings.TERMS, at)
    licenses.Pool.objects.filter(pk=row.pk).update(settled_at=at, over=row.over)


def _place_row(account: Account, device: Device) -> models.Place | None:
    return next(iter(_PLACE(account.id, device.device_id)), None)


def _license_rows(pools: Iterable[licenses.Pool]) -> list[licenses.License]:
    return _LICENSES(tuple(each.id for each in pools))


_MEMBERSHIPS = Ready(
    lambda member: organizations.Membership.objects.filter(member_id=member).select_related("owner")
)
_PLACE = Ready(
    lambda account, device: models.Place.objects.filter(
        account_id=account, device__device_id=device
    ).select_related("license", "pool")
)
_POOLS = Ready(  # the own ones, those shared with this account, and the one that it sits in
    lambda owner, product, member, same_product, account, device: (
        licenses.Pool.objects.filter(owner_id=owner, product=product)
        .values_list("id")
        .union(
            organizations.Membership.objects.filter(
                member_id=member,
                owner__pools__product=same_product,
                owner__pools__pool_class="shared",
            ).values_list("owner__pools__id"),
            models.Place.objects.filter(account_id=account, device__device_id=device).values_list(
                "pool_id"
            ),
        )
    )
)
_LICENSES = Ready(
    lambda pools: licenses.License.objects.filter(
        pool_id__in=pools, activated_at__isnull=False
    ).order_by("id")
)


def _read(
    pools: list[licenses.Pool],
    rows: list[licenses.License],
    at: datetime,
    asker: int | None = None,
) -> tuple[facts.Pool, ...]:
    """The rulebook's values of these pools: licenses, places that may still live, trial days.

    Of a large pool that one account asks about, members' ordinary places are only counted.
    """
    by_pool = {pool.id: [row for row in rows if row.pool_id == pool.id] for pool in pools}
    parts = {} if asker is None else parts_of(pools, by_pool, asker, at)
    found = _facts(pools, rows, by_pool, parts, at)
    if any(taken(each, settings.TERMS, at) > seats_of(each, at) for each in found if each.rest):
        return _facts(pools, rows, by_pool, {}, at)  # somebody has to go: who?
    return found


def _facts(
    pools: list[licenses.Pool],
    rows: list[licenses.License],
    by_pool: dict[int, list[licenses.License]],
    parts: dict[int, Part],
    at: datetime,
) -> tuple[facts.Pool, ...]:
    owners = {pool.owner_id: pool.owner.public_id for pool in pools}
    whole = [pool for pool in pools if pool.id not in parts]
    sitting = _places_of(whole, _unsettled(whole, rows, at))
    for part in parts.values():
        sitting |= _read_places(part.rows)
    lines = _lines_of(pools)
    days = _trial_days(rows)
    return tuple(
        facts.Pool(
            owner=owners[pool.owner_id],
            kind=_kind(pool, by_pool[pool.id]),
            licenses=tuple(license_of(row, owners[pool.owner_id]) for row in by_pool[pool.id]),
            places=tuple(sitting.get(pool.id, ())),
            rest=parts[pool.id].rest if pool.id in parts else 0,
            line=tuple(lines.get(pool.id, ())),
            use=facts.TrialUse(tuple(days.get(pool.id, ()))),
            offline_days=pool.offline_days,
            offline_seats=pool.offline_seats,
            members_may_bind=pool.members_may_bind,
            settled_at=pool.settled_at,
            over=pool.over,
            number=pool.id,
            version=pool.version,
            owner_name=pool.owner.get_full_name(),
            owner_email=pool.owner.email,
        )
        for pool in pools
    )


def load_pools(pools: list[licenses.Pool], at: datetime) -> tuple[facts.Pool, ...]:
    """As they are at that instant, whoever asked or did not ask since (SEAT-11)."""
    found = _read(pools, _license_rows(pools), at)
    return tuple(settle(pool, settings.TERMS, at)[0] for pool in found)


def _kind(pool: licenses.Pool, rows: list[licenses.License]) -> facts.Kind:
    if pool.pool_class != "shared":
        return facts.Kind(pool.pool_class)
    return facts.Kind(rows[-1].kind) if rows else facts.Kind.EDUCATIONAL


def _unsettled(pools: list[licenses.Pool], rows: list[licenses.License], at: datetime) -> datetime:
    """From when on it matters who had a place: now, or an end of a license that none has seen."""
    since = {pool.id: pool.settled_at for pool in pools}
    ends = [
        (row.ends_at, since[row.pool_id])
        for row in rows
        if row.ends_at is not None and row.pool_id in since
    ]
    return min([at, *(end for end, seen in ends if seen is None or seen < end)])


def _places_of(pools: list[licenses.Pool], since: datetime) -> dict[int, list[facts.Place]]:
    return _read_places(_MAY_LIVE(since, tuple(each.id for each in pools)))


_MAY_LIVE = Ready(
    lambda since, pools: (
        models.Place.objects.filter(
            Q(closed_at__isnull=True) | Q(reserved_until__gt=since) | Q(bound_at__isnull=False),
            pool_id__in=pools,
        )
        .select_related("account", "device", "license")
        .order_by("id")
    )
)


def _read_places(rows: Iterable[models.Place]) -> dict[int, list[facts.Place]]:
    found: dict[int, list[facts.Place]] = {}
    for row in rows:
        found.setdefault(row.pool_id, []).append(place_of(row, row.account.public_id, row.device))
    return found


def ended_places(pools: list[licenses.Pool], at: datetime) -> dict[int, list[facts.Place]]:
    """Places that are over, while their newest leases are still good."""
    over = Q(closed_at__isnull=False, bound_at__isnull=True, lease_exp__gt=at)
    rows = models.Place.objects.filter(over, pool__in=pools)
    return _read_places(rows.select_related("account", "device", "license").order_by("id"))


def _lines_of(pools: list[licenses.Pool]) -> dict[int, list[facts.Waiting]]:
    found: dict[int, list[facts.Waiting]] = {}
    for row in _LINES(tuple(each.id for each in pools)):
        found.setdefault(row.pool_id, []).append(waiting_of(row))
    return found


_LINES = Ready(
    lambda pools: models.InLine.objects.filter(pool_id__in=pools).select_related("account")
)


def _trial_days(rows: Iterable[licenses.License]) -> dict[int, list[datetime]]:
    """Of the newest trial of each pool: an earlier one's days are no longer anybody's."""
    newest = {row.pool_id: row.id for row in rows if row.kind == facts.Kind.TRIAL}
    if not newest:
        return {}
    days = licenses.TrialDay.objects.filter(license_id__in=newest.values()).order_by("ends_at")
    found: dict[int, list[datetime]] = {}
    for pool_id, ends_at in days.values_list("license__pool_id", "ends_at"):
        found.setdefault(pool_id, []).append(ends_at)
    return found


def save_place(
    opened: Opened,
    pool: facts.Pool,
    place: facts.Place,
    trail: Trail | None = None,
    renewal: int | None = None,
) -> models.Place:
    """Writes the place into the one row of this account on this device, with its new lease's id."""
    row = opened.row or models.Place(account=opened.account)
    before = _kept(row)
    row.device = opened.device
    write_fields(row, place)
    row.pool_id = pool.number
    row.license = _license_named(opened, row, place)
    row.bound_at = (row.bound_at or opened.at) if place.bound else None
    row.renewal_id = renewal
    if trail is not None:  # a new lease was signed
        write_trail(row, trail)
    if row.pk is None:
        row.save()
    else:
        write(row)
    if _kept(row) != before:  # what others are offered changes with it
        raise_versions([pool.number])
    opened.row = row
    return row


def _license_named(
    opened: Opened, row: models.Place, place: facts.Place
) -> licenses.License | None:
    """A place that is over may name a license that has gone to another owner since."""
    if row.license is not None and row.license.license_id == place.license_id:
        return row.license
    return opened.licenses[place.license_id] if place.license_id else None


def end_other(place: facts.Place) -> None:
    """Writes a place that has ended, of another computer than the one that asks."""
    row = models.Place.objects.select_related("license").get(pk=place.row)
    before = _kept(row)
    write_fields(row, place)
    row.license, row.bound_at, row.renewal_id = None, None, None
    row.save()
    if _kept(row) != before:
        raise_versions([row.pool_id])


def _kept(row: models.Place) -> tuple[object, ...]:
    return (row.reserved_until, row.bound_at is not None, row.license_id)
