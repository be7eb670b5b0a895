"""Random days of several owners, members and licenses, through the verbs and the naive story."""

from __future__ import annotations

import random

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, note, settings
from hypothesis import strategies as st

from tests.fakes.clock import FakeClock
from tests.fakes.lab import Lab
from tests.server.model.deeds import ByVerbs
from tests.server.model.world import ACTS, COMPUTERS, World, build

OFTEN = [act for act, weight in ACTS.items() for _ in range(weight)]
steps = st.tuples(st.sampled_from(OFTEN), st.sampled_from(COMPUTERS), st.integers(0, 119))


@pytest.mark.rule(
    "SEAT-0", "SEAT-1", "SEAT-2", "SEAT-3", "SEAT-4", "SEAT-5", "SEAT-6", "SEAT-9", "SEAT-10",
    "SEAT-11", "SEAT-12", "SEAT-15", "SEAT-16", "LEASE-9", "LIC-5", "LIC-8", "OFF-2", "OFF-3",
    "OFF-4", "OFF-6", "OFF-8", "AIR-5", "AIR-6", "TRI-2",
)  # fmt: skip
@settings(
    max_examples=10,
    deadline=None,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),  # shrinking such days takes minutes
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(seed=st.integers(0, 2**32), days=st.lists(steps, min_size=20, max_size=45))
def test_verbs_answer_like_the_naive_story(
    lab: Lab, time: FakeClock, seed: int, days: list[tuple[str, str, int]]
) -> None:
    began = time()
    with transaction.atomic():
        way = ByVerbs(Lab(time, lab.roots))
        world = World(way, lambda by: time.tick(seconds=by.total_seconds()))
        build(world, random.Random(seed))
        for act, computer, number in days:
            world.step(act, computer, number)
        transaction.set_rollback(True)
    note(str(world.answers))
    time.at = began
