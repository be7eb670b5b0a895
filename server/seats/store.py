"""Opens a question, with the pools locked that it concerns; and writes a place back.

Every verb that changes seats begins here: the pools of its question are locked in the order of
their numbers, then everything else is read, then the time. On SQLite the transaction itself
holds the one write lock.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime

from django.conf import settings
from django.db.models import Q

from server.accounts.models import Account, Device
from server.clock import now
from server.journal.record import record
from server.licenses import models as licenses
from server.licenses.pools import LOCKED, raise_versions
from server.organizations import models as organizations
from server.ready import Ready, ask, write
from server.rulebook import facts
from server.rulebook.clones import Trail
from server.rulebook.order import Table
from server.rulebook.shrinking import ends_between, is_over, settle
from server.rulebook.tally import share_of
from server.seats import models
from server.seats.load import (
    FRAMES,
    Frames,
    clock_in,
    frames_from,
    frames_of,
    in_part,
    tally_of,
    whole,
)
from server.seats.rows import place_of, share_in, write_fields, write_share, write_trail
from server.seats.tally import NONE, Change, is_unknown, note_change, read_again, settle_by_time
from server.transaction import ChangedMeanwhile


@dataclass
class Opened:
    """A device's question with all that it goes by, locked; `at` is the instant of the answer."""

    account: Account
    device: Device
    at: datetime
    table: Table
    row: models.Place | None  # of this account on this device
    licenses: dict[str, int] = field(default_factory=dict)  # their rows
    last_lease: str | None = None  # that the device says to have received (LEASE-10)


def open_question(account: Account, device: Device) -> Opened:
    """Locks the pools that this account could sit in with the device's product, and loads them."""
    found = _POOLS(
        account.id, device.product, account.id, device.product, account.id, device.device_id
    )
    numbers = tuple(sorted({number for (number,) in found}))
    mine = (account.id, device.device_id, numbers)
    locked, places, told = ask((LOCKED, (numbers,)), (_OWN, mine), (FRAMES, (account.id, numbers)))
    at = now(clock_in(told))
    frames = frames_from(locked, told, account.public_id)
    if _settle(frames, at):
        places = _OWN(*mine)
    row, own = _own(account, device, frames, places)
    pools = tuple(
        in_part(frames.rows[number], pool, own.get(number, []), at)
        for number, pool in frames.pools.items()
    )
    table = Table(
        pools,
        tuple(frames.memberships.values()),
        None if row is None else place_of(row, account.public_id, device),
        None if row is None else row.pool_id,
    )
    return Opened(account, device, at, table, row, frames.license_rows)


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
            all=True,
        )
    )
)


def _own(
    account: Account, device: Device, frames: Frames, places: list[models.Place]
) -> tuple[models.Place | None, dict[int, list[models.Place]]]:
    """The row of this device, and the asker's places in the pools, locked: a contact that is
    under way is not written over."""
    mine: models.Place | None = None
    own: dict[int, list[models.Place]] = {}
    for row in places:
        row.account = account
        if row.device.device_id == device.device_id:
            mine, row.device = row, device
        if row.counts_as:
            own.setdefault(row.pool_id, []).append(row)
    if mine is not None and mine.pool_id not in frames.rows:
        raise ChangedMeanwhile  # it went to another pool while this one was waited for
    return mine, own


_OWN = Ready(
    lambda account, device, pools: (
        models.Place.objects.filter(
            Q(device__device_id=device) | (~Q(counts_as="") & Q(pool_id__in=pools)),
            account_id=account,
        )
        .select_related("device")
        .order_by("id")
        .select_for_update(of=("self",), no_key=True)
    )
)


def settle_pools(pools: list[licenses.Pool]) -> datetime:
    """Stores who lost a place until now; the pools are locked. An act that makes seats fewer does
    so before, for what was, and after, for what is (SEAT-11)."""
    at = now()
    frames = frames_of(pools)
    _settle(frames, at)
    for number, row in frames.rows.items():
        counted = replace(frames.pools[number], rest=tally_of(row))
        _note_settled(row, is_over(counted, settings.TERMS, at), at)
    return at


