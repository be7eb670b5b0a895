"""Random hours in front of a full pool, against the line told naively (SEAT-7)."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contract.problems import Code
from server.rulebook.facts import Because, Refusal
from server.rulebook.reservations import release
from server.rulebook.seats import seats_in_use
from server.rulebook.taking import Grant
from server.rulebook.waiting import wait
from tests.fakes.naive_line import NaiveLine
from tests.fakes.pools import START, TERMS, Bench, license_, member, pool_

PEOPLE = ["ada", "ben", "eve", "kim", "zoe"]
WAITS = [timedelta(seconds=20), timedelta(seconds=90), timedelta(minutes=5), timedelta(hours=2)]

deeds = st.tuples(
    st.sampled_from(["ask", "stand", "stand", "stand", "leave", "end", "wait"]),
    st.sampled_from(PEOPLE),
    st.integers(0, 3),
)


class Real:
    """The rulebook's answers, and what the server would store of them."""

    def __init__(self, seats: int) -> None:
        others = tuple(member("ada", each) for each in PEOPLE if each != "ada")
        self.bench = Bench({1: pool_(license_(seats=seats))}, others)
        self.rows = 0

    def ask(self, person: str, at: datetime) -> bool:
        answer = self.bench.put(f"{person}/1", at)
        if isinstance(answer, Grant) and answer.began:
            self.leave(person)
        return isinstance(answer, Grant)

    def stand(self, person: str, at: datetime) -> str:
        name = f"{person}/1"
        answer = wait(self.bench.asker(name), self.bench.table(person, name), TERMS, at)
        if isinstance(answer, Refusal):
            assert answer.code is Code.SEAT_FREE
            return "free"
        (stand,) = answer
        self.rows += 1
        mine = replace(stand.waiting, row=stand.waiting.row or self.rows)
        self._line(*(each for each in self._others(person)), mine)
        return "offer" if mine.offered_until is not None else str(stand.ahead)

    def leave(self, person: str) -> None:
        self._line(*self._others(person))

    def end(self, person: str, at: datetime) -> None:
        name = f"{person}/1"
        if (person, name) in self.bench.places:
            gone = release(self.bench.place(name), Because.LOGGED_OUT, at)
            self.bench.store(self.bench.pool(), gone, at)

    def _others(self, person: str):
        return (each for each in self.bench.pools[1].line if each.account != person)

    def _line(self, *line) -> None:
        self.bench.pools[1] = replace(self.bench.pools[1], line=line)


@pytest.mark.rule("SEAT-7", "SEAT-0", "SEAT-6")
@settings(max_examples=100, deadline=None)
@given(seats=st.integers(1, 3), deeds=st.lists(deeds, min_size=20, max_size=60))
def test_line_comes_out_as_if_seats_were_dealt_one_by_one(
    seats: int, deeds: list[tuple[str, str, int]]
) -> None:
    real, naive, at = Real(seats), NaiveLine(seats, "ada"), START
    for deed, person, number in deeds:
        at += timedelta(seconds=1)
        if deed == "wait":
            at += WAITS[number]
        _keep_alive(real, naive, at)
        naive.pass_time(at)
        match deed:
            case "ask":
                assert real.ask(person, at) == naive.ask(person, at)
            case "stand":
                assert real.stand(person, at) == naive.stand(person, at)
            case "leave":
                real.leave(person)
                naive.leave(person)
            case "end":
                real.end(person, at)
                naive.sitting.discard(person)
        assert len(naive.sitting) <= seats
        shown = seats_in_use(real.bench.pool(), TERMS, at)
        assert shown == min(seats, len(naive.sitting) + len(naive.offers))


def _keep_alive(real: Real, naive: NaiveLine, at: datetime) -> None:
    """Whoever sits is heard from: this is about the line."""
    for person in naive.sitting:
        name = f"{person}/1"
        assert isinstance(real.bench.put(name, at, seat=real.bench.place(name).seat), Grant)
