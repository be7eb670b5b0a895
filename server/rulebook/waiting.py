"""Standing in line (PUT /line, SEAT-7): in which lines a person stands, what they are offered."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from contract.problems import Code
from server.config.terms import Terms
from server.rulebook.facts import Platform, Pool, Refusal, Waiting
from server.rulebook.line import claims_before, has_offer, waiting_of
from server.rulebook.order import Table, order
from server.rulebook.seats import free_seats, gives_nothing, has_room
from server.rulebook.taking import Asker, Grant, new_place, take


@dataclass(frozen=True, slots=True)
class Stand:
    """One person's standing in one line, as it is to be stored."""

    pool: Pool
    waiting: Waiting
    ahead: int


def wait(asker: Asker, table: Table, terms: Terms, at: datetime) -> tuple[Stand, ...] | Refusal:
    """The person's standing in the line of each full pool, the nearest to a seat first."""
    decided = take(asker, table, terms, at)
    if isinstance(decided, Grant) and not _is_waited_for(asker, decided, terms, at):
        return Refusal(Code.SEAT_FREE)
    stands = [stand(pool, asker.account, terms, at) for pool in _lines(asker, table, terms, at)]
    if not stands:
        return Refusal(Code.LINE_NOT_OFFERED)
    return tuple(sorted(stands, key=lambda each: (each.waiting.offered_until is None, each.ahead)))


def stand(pool: Pool, account: str, terms: Terms, at: datetime) -> Stand:
    """The same call joins, is a sign of life, and is told of a free seat whose turn it is."""
    held = waiting_of(pool, account, terms, at)
    mine = replace(held or Waiting(account, at, at), heard_at=at)
    ahead = claims_before(pool, account, terms, at)
    if not has_offer(mine, at) and free_seats(pool, terms, at) > ahead:
        mine = replace(mine, offered_until=at.replace(microsecond=0) + terms.line_offer)
    return Stand(pool, mine, 0 if mine.offered_until else ahead)


def lines_for(account: str, platform: Platform, table: Table, at: datetime) -> tuple[Pool, ...]:
    """The pools that have a line for this person. A line is for seats that others give up: a
    personal license has no others."""
    turns = [turn for turn in order(account, table) if turn.barred is None]
    shared = [turn.pool for turn in turns if turn.pool.kind.shareable]
    return tuple(pool for pool in shared if gives_nothing(pool, platform, at) is None)


def _lines(asker: Asker, table: Table, terms: Terms, at: datetime) -> Iterator[Pool]:
    """The full pools, and those in whose line the person stands already."""
    for pool in lines_for(asker.account, asker.platform, table, at):
        stands = waiting_of(pool, asker.account, terms, at) is not None
        if stands or not has_room(pool, new_place(asker, at), terms, at):
            yield pool


def _is_waited_for(asker: Asker, grant: Grant, terms: Terms, at: datetime) -> bool:
    """A seat that is free because it is their turn: they are told, and it is held for them."""
    return grant.began and waiting_of(grant.pool, asker.account, terms, at) is not None
