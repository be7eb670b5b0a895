"""The waiting line told again, naively: free seats are dealt out one by one to whoever comes first.

Everybody has one computer and asks for one seat of one pool that never ends. It shares no line
with the rulebook; time is played event by event.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

HELD = timedelta(minutes=5)
JUST_NOW = timedelta(minutes=2)
FORGOTTEN = timedelta(hours=8)


@dataclass
class NaiveLine:
    seats: int
    owner: str
    sitting: set[str] = field(default_factory=set)
    line: list[str] = field(default_factory=list)  # in the order of coming
    heard: dict[str, datetime] = field(default_factory=dict)
    offers: dict[str, datetime] = field(default_factory=dict)  # in the order of telling

    def pass_time(self, at: datetime) -> None:
        """Who lets an offer pass goes to the end; who is silent for long stands no more."""
        for person in sorted(self.offers, key=lambda each: self.offers[each]):
            if self.offers[person] <= at:
                del self.offers[person]
                self.line.remove(person)
                self.line.append(person)
        for person in list(self.line):
            if self.heard[person] + FORGOTTEN <= at:
                self.leave(person)

    def gets_one(self, person: str, at: datetime) -> bool:
        """Deals the free seats out, to whom each is due, until it is this person's turn."""
        for _ in range(self.seats - len(self.sitting)):
            next_one = self._next(person, at)
            if next_one == person:
                return True
            self._dealt.add(next_one)
        return False

    def ask(self, person: str, at: datetime) -> bool:
        self._dealt: set[str] = set()
        if person not in self.sitting and not self.gets_one(person, at):
            return False
        if person not in self.sitting:
            self.sitting.add(person)
            self.leave(person)
        return True

    def stand(self, person: str, at: datetime) -> str:
        """ "free", "offer", or how many are ahead."""
        self._dealt = set()
        if person in self.sitting:
            return "free"
        if person not in self.line:
            if self.gets_one(person, at):
                return "free"
            self.line.append(person)
        self.heard[person] = at
        self._dealt = set()
        if person in self.offers or self.gets_one(person, at):
            self.offers.setdefault(person, at + HELD)
            return "offer"
        self._dealt = set()
        while self._next(person, at) != person:
            self._dealt.add(self._next(person, at))
        return str(len(self._dealt))

    def leave(self, person: str) -> None:
        if person in self.line:
            self.line.remove(person)
        self.offers.pop(person, None)
        self.heard.pop(person, None)

    def _next(self, asking: str, at: datetime) -> str:
        """Offers first, in the order of telling; then the owner; then the line; then the others."""
        waiting = [each for each in self.line if each not in self._dealt]
        for person in self.offers:
            if person in waiting:
                return person
        present = [p for p in waiting if p == asking or self.heard[p] + JUST_NOW > at]
        if self.owner in present or asking == self.owner:
            return self.owner
        return present[0] if present else asking
