"""Random days in a pool whose licenses end one by one: no promise is one too many (SEAT-16)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from server.seats.held import Held
from server.seats.log_out import log_out
from server.seats.models import Place
from server.seats.reserve import reserve
from server.seats.return_early import return_early
from tests.fakes.clock import FakeClock
from tests.fakes.island import Island
from tests.fakes.lab import Lab

COMPUTERS = ["ada/1", "ada/2", "ada/3", "ben/1", "ben/2", "eve/1", "ada/web"]
WAITS = [timedelta(minutes=10), timedelta(hours=1), timedelta(hours=20), timedelta(days=3)]
ACTS = ["put", "put", "put", "close", "log out", "reserve", "reserve", "return", "bind", "wait"]
ENDS = [timedelta(days=2), timedelta(days=9), None]

steps = st.tuples(st.sampled_from(ACTS), st.sampled_from(COMPUTERS), st.integers(0, 3))


@dataclass
class Days:
    lab: Lab
    clock: FakeClock
    ends: list[tuple[int, datetime | None]]  # seats, and until when there are these
    islands: list[Island] = field(default_factory=list)

    def step(self, act: str, computer: str, number: int) -> None:
        self.clock.tick(seconds=1)
        person, device = self.lab.person(computer.split("/")[0]), self.lab.device(computer)
        match act:
            case "put":
                self.lab.put(computer)
            case "close" if computer in self.lab.seats:
                self.lab.close(computer)
            case "log out":
                log_out(person, device)
            case "reserve":
                until = self.clock() + timedelta(days=2, hours=7) * (number + 1)
                answer = reserve(person, device, until)
                if isinstance(answer, Held):
                    self.lab.seats[computer] = answer.place.seat
            case "return":
                return_early(person, device)
            case "bind":
                self._bind(number)
            case "wait":
                self.clock.at += WAITS[number]

    def _bind(self, number: int) -> None:
        while number >= len(self.islands):
            self.islands.append(Island(self.lab, Ed25519PrivateKey.generate()))
        self.islands[number].bind("ada")

    def too_many(self) -> list[datetime]:
        """The instants, now or later, at which more leases are good than there are seats."""
        at = self.clock()
        instants = [at, *(end for _, end in self.ends if end is not None and end > at)]
        return [instant for instant in instants if self._good(instant) > self._seats(instant)]

    def _seats(self, instant: datetime) -> int:
        return sum(seats for seats, end in self.ends if end is None or end > instant)

    def _good(self, instant: datetime) -> int:
        """Seats behind the leases that reach beyond the instant, of places that nobody ended."""
        rows = Place.objects.select_related("account", "device").all()
        bound = [row for row in rows if row.bound_at]
        good = [row for row in rows if not row.bound_at and self._reaches(row, instant)]
        owners = [row for row in good if row.account == self.lab.person("ada")]
        web = [row for row in owners if row.device.platform == "web"]
        pairs = (len(owners) - len(web) + 1) // 2
        return len(bound) + len(good) - len(owners) + max(pairs, len(web))

    def _reaches(self, row: Place, instant: datetime) -> bool:
        ended = row.closed_at is not None and row.reserved_until is None
        return not ended and row.lease_exp is not None and row.lease_exp > instant


@pytest.mark.rule("SEAT-16", "SEAT-6", "LEASE-9", "SEAT-11", "LIC-5")
@settings(
    max_examples=30,
    deadline=None,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),  # shrinking such days takes minutes
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    seats=st.tuples(st.integers(0, 2), st.integers(0, 2), st.integers(0, 2)),
    days=st.lists(steps, min_size=12, max_size=50),
)
def test_no_instant_has_more_good_leases_than_seats(
    lab: Lab, time: FakeClock, seats: tuple[int, int, int], days: list[tuple[str, str, int]]
) -> None:
    began = time()
    with transaction.atomic():
        fresh = Lab(time, lab.roots)
        ends = [
            (each, None if wait is None else began + wait)
            for each, wait in zip(seats, ENDS, strict=True)
        ]
        for each, end in ends:
            fresh.license("ada", seats=each, ends_at=end)
        for member in ("ben", "eve"):
            fresh.member("ada", member)
        played = Days(fresh, time, ends)
        for act, computer, number in days:
            played.step(act, computer, number)
            assert played.too_many() == []
        transaction.set_rollback(True)
    time.at = began
