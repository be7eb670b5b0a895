"""Random days of several owners, members, licenses, told naively: over values, by the verbs."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, note, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    rule,
    run_state_machine_as_test,
)

from tests.fakes.clock import FakeClock
from tests.fakes.lab import Lab
from tests.server.model.by_rules import ByRules
from tests.server.model.deeds import ByVerbs
from tests.server.model.world import ACTS, COMPUTERS, World, build

pytestmark = pytest.mark.rule(
    "SEAT-0", "SEAT-1", "SEAT-2", "SEAT-3", "SEAT-4", "SEAT-5", "SEAT-6", "SEAT-7", "SEAT-8",
    "SEAT-9", "SEAT-10", "SEAT-11", "SEAT-12", "SEAT-13", "SEAT-14", "SEAT-15", "SEAT-16",
    "LEASE-9", "LIC-5", "LIC-8", "LIC-10", "ORG-12", "OFF-2", "OFF-3", "OFF-4", "OFF-6", "OFF-8",
    "AIR-5", "AIR-6", "AIR-9", "AIR-10", "TRI-2",
)  # fmt: skip
NO_SHRINKING = (Phase.explicit, Phase.reuse, Phase.generate)  # it would take minutes


class Days(RuleBasedStateMachine):
    """A rule for each act, waiting among them; each step is compared by the world itself."""

    world: World

    def __init__(self, begin: Callable[[], World]) -> None:
        super().__init__()
        self.begin = begin

    @initialize(seed=st.integers(0, 2**32))
    def build(self, seed: int) -> None:
        self.world = build(self.begin(), random.Random(seed))

    def teardown(self) -> None:
        note(str(self.world.answers))


def _step(act: str) -> Callable[[Days, str, int], None]:
    def step(days: Days, computer: str, number: int) -> None:
        days.world.step(act, computer, number)

    step.__name__ = act.replace(" ", "_")
    return step


for act in ACTS:
    way = rule(computer=st.sampled_from(COMPUTERS), number=st.integers(0, 119))
    setattr(Days, act.replace(" ", "_"), way(_step(act)))


class DaysOfRows(Days):
    """Its rows are gone when it is over."""

    def __init__(self, begin: Callable[[], World]) -> None:
        super().__init__(begin)
        self.rows = transaction.atomic()
        self.rows.__enter__()

    def teardown(self) -> None:
        super().teardown()
        transaction.set_rollback(True)
        self.rows.__exit__(None, None, None)


def by_rules() -> World:
    clock = FakeClock()
    return World(ByRules(clock), lambda by: _tick(clock, by))


def _tick(clock: FakeClock, by: timedelta) -> None:
    clock.at += by


def test_rulebook_answers_like_the_naive_story() -> None:
    days = settings(max_examples=40, stateful_step_count=60, deadline=None, phases=NO_SHRINKING)
    run_state_machine_as_test(lambda: Days(by_rules), settings=days)


def test_verbs_answer_like_the_naive_story(lab: Lab, time: FakeClock) -> None:
    def by_verbs() -> World:
        return World(ByVerbs(Lab(time, lab.roots)), lambda by: _tick(time, by))

    days = settings(
        max_examples=8, stateful_step_count=40, deadline=None, phases=NO_SHRINKING,
        suppress_health_check=[HealthCheck.too_slow],
    )  # fmt: skip
    run_state_machine_as_test(lambda: DaysOfRows(by_verbs), settings=days)
