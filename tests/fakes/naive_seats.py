"""Who sits where, told again and deliberately naively: from the list of all that was ever done.

For one owner with one license that never ends, her computers, her members' computers and
computers bound offline. It shares no line with the rulebook; nothing is kept but the list.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

EIGHT_HOURS = timedelta(hours=8)


@dataclass(frozen=True)
class Done:
    """`who` is a computer, "ben/1"; for a block and its end, the person."""

    at: datetime
    what: str  # put, reserve, return, close, leave, bind, block, unblock
    who: str
    until: datetime | None = None


@dataclass
class Naive:
    seats: int
    done: list[Done] = field(default_factory=list)

    def happened(self, at: datetime, what: str, who: str, until: datetime | None = None) -> None:
        self.done.append(Done(at, what, who, until))

    def sits(self, computer: str, at: datetime) -> bool:
        return self.is_bound(computer) or self.in_use(computer, at) or self.is_kept(computer, at)

    def in_use(self, computer: str, at: datetime) -> bool:
        """Running, as far as anybody knows; an owner's computer counts as such until it leaves."""
        if is_owners(computer):
            return self._last(computer, ["put", "reserve"], ["leave"]) is not None
        person = computer.split("/")[0]
        heard = self._last(computer, ["put", "still"], ["close", "leave"])
        if heard is None or heard.at + EIGHT_HOURS <= at:
            return False
        blocks = [each.at for each in self.done if each.what == "block" and each.who == person]
        return not any(blocked_at >= heard.at for blocked_at in blocks)

    def is_kept(self, computer: str, at: datetime) -> bool:
        """Reserved, until the furthest date asked for since it was last given back."""
        dates = [d.until for d in self._since(computer, ["return", "leave"]) if d.what == "reserve"]
        return any(until is not None and at < until for until in dates)

    def is_bound(self, computer: str) -> bool:
        return any(each.what == "bind" and each.who == computer for each in self.done)

    def is_blocked(self, computer: str) -> bool:
        person = computer.split("/")[0]
        acts = [d.what for d in self.done if d.who == person and d.what in ("block", "unblock")]
        return acts[-1:] == ["block"]

    def taken(self, at: datetime, *more: str, bound: tuple[str, ...] = ()) -> int:
        """Seats taken, were these to sit as well: owner's computers two by two, others singly."""
        everybody = {d.who for d in self.done if "/" in d.who} | set(more)
        sitting = {c for c in everybody if self.sits(c, at) or c in more}
        whole = {c for c in sitting if self.is_bound(c)} | set(bound)
        pairs = [c for c in sitting - whole if is_owners(c)]
        single = [c for c in sitting - whole if not is_owners(c)]
        count = len(single) + len(whole)
        while pairs:
            pairs = pairs[2:]
            count += 1
        return count

    def answer(self, what: str, computer: str, at: datetime) -> str:
        """What asking for a seat, a reservation or a binding should come to."""
        if what != "bind" and self.is_blocked(computer):
            return "membership-blocked"
        if self.sits(computer, at):
            return "yes"
        bound = (computer,) if what == "bind" else ()
        fits = self.taken(at, *(() if bound else (computer,)), bound=bound) <= self.seats
        return "yes" if fits else "seats-exhausted"

    def _last(self, computer: str, begin: list[str], end: list[str]) -> Done | None:
        found = None
        for each in self.done:
            if each.who == computer and each.what in begin:
                found = each
            elif each.who == computer and each.what in end:
                found = None
        return found

    def _since(self, computer: str, acts: list[str]) -> list[Done]:
        mine = [each for each in self.done if each.who == computer]
        ends = [number for number, each in enumerate(mine) if each.what in acts]
        return mine[ends[-1] + 1 :] if ends else mine


def is_owners(computer: str) -> bool:
    return computer.startswith("ada/")
