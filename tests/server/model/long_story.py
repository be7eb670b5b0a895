"""The same sixty days each time, long ones: for `dev.py mutate`, which names this file. No part of
the suite, where each run tells other days."""

from __future__ import annotations

import random
from datetime import timedelta

import pytest

from tests.fakes.clock import FakeClock
from tests.server.model.by_rules import ByRules
from tests.server.model.world import ACTS, COMPUTERS, World, build


@pytest.mark.parametrize("seed", range(60))
def test_rulebook_answers_like_a_long_story(seed: int) -> None:
    clock, chance = FakeClock(), random.Random(seed)

    def wait(by: timedelta) -> None:
        clock.at += by

    world = build(World(ByRules(clock), wait), chance)
    for _ in range(150):
        (act,) = chance.choices(list(ACTS), list(ACTS.values()))
        world.step(act, chance.choice(COMPUTERS), chance.randrange(120))
