"""Free a member's seat, as the owner of the pool (SEAT-13)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings

from contract.problems import Code
from server.accounts.models import Account
from server.journal.record import record
from server.rulebook.facts import Refusal
from server.rulebook.freeing import free as decide
from server.rulebook.freeing import goes_on_until
from server.seats.models import Freeing, Place
from server.seats.store import Opened, open_question, save_place
from server.transaction import one_transaction


@dataclass(frozen=True, slots=True)
class Freed:
    """The computer, if it is not heard of, may go on until then."""

    seat: str
    account_id: str
    goes_on_until: datetime | None


@one_transaction
def free(owner: Account, seat: str, *, role: str = "account") -> Freed | Refusal:
    opened = _open(owner, seat)
    if isinstance(opened, Refusal):
        return opened
    pool, place = opened.table.pool_of_place(), opened.table.place
    if pool is None or place is None or place.seat != seat or pool.owner != owner.public_id:
        return Refusal(Code.NO_SEAT)  # it was another's by the time the pool was locked
    done = Freeing.objects.filter(account=opened.account, pool__owner=owner, by_owner=True)
    freed = decide(pool, place, done.values_list("at", flat=True), settings.TERMS, opened.at)
    if isinstance(freed, Refusal):
        return freed
    save_place(opened, pool, freed)
    Freeing.objects.create(account=opened.account, pool_id=pool.number, by_owner=True, at=opened.at)
    record(
        "seat-freed", opened.at, role=role, actor=owner if role == "account" else None,
        account=opened.account, seat=seat, details={"pool": pool.number},
    )  # fmt: skip
    return Freed(seat, opened.account.public_id, goes_on_until(freed, opened.at))


def _open(owner: Account, seat: str) -> Opened | Refusal:
    rows = Place.objects.select_related("account", "device")
    row = rows.filter(seat=seat, pool__owner=owner).first()
    return Refusal(Code.NO_SEAT) if row is None else open_question(row.account, row.device)
