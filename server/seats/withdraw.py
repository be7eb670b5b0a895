"""A member was blocked, removed, or left: ordinary places in the owner's pools end (SEAT-12)."""

from __future__ import annotations

from datetime import datetime

from server.accounts.models import Account
from server.journal.record import record
from server.licenses.models import Pool
from server.licenses.pools import lock_pools
from server.rulebook.facts import Because
from server.seats.load import frames_of
from server.seats.models import InLine, Place
from server.seats.store import settle_pools
from server.seats.tally import reshare
from server.transaction import one_transaction


@one_transaction
def withdraw(owner: Account, member: Account, at: datetime) -> None:
    """Their ordinary hours end with the act; a reservation's date and a binding stay taken.

    That no new lease is given follows from the membership, at the moment of asking.
    """
    pools = lock_pools(Pool.objects.filter(owner=owner).values_list("id", flat=True))
    settle_pools(pools)  # who lost a place before is told of that (SEAT-11)
    InLine.objects.filter(account=member, pool__in=pools).delete()
    open_places = Place.objects.filter(account=member, pool__in=pools, closed_at__isnull=True)
    frames = frames_of(pools)
    for place in open_places.select_related("account", "device", "license").order_by("id"):
        place.closed_at, place.closed_because = at, Because.WITHDRAWN.value
        place.renewal = None
        place.save(update_fields=["closed_at", "closed_because"])
        reshare(place, frames, at)
        record("seat-withdrawn", at, actor=owner, account=member, seat=place.seat)
