"""One's own computers that hold a place: list them, name one, free a lost one (SEAT-14)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings

from contract.problems import Code
from server.accounts.models import Account, Device
from server.journal.record import record
from server.rulebook.accounts import read_name
from server.rulebook.facts import Because, Place, Pool, Refusal
from server.rulebook.freeing import free_lost, releases_left
from server.rulebook.seats import is_living
from server.seats import models
from server.seats.holders import counted_pools
from server.seats.load import fact_of
from server.seats.store import open_question, save_place
from server.transaction import one_transaction


@dataclass(frozen=True, slots=True)
class OwnPlace:
    """A place of one's own, in whosever pool."""

    pool: Pool
    place: Place
    nickname: str


@dataclass(frozen=True, slots=True)
class OwnPlaces:
    places: tuple[OwnPlace, ...]
    releases_left: int
    at: datetime


@one_transaction
def own_places(account: Account) -> OwnPlaces:
    """In the order of their beginning."""
    own = models.Place.objects.filter(account=account)
    counted, at = counted_pools(sorted(set(own.values_list("pool_id", flat=True))))
    pools = {pool.number: pool for pool in counted}
    rows = own.filter(pool_id__in=pools).exclude(counts_as="").order_by("began_at", "id")
    held = [
        OwnPlace(pools[row.pool_id], fact_of(row), row.nickname)
        for row in rows.select_related("account", "device", "license")
    ]
    living = [each for each in held if is_living(each.pool, each.place, settings.TERMS, at)]
    return OwnPlaces(tuple(living), _left(account, at), at)


def name_device(account: Account, device_id: str, nickname: str | None) -> OwnPlace | Refusal:
    """The user's own word for a computer, for nobody else's eyes (PRI-1); none takes it away."""
    name = "" if nickname is None else read_name(nickname)
    if isinstance(name, Refusal):
        return name
    found = [each for each in own_places(account).places if each.place.device == device_id]
    if not found:
        return Refusal(Code.NOT_FOUND)
    models.Place.objects.filter(account=account, device__device_id=device_id).update(nickname=name)
    return OwnPlace(found[0].pool, found[0].place, name)


@one_transaction
def free_device(account: Account, device_id: str, this_device: str = "") -> int | Refusal:
    """Ends the place of a computer that is lost; says how many more may be freed so this year."""
    device = _own_device(account, device_id)
    if device is None:
        return Refusal(Code.NOT_FOUND)
    opened = open_question(account, device)
    pool, place = opened.table.pool_of_place(), opened.table.place
    if pool is None or place is None or not is_living(pool, place, settings.TERMS, opened.at):
        return _left(account, opened.at)  # done already
    freed = free_lost(place, this_device, _released(account), settings.TERMS, opened.at)
    if isinstance(freed, Refusal):
        return freed
    save_place(opened, pool, freed)
    models.Freeing.objects.create(
        account=account, pool_id=pool.number, by_owner=False, at=opened.at
    )
    record(
        f"seat-{Because.FREED}", opened.at, actor=account, account=account, seat=place.seat,
        details={"device": device_id},
    )  # fmt: skip
    return _left(account, opened.at)


def _own_device(account: Account, device_id: str) -> Device | None:
    """Whatever stands in an address: of a NUL PostgreSQL would complain."""
    if not device_id.isalnum():
        return None
    return Device.objects.filter(device_id=device_id, places__account=account).first()


def _released(account: Account) -> list[datetime]:
    done = models.Freeing.objects.filter(account=account, by_owner=False)
    return list(done.order_by("at").values_list("at", flat=True))


def _left(account: Account, at: datetime) -> int:
    return releases_left(_released(account), settings.TERMS, at)
