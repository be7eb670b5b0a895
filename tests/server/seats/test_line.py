"""The waiting line with rows behind it (SEAT-7)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from contract.problems import Code
from server.organizations.block import block
from server.rulebook.facts import Refusal
from server.seats.line import Standing
from server.seats.models import InLine
from server.seats.show import show
from tests.fakes.clock import FakeClock
from tests.fakes.lab import Lab
from tests.fakes.outcomes import held, refused


@pytest.fixture
def full(lab: Lab) -> Lab:
    """Ada's one seat, taken by Max; Ben, Eve and Zoe would like to have it."""
    lab.license("ada")
    for name in ("max", "ben", "eve", "zoe"):
        lab.member("ada", name)
    held(lab.put("max/1"))
    return lab


def stands(answer: Standing | Refusal) -> Standing:
    assert isinstance(answer, Standing), answer
    return answer


def ahead(lab: Lab, name: str) -> int:
    return stands(lab.line(name)).ahead


@pytest.mark.rule("SEAT-7")
def test_first_come_is_first_served_when_the_seat_is_free(full: Lab, time: FakeClock) -> None:
    assert [ahead(full, name) for name in ("ben/1", "eve/1", "zoe/1")] == [0, 1, 2]
    full.close("max/1")
    assert stands(full.line("eve/1")).offered_until is None
    offer = stands(full.line("ben/1"))
    assert (offer.ahead, offer.offered_until) == (0, time() + timedelta(minutes=5))
    assert refused(full.put("eve/1")).code is Code.SEATS_EXHAUSTED
    held(full.put("ben/1"))
    assert [ahead(full, name) for name in ("eve/1", "zoe/1")] == [0, 1]


@pytest.mark.rule("SEAT-7")
def test_seat_is_taken_without_the_word_of_an_offer_by_whose_turn_it_is(full: Lab) -> None:
    full.line("ben/1")
    full.close("max/1")
    assert refused(full.start("max/1")).code is Code.SEATS_EXHAUSTED
    held(full.put("ben/2"))
    assert not InLine.objects.exists()


@pytest.mark.rule("SEAT-7")
def test_offer_passes_by_itself_to_the_next(full: Lab, time: FakeClock) -> None:
    full.line("ben/1")
    full.line("eve/1")
    full.close("max/1")
    assert stands(full.line("ben/1")).offered_until is not None
    time.tick(minutes=5)
    assert stands(full.line("eve/1")).offered_until is not None
    assert stands(full.line("ben/1")).ahead == 1
    held(full.put("eve/1"))


@pytest.mark.rule("SEAT-7")
def test_owner_takes_a_free_seat_before_the_line_but_not_an_offered_one(full: Lab) -> None:
    full.line("ben/1")
    full.line("eve/1")
    full.close("max/1")
    full.line("ben/1")
    assert refused(full.put("ada/1")).code is Code.SEATS_EXHAUSTED
    full.leave_line("ben/1")
    held(full.put("ada/1"))


@pytest.mark.rule("SEAT-7")
def test_line_is_not_for_a_seat_that_is_free_or_held_already(full: Lab) -> None:
    assert refused(full.line("max/1")).code is Code.SEAT_FREE
    full.close("max/1")
    assert refused(full.line("ben/1")).code is Code.SEAT_FREE


@pytest.mark.rule("SEAT-7", "ORG-4")
@pytest.mark.parametrize("who", ["max/1", "nobody/1", "dora/3"])
def test_there_is_no_line_where_nobody_will_give_up_a_seat(full: Lab, who: str) -> None:
    block(full.person("ada"), full.person("max").public_id)
    full.license("dora", kind="student", ends_at=full.now() + timedelta(days=90))
    for name in ("dora/1", "dora/2"):
        held(full.put(name))
    assert refused(full.line(who)).code is Code.LINE_NOT_OFFERED


@pytest.mark.rule("SEAT-7", "SEAT-2")
def test_person_stands_once_in_the_line_of_each_full_pool(full: Lab) -> None:
    full.license("kim")
    full.member("kim", "ben", days_ago=3)
    held(full.put("kim/1"))
    for name in ("ben/1", "ben/2", "ben/1"):
        assert ahead(full, name) == 0
    assert InLine.objects.count() == 2
    assert (ahead(full, "eve/1"), InLine.objects.count()) == (1, 3)
    full.close("max/1")
    held(full.put("ben/2"))
    assert [row.account for row in InLine.objects.all()] == [full.person("eve")]


@pytest.mark.rule("SEAT-7", "SEAT-12")
def test_blocked_member_stands_in_nobodys_way(full: Lab) -> None:
    full.line("ben/1")
    full.line("eve/1")
    block(full.person("ada"), full.person("ben").public_id)
    full.close("max/1")
    held(full.put("eve/1"))


@pytest.mark.rule("SEAT-7", "SEAT-0")
def test_refusal_and_owner_are_told_of_the_line(full: Lab, time: FakeClock) -> None:
    assert refused(full.put("ben/1")).members["line"] == {"people": 0, "offered": True}
    full.line("ben/1")
    full.line("eve/1")
    assert refused(full.put("zoe/1")).members["line"] == {"people": 2, "offered": True}
    full.close("max/1")
    full.line("ben/1")
    (pool,) = show(full.person("ada"))
    line = [(each["account"], each["offered_until"] is not None) for each in pool["line"]]
    assert line == [(full.person("ben").public_id, True), (full.person("eve").public_id, False)]
    assert (pool["seats_in_use"], pool["places"]) == (1, [])
