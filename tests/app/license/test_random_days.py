"""The invariants of docs/states.md over long random days: every event and errand, in any order."""

from __future__ import annotations

import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.license import errands as do
from app.license import events as e
from app.license.effects import EFFECTS
from app.license.picture import Starting
from tests.app.license.random_days import ANSWERS, FIRST, OF_THE_CLOCK, Day
from tests.app.license.test_every_pair import kinds_of_events

pytestmark = pytest.mark.rule("APP-5", "APP-15", "HOST-2", "LEASE-4")

OF_THE_KEEPER = {do.RememberTime}
"""What no step orders."""


def errands_known() -> set[type[do.Errand]]:
    return set(do.Errand.__subclasses__())


def test_whatever_is_ordered_can_be_answered_here() -> None:
    assert set(ANSWERS) == errands_known() - {do.Stop}
    assert set(EFFECTS) | {do.ReadSecrets, do.Diagnose} == set(ANSWERS)


@pytest.mark.parametrize("seed", range(4))
def test_days_of_thousands_of_events_hold_what_must_hold(seed: int) -> None:
    chance = random.Random(seed)
    for _ in range(60):
        day = Day(chance.choice(FIRST))
        for _ in range(400):
            day.go_on(chance.getrandbits(32))


def test_every_kind_of_event_and_errand_comes_up_in_them() -> None:
    events, errands, chance = set(OF_THE_CLOCK), set(OF_THE_KEEPER), random.Random(6)
    for number in range(400):
        day = Day(FIRST[number % len(FIRST)])
        for _ in range(200):
            day.go_on(chance.getrandbits(32))
        events, errands = events | day.events, errands | day.errands
    assert events == kinds_of_events()
    assert errands == errands_known()


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(FIRST), st.lists(st.integers(0, 2**24), max_size=80))
def test_no_short_day_breaks_an_invariant(first: e.DiskRead, numbers: list[int]) -> None:
    day = Day(first)
    for number in numbers:
        day.go_on(number)


def test_whatever_happened_the_end_of_all_errands_leads_on() -> None:
    chance = random.Random(6)
    for _ in range(30):
        day = Day(chance.choice(FIRST))
        for _ in range(60):
            day.go_on(chance.getrandbits(32))
        for _ in range(400):
            if not day.under_way:
                break
            day.answer(chance.getrandbits(32))
        assert day.shown.work is None or day.under_way
        assert not isinstance(day.shown.standing, Starting)
