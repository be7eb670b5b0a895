"""Who holds a seat of an owner's now, as the owner sees it (SEAT-13)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings

from server.accounts.models import Account
from server.rulebook.facts import Place
from server.rulebook.seats import ends_at, in_use
from server.seats.show import PoolShown, pools_of


@dataclass(frozen=True, slots=True)
class Holder:
    """One computer that holds a seat; its name is never known (PRI-1)."""

    name: str  # empty: the owner's own
    platform: str
    since: datetime
    until: datetime | None
    reserved_until: datetime | None
    bound: bool
    in_use: bool


def holders_of(owner: Account) -> list[Holder]:
    places = [(shown, place) for shown in pools_of(owner) for place in shown.places]
    names = _names({place.account for _, place in places} - {owner.public_id})
    return [_holder(shown, place, names) for shown, place in places]


def _holder(shown: PoolShown, place: Place, names: dict[str, str]) -> Holder:
    return Holder(
        names.get(place.account, ""),
        place.platform.value,
        place.began_at,
        ends_at(shown.pool, place, settings.TERMS),
        place.reserved_until if place.reserved_until and place.reserved_until > shown.at else None,
        place.bound,
        in_use(place, settings.TERMS, shown.at),
    )


def _names(ids: set[str]) -> dict[str, str]:
    accounts = Account.objects.filter(public_id__in=ids)
    return {account.public_id: account.get_full_name() for account in accounts}
