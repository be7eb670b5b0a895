"""Offline validation (AIR): which license a computer that never goes online is bound to."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from contract.problems import Code
from server.config.terms import Terms
from server.rulebook.facts import License, Place, Pool, Refusal
from server.rulebook.leases import latest_promise
from server.rulebook.order import Table, Turn, order
from server.rulebook.reservations import license_to_keep, within_quota
from server.rulebook.seats import gives_nothing, good_licenses, has_room, seats_of
from server.rulebook.taking import Asker, Tried, new_place, refusal_of


@dataclass(frozen=True, slots=True)
class Binding:
    """The bound place as it is to be stored, or as it is stored already (`again`)."""

    pool: Pool
    license: License
    place: Place
    again: bool = False


def bind(asker: Asker, table: Table, terms: Terms, at: datetime) -> Binding | Refusal:
    """The first pool of SEAT-2's order with a perpetual license and a whole free seat (AIR-5, 6).

    A device that is bound keeps its binding, whatever is asked how often (AIR-3).
    """
    if table.place is not None and table.place.bound:
        return _again(asker, table, table.place, at)
    tried: list[Tried] = []
    for turn in order(asker.account, table):
        given = _try(asker, turn, terms, at)
        if isinstance(given, Binding):
            return given
        tried.append(Tried(turn.pool, seats_of(turn.pool, at), given))
    return refusal_of(tuple(tried))


def _again(asker: Asker, table: Table, place: Place, at: datetime) -> Binding | Refusal:
    """The same binding, unless its license gives nothing or the member may not (SEAT-12).

    One that went with its license to another owner is in a pool without a turn (LIC-8).
    """
    pool = table.pool_of_place()
    if pool is None or not pool.licenses:
        return Refusal(Code.NO_LICENSE)
    turns = (turn for turn in order(asker.account, table) if turn.pool.number == pool.number)
    barred = next((turn.barred for turn in turns), None)
    if barred is not None:
        return Refusal(barred)
    good = good_licenses(pool, at)
    kept = next((each for each in good if each.license_id == place.license_id), None)
    if kept is None:
        return Refusal(Code.LICENSE_SUSPENDED)
    return Binding(pool, kept, place, again=True)


def _try(asker: Asker, turn: Turn, terms: Terms, at: datetime) -> Binding | Code:
    pool = turn.pool
    reason = turn.barred or _why_not(asker, pool, at)
    if reason is not None:
        return reason
    place = replace(new_place(asker, at), bound=True)
    perpetual = replace(pool, licenses=_perpetual(pool, at))
    named = license_to_keep(perpetual, place, terms, at)
    if named is None or not has_room(pool, place, terms, at):
        return Code.SEATS_EXHAUSTED
    if latest_promise(pool, place, terms, at) is not None:  # SEAT-16: it is good for ever
        return Code.SEATS_EXHAUSTED
    if not within_quota(pool, place, terms, at):
        return Code.OFFLINE_QUOTA_REACHED
    return Binding(pool, named, replace(place, license_id=named.license_id))


def _why_not(asker: Asker, pool: Pool, at: datetime) -> Code | None:
    """Why this pool binds no computer of this person, full or not."""
    reason = gives_nothing(pool, asker.platform, at)
    if reason is not None:
        return reason
    if not _perpetual(pool, at):
        return Code.LICENSE_NOT_PERPETUAL
    if pool.owner != asker.account and not pool.members_may_bind:
        return Code.OFFLINE_NOT_ALLOWED
    return None


def _perpetual(pool: Pool, at: datetime) -> tuple[License, ...]:
    return tuple(each for each in good_licenses(pool, at) if each.ends_at is None)


def is_fresh_sign_in(signed_in_at: datetime, at: datetime, terms: Terms) -> bool:
    """AIR-11: whether the password was typed lately enough to bind a computer for good."""
    return at - signed_in_at <= terms.fresh_sign_in
