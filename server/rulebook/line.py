"""The waiting line of a full pool (SEAT-7): who stands in it, and what is held for whom.

First come, first served. Nobody is offered a seat but at their own call, and an offer that was
told stands. Who let one pass stands at the end since that very instant. No clerk moves the
line: all of it follows from instants. How a call comes to a standing is in waiting.py.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from server.config.terms import Terms
from server.rulebook.facts import Pool, Waiting


def line_of(pool: Pool, terms: Terms, at: datetime) -> tuple[Waiting, ...]:
    """Who stands there, the next one first; the owner comes before all others."""
    standing = [_after_passing(each, at) for each in pool.line if _stands(each, terms, at)]
    return tuple(sorted(standing, key=lambda w: (w.account != pool.owner, w.since, w.row)))


def waiting_of(pool: Pool, account: str, terms: Terms, at: datetime) -> Waiting | None:
    """A person stands once in a line."""
    return next((each for each in line_of(pool, terms, at) if each.account == account), None)


def has_offer(waiting: Waiting, at: datetime) -> bool:
    return waiting.offered_until is not None and waiting.offered_until > at


def counts(waiting: Waiting, terms: Terms, at: datetime) -> bool:
    """Whether a seat is held for them: they were told so, or were heard from a moment ago."""
    return has_offer(waiting, at) or waiting.heard_at + terms.line_heard > at


def claims_before(pool: Pool, account: str, terms: Terms, at: datetime) -> int:
    """How many others come before this account, were a seat free now (the most that h can be).

    Whoever has an offer comes before all but earlier offers; the owner before all without one;
    whoever does not stand in line comes last.
    """
    line = line_of(pool, terms, at)
    mine = next((each for each in line if each.account == account), None)
    offers = [each for each in line if has_offer(each, at)]
    if mine is not None and has_offer(mine, at):
        return sum(_told(each) < _told(mine) for each in offers)
    if account == pool.owner:
        return len(offers)
    before = line if mine is None else line[: line.index(mine)]
    waiting = [each for each in before if each not in offers and counts(each, terms, at)]
    return len(offers) + len(waiting)


def offers_running(pool: Pool, terms: Terms, at: datetime) -> int:
    return sum(has_offer(each, at) for each in line_of(pool, terms, at))


def people_waiting(pool: Pool, terms: Terms, at: datetime) -> int:
    return sum(counts(each, terms, at) for each in line_of(pool, terms, at))


def _stands(waiting: Waiting, terms: Terms, at: datetime) -> bool:
    """Silence loses nobody their turn for good, but for as long as it loses a seat (SEAT-5)."""
    return waiting.heard_at + terms.crash > at


def _after_passing(waiting: Waiting, at: datetime) -> Waiting:
    if waiting.offered_until is None or has_offer(waiting, at):
        return waiting
    return replace(waiting, since=waiting.offered_until, offered_until=None)


def _told(waiting: Waiting) -> tuple[datetime, int]:
    assert waiting.offered_until is not None  # asked of offers alone
    return (waiting.offered_until, waiting.row)
