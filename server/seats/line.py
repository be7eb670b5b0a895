"""Stand in line for a seat, stay in it by the same call, leave it (SEAT-7)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings

from server.accounts.models import Account, Device
from server.journal.record import record
from server.rulebook.facts import Refusal
from server.rulebook.line import waiting_of
from server.rulebook.waiting import Stand, wait
from server.seats.models import InLine
from server.seats.store import Opened, open_question
from server.seats.take import asker
from server.transaction import one_transaction


@dataclass(frozen=True, slots=True)
class Standing:
    """How near a person is to a seat: `ahead` others come before, or one is offered to them."""

    ahead: int
    offered_until: datetime | None
    next_contact_in: int


@one_transaction
def stand_in_line(account: Account, device: Device) -> Standing | Refusal:
    """Joins the line of each full pool; whose turn it is, is told and has the seat held."""
    opened = open_question(account, device)
    decided = wait(asker(opened), opened.table, settings.TERMS, opened.at)
    if isinstance(decided, Refusal):
        return decided
    for stand in decided:
        _store(opened, stand)
    nearest = decided[0]
    return Standing(
        nearest.ahead, nearest.waiting.offered_until, settings.TERMS.line_contact_seconds
    )


@one_transaction
def leave_line(account: Account, device: Device) -> None:
    """All lines; whoever stood behind moves up by that alone."""
    open_question(account, device)  # the lines change under the pools' locks
    InLine.objects.filter(account=account).delete()


def _store(opened: Opened, stand: Stand) -> None:
    waiting = stand.waiting
    before = waiting_of(stand.pool, waiting.account, settings.TERMS, opened.at)
    InLine.objects.update_or_create(
        account=opened.account,
        pool_id=stand.pool.number,
        defaults={
            "since": waiting.since,
            "heard_at": waiting.heard_at,
            "offered_until": waiting.offered_until,
        },
    )
    if waiting.offered_until and (before is None or before.offered_until is None):
        record(
            "seat-offered", opened.at, role="system", account=opened.account,
            details={"pool": stand.pool.number, "until": waiting.offered_until.isoformat()},
        )  # fmt: skip