def _settle(frames: Frames, at: datetime) -> bool:
    """Who lost a place is stored, lest a start of theirs forgets it; then what time ended. Says
    whether rows of places may have changed."""
    lost = [_settle_ends(frames, number, at) for number in frames.rows]
    return settle_by_time(frames, at) or any(lost)


def _settle_ends(frames: Frames, number: int, at: datetime) -> bool:
    """Licenses ended since somebody looked, or an act left too few seats (SEAT-11). Only where
    the places do not fit by their number all are read."""
    row, pool = frames.rows[number], frames.pools[number]
    ends = ends_between(pool, pool.settled_at, at)
    if not pool.over and not ends:
        return False
    counted = replace(pool, rest=tally_of(row))
    is_sure = not pool.over and not is_unknown(row)
    if is_sure and not any(is_over(counted, settings.TERMS, end) for end in ends):
        after = counted
    else:
        after, lost = settle(whole(pool, at), settings.TERMS, at)
        for place in lost:
            end_other(place)
            record("seat-pool-shrank", at, role="system", seat=place.seat)
        read_again(row)
    _note_settled(row, is_over(after, settings.TERMS, at), at)
    frames.pools[number] = replace(pool, settled_at=at, over=row.over)
    return True


def _note_settled(row: licenses.Pool, is_too_full: bool, at: datetime) -> None:
    row.settled_at, row.over = at, is_too_full
    licenses.Pool.objects.filter(pk=row.pk).update(settled_at=at, over=row.over)


def load_pools(pools: list[licenses.Pool], at: datetime) -> tuple[facts.Pool, ...]:
    """As they are at that instant, whoever asked or did not ask since (SEAT-11)."""
    found = frames_of(pools).pools.values()
    return tuple(settle(whole(pool, at), settings.TERMS, at)[0] for pool in found)


def save_place(
    opened: Opened,
    pool: facts.Pool,
    place: facts.Place,
    trail: Trail | None = None,
    renewal: int | None = None,
) -> models.Place:
    """Writes the place into the one row of this account on this device, with its new lease's id."""
    row = opened.row or models.Place(account=opened.account)
    kept, pool_before, share_before = _kept(row), row.pool_id, share_in(row)
    row.device = opened.device
    write_fields(row, place)
    row.pool_id = pool.number
    row.license_id = _license_named(opened, row, place)
    row.bound_at = (row.bound_at or opened.at) if place.bound else None
    row.renewal_id = renewal
    write_share(row, share_of(pool, place, settings.TERMS, opened.at))
    if trail is not None:  # a new lease was signed
        write_trail(row, trail)
    if row.pk is None:
        row.save()
    else:
        write(row)
    note_change(Change(pool_before, share_before, row.pool_id, share_in(row)))
    if _kept(row) != kept:  # what others are offered changes with it
        raise_versions([pool.number])
    opened.row = row
    return row


def _license_named(opened: Opened, row: models.Place, place: facts.Place) -> int | None:
    """A place that is over may name a license that has gone to another owner since."""
    if row.license is not None and row.license.license_id == place.license_id:
        return row.license_id
    return opened.licenses[place.license_id] if place.license_id else None


def end_other(place: facts.Place) -> None:
    """Writes a place that has ended, of another computer than the one that asks."""
    row = models.Place.objects.get(pk=place.row)
    kept, share_before = _kept(row), share_in(row)
    write_fields(row, place)
    row.license, row.bound_at, row.renewal_id = None, None, None
    write_share(row, NONE)
    row.save()
    note_change(Change(row.pool_id, share_before, row.pool_id, NONE))
    if _kept(row) != kept:
        raise_versions([row.pool_id])


def _kept(row: models.Place) -> tuple[object, ...]:
    return (row.reserved_until, row.bound_at is not None, row.license_id)
