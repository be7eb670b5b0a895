"""A large pool is read in part: the rest is counted, and every answer stays the same."""

from __future__ import annotations

import random

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from server.config.terms import Terms
from server.rulebook.facts import Refusal
from server.rulebook.seats import taken
from server.seats import parts
from server.seats.held import Held
from server.seats.show import pools_of
from server.seats.store import open_question
from tests.fakes.clock import FakeClock
from tests.fakes.lab import Lab
from tests.server.model.deeds import ByVerbs, People
from tests.server.model.test_naive_story import steps
from tests.server.model.world import World, build


@pytest.fixture(autouse=True)
def _every_pool_is_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parts, "LARGE", 0)


@pytest.fixture
def members(lab: Lab) -> tuple[str, ...]:
    lab.license("ada", 3)
    names = ("ben", "cem", "dan", "eve")
    for name in names:
        lab.member("ada", name)
    return names


@pytest.mark.rule("SEAT-0", "SEAT-6")
def test_counted_members_take_seats_like_those_that_are_read(
    lab: Lab, members: tuple[str, ...]
) -> None:
    given = [lab.put(f"{name}/1") for name in members]
    assert [isinstance(each, Held) for each in given] == [True, True, True, False]
    lab.close("ben/1")
    assert isinstance(lab.put("eve/1"), Held)
    assert isinstance(lab.put("ben/1"), Refusal)


@pytest.mark.rule("SEAT-5", "SEAT-10")
def test_silent_places_are_counted_no_longer(
    lab: Lab, time: FakeClock, members: tuple[str, ...]
) -> None:
    for name in ("ben/1", "cem/1", "dan/web"):
        lab.put(name)
    time.tick(minutes=10)
    opened = open_question(lab.person("eve"), lab.device("eve/1"))
    (pool,) = opened.table.pools
    assert (pool.rest, pool.places) == (2, ())
    time.tick(hours=8)
    assert isinstance(lab.put("eve/1"), Held)
    assert lab.taken() == 1


@pytest.mark.rule("SEAT-0")
def test_own_and_owners_and_reserved_places_are_read(lab: Lab, members: tuple[str, ...]) -> None:
    for name in ("ada/1", "ada/2", "ben/1"):
        lab.put(name)
    opened = open_question(lab.person("cem"), lab.device("cem/1"))
    (pool,) = opened.table.pools
    (shown,) = pools_of(lab.person("ada"))
    assert (pool.rest, len(pool.places)) == (1, 2)
    assert shown.seats_in_use == taken(pool, settings_terms(), opened.at) == 2


@pytest.mark.rule("SEAT-0", "SEAT-6", "SEAT-11", "SEAT-16", "LEASE-9")
@settings(
    max_examples=8,
    deadline=None,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(seed=st.integers(0, 2**32), days=st.lists(steps, min_size=20, max_size=45))
def test_verbs_on_parts_answer_like_the_naive_story(
    lab: Lab, time: FakeClock, seed: int, days: list[tuple[str, str, int]]
) -> None:
    began = time()
    with transaction.atomic():
        fresh = Lab(time, lab.roots)
        world = World(
            fresh, ByVerbs(fresh), People(fresh), time,
            lambda by: time.tick(seconds=by.total_seconds()),
        )  # fmt: skip
        build(world, random.Random(seed))
        for act, computer, number in days:
            world.step(act, computer, number)
        transaction.set_rollback(True)
    time.at = began


def settings_terms() -> Terms:
    from django.conf import settings as djangos

    return djangos.TERMS
