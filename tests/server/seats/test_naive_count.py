"""Random days of a lab, through the real verbs, against the naive telling of the same days."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from server.organizations.models import Membership
from server.rulebook.facts import Refusal
from server.seats.held import Held
from server.seats.log_out import log_out
from server.seats.models import Place
from server.seats.reserve import reserve
from server.seats.return_early import return_early
from server.seats.withdraw import withdraw
from tests.fakes.clock import FakeClock
from tests.fakes.island import Island
from tests.fakes.lab import Lab
from tests.fakes.naive_seats import Naive, is_owners

COMPUTERS = ["ada/1", "ada/2", "ada/3", "ben/1", "ben/2", "eve/1"]
WAITS = [timedelta(minutes=10), timedelta(hours=1), timedelta(hours=8), timedelta(days=2)]
ACTS = (
    "put", "put", "start", "close", "give up", "log out", "reserve", "return", "bind", "block",
    "unblock", "wait", "wait",
)  # fmt: skip

steps = st.tuples(st.sampled_from(ACTS), st.sampled_from(COMPUTERS), st.integers(0, 3))


@dataclass
class Days:
    """One step at a time: done by the verbs, told to the model, and compared."""

    lab: Lab
    clock: FakeClock
    naive: Naive
    islands: list[Island] = field(default_factory=list)

    def step(self, act: str, computer: str, number: int) -> None:
        self.clock.tick(seconds=1)
        getattr(self, f"_{act.replace(' ', '_')}")(computer, number)
        assert self.lab.taken() == self.naive.taken(self.clock()) <= self.naive.seats
        self._no_lease_outlives_its_place()

    def _put(self, computer: str, number: int) -> None:
        expected = self.naive.answer("put", computer, self.clock())
        self._compare(expected, self.lab.put(computer))
        if expected == "yes":
            self.naive.happened(self.clock(), "put", computer)

    def _start(self, computer: str, number: int) -> None:
        self.lab.seats.pop(computer, None)
        self._put(computer, number)

    def _close(self, computer: str, number: int) -> None:
        if computer in self.lab.seats:
            self.lab.close(computer)
            self.naive.happened(self.clock(), "close", computer)

    def _give_up(self, computer: str, number: int) -> None:
        if computer in self.lab.seats:
            self.lab.close(computer, given_up=True)
            self.naive.happened(self.clock(), "leave", computer)

    def _log_out(self, computer: str, number: int) -> None:
        log_out(self.lab.person(computer.split("/")[0]), self.lab.device(computer))
        self.naive.happened(self.clock(), "leave", computer)

    def _reserve(self, computer: str, number: int) -> None:
        at, until = self.clock(), self.clock() + timedelta(days=1, hours=11) * (number + 1)
        expected, sat = self.naive.answer("put", computer, at), self.naive.sits(computer, at)
        running = self.naive.in_use(computer, at)
        answer = reserve(self.lab.person(computer.split("/")[0]), self.lab.device(computer), until)
        self._compare(expected, answer)
        if isinstance(answer, Held):
            self.lab.seats[computer] = answer.place.seat
            self.naive.happened(at, "reserve", computer, until)
            if running or not sat:  # who extends a product that was closed does not run it
                self.naive.happened(at, "still", computer)

    def _return(self, computer: str, number: int) -> None:
        at = self.clock()
        goes_on = self.naive.sits(computer, at) and self.naive.in_use(computer, at)
        answer = return_early(self.lab.person(computer.split("/")[0]), self.lab.device(computer))
        assert isinstance(answer, Held) == goes_on
        if self.naive.sits(computer, at):
            self.naive.happened(at, "return" if goes_on else "leave", computer)
        if goes_on:
            self.naive.happened(at, "put", computer)

    def _bind(self, computer: str, number: int) -> None:
        number = min(number, len(self.islands))
        if number == len(self.islands):
            self.islands.append(Island(self.lab, Ed25519PrivateKey.generate()))
        name = f"ada/island {number}"
        expected = self.naive.answer("bind", name, self.clock())
        self._compare(expected, self.islands[number].bind("ada"))
        if expected == "yes" and not self.naive.is_bound(name):
            self.naive.happened(self.clock(), "bind", name)

    def _block(self, computer: str, number: int) -> None:
        person = computer.split("/")[0]
        if not is_owners(computer) and not self.naive.is_blocked(computer):
            self._membership(person, self.clock())
            withdraw(self.lab.person("ada"), self.lab.person(person), self.clock())
            self.naive.happened(self.clock(), "block", person)

    def _unblock(self, computer: str, number: int) -> None:
        person = computer.split("/")[0]
        if not is_owners(computer):
            self._membership(person, None)
            self.naive.happened(self.clock(), "unblock", person)

    def _wait(self, computer: str, number: int) -> None:
        self.clock.at += WAITS[number]

    def _membership(self, person: str, blocked_at: datetime | None) -> None:
        Membership.objects.filter(member=self.lab.person(person)).update(blocked_at=blocked_at)

    def _compare(self, expected: str, answer: object) -> None:
        assert expected == (answer.code.value if isinstance(answer, Refusal) else "yes")

    def _no_lease_outlives_its_place(self) -> None:
        """LEASE-9, for every computer that nobody's act ended."""
        for row in Place.objects.filter(closed_at__isnull=True, lease_exp__gt=self.clock()):
            assert self.naive.sits(row.device.app_version, self.clock())


@pytest.mark.rule("SEAT-0", "SEAT-1", "SEAT-3", "SEAT-4", "SEAT-5", "SEAT-6", "SEAT-12", "LEASE-9")
@settings(
    max_examples=40,
    deadline=None,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),  # shrinking such days takes minutes
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(seats=st.integers(1, 4), days=st.lists(steps, min_size=12, max_size=50))
def test_verbs_count_like_the_naive_list(
    lab: Lab, time: FakeClock, seats: int, days: list[tuple[str, str, int]]
) -> None:
    began = time()
    with transaction.atomic():
        fresh = Lab(time, lab.roots)
        fresh.license("ada", seats=seats)
        for member in ("ben", "eve"):
            fresh.member("ada", member)
        played = Days(fresh, time, Naive(seats))
        for act, computer, number in days:
            played.step(act, computer, number)
        transaction.set_rollback(True)
    time.at = began
