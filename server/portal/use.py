"""Who holds a seat: of an owner's as the owner sees it (SEAT-13), and oneself (SEAT-14)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings

from server.accounts.models import Account
from server.rulebook.facts import Place
from server.rulebook.seats import ends_at, in_use
from server.seats.devices import OwnPlace, own_places
from server.seats.holders import Sitting, holders_page, sitting_at
from server.seats.models import Returned


@dataclass(frozen=True, slots=True)
class Holder:
    """One computer that holds a seat; its name is never known (PRI-1)."""

    seat: str
    name: str  # empty: the owner's own
    platform: str
    since: datetime
    until: datetime | None
    reserved_until: datetime | None
    bound: bool
    in_use: bool
    goes_on_until: datetime | None  # where it is freed and hears nothing of it

    @property
    def may_be_freed(self) -> bool:
        return bool(self.name) and not self.bound


@dataclass(frozen=True, slots=True)
class Computer:
    """One of one's own; known by the nickname that one gave it."""

    device: str
    nickname: str
    platform: str
    owner: str  # whose license; empty: one's own
    since: datetime
    until: datetime | None
    reserved_until: datetime | None
    bound: bool
    in_use: bool
    goes_on_until: datetime | None

    @property
    def short_id(self) -> str:
        """Tells two computers of one platform apart; support knows them by it, too."""
        return self.device[:6]


@dataclass(frozen=True, slots=True)
class OwnComputers:
    computers: tuple[Computer, ...]
    releases_left: int


@dataclass(frozen=True, slots=True)
class Gone:
    """A computer that holds no seat any more, of which the owner had better know (AIR-10)."""

    name: str  # empty: the owner's own
    platform: str
    goes_on_until: datetime | None = None
    returned_at: datetime | None = None
    counter_fell: bool = False


@dataclass(frozen=True, slots=True)
class SeatsHeld:
    """A page of them; `gone` stands on the first."""

    holders: tuple[Holder, ...]
    gone: tuple[Gone, ...]
    following: str  # what the next page is `after`; empty: there is none


def seats_held(owner: Account, after: str = "") -> SeatsHeld:
    page = holders_page(owner, after)
    people = {place.account for place in page.going_on}
    people |= {each.place.account for each in page.sitting}
    names = _names(people - {owner.public_id})
    gone = (
        *(_going_on(place, names) for place in page.going_on),
        *(_returned(row, owner) for row in page.returned),
    )
    holders = tuple(_holder(each, names, page.at) for each in page.sitting)
    return SeatsHeld(holders, gone, holders[-1].seat if page.has_more else "")


def holder_at(owner: Account, seat: str) -> Holder | None:
    found = sitting_at(owner, seat)
    if found is None:
        return None
    sitting, at = found
    return _holder(sitting, _names({sitting.place.account} - {owner.public_id}), at)


def _going_on(place: Place, names: dict[str, str]) -> Gone:
    return Gone(names.get(place.account, ""), place.platform.value, goes_on_until=place.lease_exp)


def _returned(row: Returned, owner: Account) -> Gone:
    name = "" if row.account == owner else row.account.get_full_name()
    return Gone(name, row.device.platform, returned_at=row.at, counter_fell=row.counter_fell)


def _holder(sitting: Sitting, names: dict[str, str], at: datetime) -> Holder:
    place = sitting.place
    return Holder(
        place.seat,
        names.get(place.account, ""),
        place.platform.value,
        place.began_at,
        ends_at(sitting.pool, place, settings.TERMS),
        _reserved_until(place, at),
        place.bound,
        in_use(place, settings.TERMS, at),
        _after(place.lease_exp, at),
    )


def own_computers(account: Account) -> OwnComputers:
    own = own_places(account)
    computers = tuple(_computer(each, account, own.at) for each in own.places)
    return OwnComputers(computers, own.releases_left)


def _computer(own: OwnPlace, account: Account, at: datetime) -> Computer:
    place = own.place
    return Computer(
        place.device,
        own.nickname,
        place.platform.value,
        "" if own.pool.owner == account.public_id else own.pool.owner_name,
        place.began_at,
        ends_at(own.pool, place, settings.TERMS),
        _reserved_until(place, at),
        place.bound,
        in_use(place, settings.TERMS, at),
        _after(place.lease_exp, at),
    )


def _reserved_until(place: Place, at: datetime) -> datetime | None:
    return _after(place.reserved_until, at)


def _after(instant: datetime | None, at: datetime) -> datetime | None:
    return instant if instant and instant > at else None


def _names(ids: set[str]) -> dict[str, str]:
    accounts = Account.objects.filter(public_id__in=ids)
    return {account.public_id: account.get_full_name() for account in accounts}
