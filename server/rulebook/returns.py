"""Giving a bound computer's seat back by its return file (AIR-6, AIR-9, AIR-10)."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from contract.problems import Code
from server.config.terms import Terms
from server.rulebook.facts import Because, Place, Refusal
from server.rulebook.reservations import release

YEAR = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Returning:
    """What a return file says that is judged here; that its computer wrote it was seen to."""

    seat: str
    nonce: str


def give_back(
    said: Returning,
    place: Place | None,
    newest_nonce: str,
    returned: Iterable[datetime],
    terms: Terms,
    at: datetime,
) -> Place | Refusal:
    """The place as it has ended. `returned` are the earlier returns of the license that it names,
    those by support left out; `newest_nonce` is the last that the computer was answered."""
    if place is None or not place.bound or place.seat != said.seat:
        return Refusal(Code.RETURN_UNKNOWN)
    if said.nonce != newest_nonce:
        return Refusal(Code.RETURN_SUPERSEDED)
    counted = sorted(each for each in returned if each > at - YEAR)
    if len(counted) >= terms.returns_a_year:
        wait = counted[-terms.returns_a_year] + YEAR - at
        return Refusal(Code.RETURN_LIMIT_REACHED, {"retry_after": math.ceil(wait.total_seconds())})
    return release(place, Because.RETURNED, at)


def fell_back(counter: int, highest: int) -> bool:
    """AIR-9: a computer that counts lower than before is a copy, or was set back. It is shown,
    never refused: a kept snapshot cannot be told from the original."""
    return counter < highest
