"""A license went to another account: what of its pool's places goes with it, what ends (LIC-8)."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q

from server.journal.record import record
from server.licenses.models import License, Pool
from server.licenses.pools import lock_pools
from server.seats.load import frames_of
from server.seats.models import Place
from server.seats.shrink import end_what_does_not_fit
from server.seats.store import settle_pools
from server.seats.tally import reshare


def move_places(license: License, before: Pool, after: Pool, at: datetime) -> None:
    """Inside the act's transaction, both pools locked.

    Reservations and bindings that name the license go with it. Of the other places those end
    with the act that have no room any more: all of them, where it was the pool's last license.
    """
    kept = Q(reserved_until__gt=at) | Q(bound_at__isnull=False)
    going = Place.objects.filter(kept, pool=before, license=license).order_by("id")
    frames = frames_of(lock_pools([before.pk, after.pk]))
    for place in going.select_related("account", "device", "license"):
        place.pool, place.renewal = after, None
        if place.account_id == after.owner_id:  # an owner's goes on, closed or not (OFF-6)
            place.closed_at, place.closed_because = None, ""
        place.save(update_fields=["pool", "closed_at", "closed_because"])
        reshare(place, frames, at, pool_before=before.pk)
        _note("seat-moved", place, at)
    settle_pools(lock_pools([after.pk]))  # an owner's two in one seat are two of somebody else's
    end_what_does_not_fit(before)


def _note(act: str, place: Place, at: datetime) -> None:
    record(act, at, role="support", account=place.account, seat=place.seat)
