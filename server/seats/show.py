"""Who sits in an owner's pools, counted by the one formula. For pages and commands to show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings

from contract.wire import plain
from server.accounts.models import Account
from server.clock import now
from server.licenses import models as licenses
from server.rulebook.facts import Place, Pool, Waiting
from server.rulebook.freeing import goes_on_until
from server.rulebook.line import has_offer, line_of
from server.rulebook.returns import YEAR
from server.rulebook.seats import (
    ends_at,
    in_use,
    is_living,
    is_reserved,
    living,
    seats_in_use,
    seats_of,
)
from server.seats.load import ended_places
from server.seats.models import Returned
from server.seats.store import load_pools


@dataclass(frozen=True, slots=True)
class PoolShown:
    """A pool at an instant: `places` and the offers of `line` count in `seats_in_use`."""

    pool: Pool
    seats: int
    seats_in_use: int
    places: tuple[Place, ...]
    going_on: tuple[Place, ...]  # ended by somebody's act, their leases good for a while
    returned: tuple[Returned, ...]  # bound computers given back, each on its own word (AIR-10)
    line: tuple[Waiting, ...]  # who stands in line, the next one first
    at: datetime


def pools_of(owner: Account) -> list[PoolShown]:
    at = now()
    rows = list(licenses.Pool.objects.filter(owner=owner).order_by("id").select_related("owner"))
    ended = ended_places(rows, at)
    returned = list(
        Returned.objects.filter(pool__in=rows, at__gt=at - YEAR)
        .select_related("account", "device", "license")
        .order_by("at", "id")
    )
    return [
        _pool(
            pool,
            ended.get(pool.number, ()),
            tuple(row for row in returned if row.pool_id == pool.number),
            at,
        )
        for pool in load_pools(rows, at)
    ]


def show(owner: Account) -> list[dict[str, object]]:
    """The same as plain data, as `pool-show` prints it."""
    return [
        {
            "pool": each.pool.number,
            "kind": each.pool.kind.value,
            "licenses": [license.license_id for license in each.pool.licenses],
            "seats": each.seats,
            "seats_in_use": each.seats_in_use,
            "places": [_place(each.pool, place, each.at) for place in each.places],
            "going_on": [_going_on(place, each.at) for place in each.going_on],
            "returned": [_returned(row) for row in each.returned],
            "line": [_waiting(waiting, each.at) for waiting in each.line],
        }
        for each in pools_of(owner)
    ]


def _pool(
    pool: Pool, ended: Sequence[Place], returned: tuple[Returned, ...], at: datetime
) -> PoolShown:
    return PoolShown(
        pool=pool,
        seats=seats_of(pool, at),
        seats_in_use=seats_in_use(pool, settings.TERMS, at),
        places=living(pool, settings.TERMS, at),
        going_on=tuple(place for place in ended if _goes_on(pool, place, at)),
        returned=returned,
        line=line_of(pool, settings.TERMS, at),
        at=at,
    )


def _goes_on(pool: Pool, place: Place, at: datetime) -> bool:
    is_over = not is_living(pool, place, settings.TERMS, at)
    return is_over and goes_on_until(place, at) is not None


def _returned(row: Returned) -> dict[str, object]:
    return {
        "seat": row.seat,
        "account": row.account.public_id,
        "device": row.device.device_id,
        "license_id": row.license.license_id,
        "at": plain(row.at),
        "counter_fell": row.counter_fell,
        "by_support": row.by_support,
    }


def _going_on(place: Place, at: datetime) -> dict[str, object]:
    return {
        "seat": place.seat,
        "account": place.account,
        "device": place.device,
        "because": place.closed_because.value,
        "until": plain(goes_on_until(place, at)),
    }


def _waiting(waiting: Waiting, at: datetime) -> dict[str, object]:
    return {
        "account": waiting.account,
        "since": plain(waiting.since),
        "last_heard": plain(waiting.heard_at),
        "offered_until": plain(waiting.offered_until) if has_offer(waiting, at) else None,
    }


def _place(pool: Pool, place: Place, at: datetime) -> dict[str, object]:
    return {
        "seat": place.seat,
        "account": place.account,
        "device": place.device,
        "platform": place.platform.value,
        "since": plain(place.began_at),
        "last_contact": plain(place.last_contact_at),
        "until": plain(ends_at(pool, place, settings.TERMS)),
        "lease_until": plain(place.lease_exp),
        "in_use": in_use(place, settings.TERMS, at),
        "reserved_until": plain(place.reserved_until) if is_reserved(place, at) else None,
        "bound": place.bound,
        "counter_fell_at": plain(place.counter_fell_at),
    }
