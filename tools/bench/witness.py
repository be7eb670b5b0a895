"""Judges a fight by what the devices were told, and then by what the database says.

From the answers alone follows who certainly had a seat at an instant, and who may have had one: a
grant is certain from its answer, possible from its request; a close the other way round. More
certain ones than seats, or a refusal while fewer were even possible: both are faults.
"""

from __future__ import annotations

import bisect
import itertools
from collections.abc import Iterable
from dataclasses import dataclass, field

from tools.bench.fight import Call

Spans = list[tuple[float, float]]
ENDLESS = float("inf")


@dataclass(frozen=True)
class Block:
    device: int
    begin: float
    end: float
    again: float  # when letting in again was begun, and done
    let_in: float

    def meets(self, call: Call) -> bool:
        return call.begin < self.end and call.end > self.begin

    def covers(self, call: Call) -> bool:
        return call.begin > self.end and call.end < self.again


@dataclass
class Witness:
    """What is known of one device, call after call."""

    blocks: list[Block]
    sits: bool | None = False  # None: not known
    runs: bool = False
    reserved: bool = False
    seat: str = ""
    jti: str = ""
    certain: Spans = field(default_factory=list)
    possible: Spans = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    since: float = 0.0
    maybe_since: float = 0.0
    last_end: float = 0.0

    def hear(self, call: Call) -> None:
        self._blocked_before(call)
        if any(each.covers(call) for each in self.blocks) and call.status == 200:
            self.faults.append(f"a blocked member was given a seat: {call}")
        if call.status == 200:
            self._given(call)
        elif call.status == 204:
            self._ended(call)
        else:
            self._refused(call)

    def _blocked_before(self, call: Call) -> None:
        """What a block between the last call and this one's end leaves known."""
        for each in self.blocks:
            if each.begin < call.end and each.end > self.last_end:
                self._no_longer_certain(each.begin)
        self.last_end = call.end

    def _given(self, call: Call) -> None:
        if self.sits and self.runs and call.act == "contact" and call.seat != call.named:
            self.faults.append(f"a place changed its id at a contact: {call}")
        if self.sits is False:
            self.maybe_since = call.begin
        if not self.sits:
            self.since = call.end
        self.sits, self.seat, self.jti = True, call.seat, call.jti
        self.reserved = self.reserved or call.act == "reserve"
        if call.act == "return":
            self.reserved = False
        self.runs = self.runs or call.act in ("start", "contact")
        if any(each.meets(call) for each in self.blocks):
            self._no_longer_certain(call.end)

    def _ended(self, call: Call) -> None:
        self.runs = False
        if call.act == "close" and self.reserved:
            return
        self._no_longer_certain(call.begin)
        self._not_possible(call.end)
        self.reserved = False

    def _refused(self, call: Call) -> None:
        if call.act in ("start", "contact") or call.code == "seats-exhausted":
            if self.sits:
                self.faults.append(f"a confirmed seat was lost: {call}")
            self._no_longer_certain(call.begin)
            self._not_possible(call.end)

    def _no_longer_certain(self, at: float) -> None:
        if self.sits:
            if at > self.since:
                self.certain.append((self.since, at))
            self.sits = None

    def _not_possible(self, at: float) -> None:
        if self.sits is None:
            self.possible.append((self.maybe_since, at))
        self.sits = False

    def close_book(self) -> None:
        """At the end: the spans that are still open."""
        if self.sits:
            self.certain.append((self.since, ENDLESS))
        if self.sits is not False:
            self.possible.append((self.maybe_since, ENDLESS))


class Level:
    """How many spans cover an instant, as steps."""

    def __init__(self, spans: Iterable[tuple[float, float]]) -> None:
        changes = sorted(
            itertools.chain.from_iterable(((begin, 1), (end, -1)) for begin, end in spans)
        )
        self.at = [instant for instant, _ in changes]
        self.height = [0, *itertools.accumulate(step for _, step in changes)]

    def most(self, begin: float = -ENDLESS, end: float = ENDLESS) -> int:
        first, last = bisect.bisect_left(self.at, begin), bisect.bisect_right(self.at, end)
        return max(self.height[first : last + 1])


def witnesses(calls: list[Call], blocks: list[Block]) -> dict[int, Witness]:
    heard: dict[int, Witness] = {}
    for call in sorted(calls, key=lambda each: each.begin):
        if call.device not in heard:
            heard[call.device] = Witness([b for b in blocks if b.device == call.device])
        heard[call.device].hear(call)
    for device, each in heard.items():
        for block in each.blocks:
            if block.device == device and block.end > each.last_end:
                each._no_longer_certain(block.begin)
        each.close_book()
    return heard


def judge(calls: list[Call], heard: dict[int, Witness], seats: int) -> tuple[int, list[str]]:
    """The most seats that were certainly taken at one instant, and what was wrong."""
    certain = Level(span for each in heard.values() for span in each.certain)
    possible = Level(span for each in heard.values() for span in each.possible)
    faults = [fault for each in heard.values() for fault in each.faults]
    if certain.most() > seats:
        faults.append(f"{certain.most()} seats were taken at one instant, of {seats}")
    for call in calls:
        if call.code == "seats-exhausted" and possible.most(call.begin, call.end) < seats:
            faults.append(f"a free seat was refused: {call}")
    return certain.most(), faults


def compare(heard: dict[int, Witness], rows: list[list[object]]) -> list[str]:
    """The last thing that each device was told, against the row that it has."""
    stored = {int(str(number)): (bool(lives), seat, jti) for number, lives, seat, jti in rows}
    faults = []
    for device, each in heard.items():
        lives, seat, jti = stored.get(device, (False, "", ""))
        if each.sits and (lives, seat, jti) != (True, each.seat, each.jti):
            faults.append(f"device {device} holds {each.seat} {each.jti}, stored: {stored[device]}")
        if each.sits is False and lives:
            faults.append(f"device {device} holds nothing, stored: {stored[device]}")
    return faults
