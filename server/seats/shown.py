"""What is shown of a license and of places: the rulebook's values in the words of the wire.

It is for people and decides nothing; what may be done stands in the lease.
"""

from __future__ import annotations

from datetime import datetime

from django.conf import settings

from contract.wire import devices as wire_devices
from contract.wire import license as wire
from contract.wire.problem import Tried as WireTried
from server.rulebook.facts import Kind, License, Place, Pool
from server.rulebook.leases import longest
from server.rulebook.reservations import Offer, offer
from server.rulebook.seats import ends_at, is_reserved, policy_of, seats_in_use, seats_of
from server.rulebook.taking import Tried
from server.rulebook.trials import days_left, running_day_end


def license_shown(
    pool: Pool, place: Place, named: License, at: datetime, *, with_use: bool = False
) -> wire.License:
    """A license as this computer sees it; `place` may be one that it does not have yet."""
    return wire.License(
        license_id=named.license_id,
        kind=named.kind.value,
        product=named.product,
        features=sorted(named.features),
        platforms=sorted(named.platforms),
        seats=seats_of(pool, at) or named.seats,  # of one that is over: what it had
        seats_in_use=seats_in_use(pool, settings.TERMS, at) if with_use else None,
        expires_at=named.ends_at,
        last_day=named.last_day,
        trial=_trial(pool, named, at),
        owner=None if pool.owner == place.account else owner_shown(pool),
        policy=policy_of(pool, place.account).value,
        bound=place.bound,
        offline=_offline(pool, place, at),
    )


def license_to_show(pool: Pool, at: datetime) -> License:
    """The one that lasts longest, ended or not: a license that is over is still shown."""
    return longest(pool.licenses)[0]


def owner_shown(pool: Pool) -> wire.Owner:
    return wire.Owner(id=pool.owner, name=pool.owner_name, email=pool.owner_email)


def tried_shown(tried: Tried) -> WireTried:
    return WireTried(owner=owner_shown(tried.pool), seats=tried.seats, reason=tried.reason.value)


def device_shown(pool: Pool, place: Place, this: str) -> wire_devices.Place:
    return wire_devices.Place(
        device=place.device,
        platform=place.platform.value,
        since=place.began_at,
        until=ends_at(pool, place, settings.TERMS),
        this=place.device == this,
    )


def _trial(pool: Pool, named: License, at: datetime) -> wire.Trial | None:
    if pool.kind is not Kind.TRIAL or named.ends_at is None or named.last_day is None:
        return None
    return wire.Trial(
        days_left=days_left(pool.use, named.ends_at, at, settings.TERMS),
        days_total=settings.TERMS.trial_active_days,
        day_ends_at=running_day_end(pool.use, at),
        last_day=named.last_day,
    )


def _offline(pool: Pool, place: Place, at: datetime) -> wire.Offline:
    until = place.reserved_until if is_reserved(place, at) else None
    return offline_shown(offer(pool, place, settings.TERMS, at), until)


def offline_shown(given: Offer, until: datetime | None) -> wire.Offline:
    return wire.Offline(
        allowed=not given.reason,
        reason=given.reason or None,
        available_until=until,
        latest=given.latest,
        periods=[wire.Period(id=each.id, until=each.until) for each in given.periods],
    )
