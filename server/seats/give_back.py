"""Free the seat of a bound computer by the return file that it wrote (AIR-6).

The file's signature speaks; no account is needed. The same file again gets the same answer.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings

from contract.offline_files import FileFault, Return, read_return
from contract.problems import Code
from server.accounts.models import Device
from server.journal.record import record
from server.licenses.models import License
from server.rulebook import facts
from server.rulebook.facts import Pool, Refusal
from server.rulebook.licenses import day_of
from server.rulebook.returns import Returning, fell_back
from server.rulebook.returns import give_back as decide
from server.seats.bound_mail import tell_of_return
from server.seats.models import Place, Returned
from server.seats.store import Opened, open_question, save_place
from server.transaction import one_transaction


@dataclass(frozen=True, slots=True)
class GivenBack:
    freed_on: date  # in the vendor's zone
    again: bool


@dataclass(frozen=True, slots=True)
class Ended:
    """The place as it has ended, and the license that it named."""

    pool: Pool
    place: facts.Place
    license: License


def give_back(data: bytes) -> GivenBack | Refusal:
    """`data` is the file as it came."""
    said = _read(data)
    return said if isinstance(said, Refusal) else _give_back(said)


@one_transaction
def _give_back(said: Return) -> GivenBack | Refusal:
    device = Device.objects.get(device_id=said.device)
    bound = Place.objects.filter(device=device, bound_at__isnull=False)
    holder = bound.select_related("account").first()
    opened = open_question(holder.account, device) if holder else None  # locked from here on
    before = Returned.objects.filter(device=device, seat=said.seat, nonce=said.nonce).first()
    if before is not None:
        return GivenBack(day_of(before.at, settings.TERMS), again=True)
    if opened is None:
        return Refusal(Code.RETURN_UNKNOWN)
    freed = _freed(said, opened)
    if isinstance(freed, Refusal):
        return freed
    tell_of_return(_store(said, opened, freed))
    return GivenBack(day_of(opened.at, settings.TERMS), again=False)


def _freed(said: Return, opened: Opened) -> Ended | Refusal:
    pool, row = opened.table.pool_of_place(), opened.row
    if pool is None or row is None or row.license is None:
        return Refusal(Code.RETURN_UNKNOWN)
    place = decide(
        Returning(said.seat, said.nonce),
        opened.table.place,
        row.bound_nonce,
        _earlier(row.license),
        settings.TERMS,
        opened.at,
    )
    return place if isinstance(place, Refusal) else Ended(pool, place, row.license)


def _read(data: bytes) -> Return | Refusal:
    """The file, written by the computer that it names: its key is known here."""
    sealed = read_return(data)
    if isinstance(sealed, FileFault):
        return Refusal(Code.RETURN_DAMAGED, {"fault": sealed.value})
    device = Device.objects.filter(device_id=sealed.said.device).first()
    if device is None:
        return Refusal(Code.RETURN_UNKNOWN)
    if device.product != sealed.said.product or not sealed.is_by(bytes(device.public_key)):
        return Refusal(Code.RETURN_DAMAGED, {"fault": FileFault.FORGED.value})
    return sealed.said


def _earlier(license_row: License) -> list[datetime]:
    rows = Returned.objects.filter(license=license_row, by_support=False)
    return list(rows.values_list("at", flat=True))


def _store(said: Return, opened: Opened, ended: Ended) -> Returned:
    row = save_place(opened, ended.pool, ended.place)
    row.bound_nonce = row.bound_lease = ""
    row.counter_fell_at = None
    row.save(update_fields=["bound_nonce", "bound_lease", "counter_fell_at"])
    device = opened.device
    returned = Returned.objects.create(
        device=device, account=opened.account, license=ended.license, pool_id=ended.pool.number,
        seat=said.seat, nonce=said.nonce, at=opened.at,
        counter_fell=fell_back(said.counter, device.counter),
    )  # fmt: skip
    if said.counter > device.counter:
        device.counter = said.counter
        device.save(update_fields=["counter"])
    record(
        "computer-returned", opened.at, role="system", account=opened.account, seat=said.seat,
        license_id=ended.license.license_id,
        details={"device": device.device_id, "counter_fell": returned.counter_fell},
    )  # fmt: skip
    return returned
