"""Freeing a seat: a member's by the owner, a lost computer's by its person (SEAT-13, SEAT-14)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from contract.problems import Code
from server.journal.models import Entry
from server.seats.devices import free_device, name_device, own_places
from server.seats.free import Freed, free
from server.seats.show import show
from tests.fakes.clock import FakeClock
from tests.fakes.island import Island
from tests.fakes.lab import Lab
from tests.fakes.outcomes import held, refused


@pytest.fixture
def two(lab: Lab) -> Lab:
    """Ada's two seats; Ben sits on one with each of his computers."""
    lab.license("ada", seats=2)
    for name in ("ben", "eve"):
        lab.member("ada", name)
    for name in ("ben/1", "ben/2"):
        held(lab.put(name))
    return lab


def freed(lab: Lab, name: str) -> object:
    return free(lab.person("ada"), lab.seats[name])


def lose(lab: Lab, name: str, this: str = "") -> object:
    return free_device(lab.person(name.split("/")[0]), lab.device(name).device_id, this)


@pytest.mark.rule("SEAT-13")
def test_owner_frees_a_members_seat_and_sees_how_long_it_goes_on(two: Lab, time: FakeClock) -> None:
    answer = freed(two, "ben/1")
    assert isinstance(answer, Freed)
    assert answer.goes_on_until == time() + timedelta(hours=2)
    assert two.taken() == 1
    held(two.put("eve/1"))
    (pool,) = show(two.person("ada"))
    (going,) = pool["going_on"]
    assert (going["seat"], going["because"]) == (two.seats["ben/1"], "freed")
    assert Entry.objects.filter(act="seat-freed", actor=two.person("ada")).count() == 1


@pytest.mark.rule("SEAT-13")
def test_freed_computer_is_told_so_and_comes_back_by_a_start(two: Lab) -> None:
    freed(two, "ben/1")
    told = refused(two.put("ben/1"))
    assert (told.code, told.members["because"]) == (Code.SEAT_LOST, "freed")
    two.close("ben/1", given_up=True)
    (pool,) = show(two.person("ada"))
    assert pool["going_on"] == []
    held(two.start("ben/1"))


@pytest.mark.rule("ORG-12")
def test_same_persons_seats_are_freed_two_minutes_apart(two: Lab, time: FakeClock) -> None:
    freed(two, "ben/1")
    time.tick(seconds=30)
    answer = refused(freed(two, "ben/2"))
    assert (answer.code, answer.members["retry_after"]) == (Code.RATE_LIMITED, 90)
    held(two.put("eve/1"))
    assert isinstance(freed(two, "eve/1"), Freed)
    time.tick(seconds=90)
    assert isinstance(freed(two, "ben/2"), Freed)


@pytest.mark.rule("SEAT-13")
def test_owner_frees_only_what_a_member_holds_there(two: Lab) -> None:
    two.close("ben/2")
    held(two.put("ada/1"))
    assert refused(freed(two, "ben/2")).code is Code.NO_SEAT
    assert refused(freed(two, "ada/1")).code is Code.FORBIDDEN
    assert refused(free(two.person("eve"), two.seats["ben/1"])).code is Code.NO_SEAT


@pytest.mark.rule("LEASE-9", "SEAT-13")
def test_owner_sees_leases_that_go_on_until_they_end(two: Lab, time: FakeClock) -> None:
    from server.seats.reserve import reserve

    two.close("ben/1")
    held(reserve(two.person("ben"), two.device("ben/2"), time() + timedelta(days=2)))
    two.close("ben/2")
    assert [(each["seat"], each["because"]) for each in _going_on(two)] == [
        (two.seats["ben/1"], "closed")
    ]
    time.tick(hours=2)
    assert _going_on(two) == []


def _going_on(lab: Lab) -> list[dict[str, object]]:
    (pool,) = show(lab.person("ada"))
    return pool["going_on"]  # type: ignore[return-value]  # plain data


@pytest.mark.rule("SEAT-14", "AIR-6")
def test_bound_computers_seat_is_freed_by_neither(lab: Lab) -> None:
    lab.license("ada")
    island = Island(lab, Ed25519PrivateKey.generate())
    bound = island.bind("ada")
    assert not hasattr(bound, "code"), bound
    (place,) = own_places(lab.person("ada")).places
    answer = free_device(lab.person("ada"), place.place.device)
    assert refused(answer).code is Code.DEVICE_BOUND_OFFLINE


@pytest.mark.rule("SEAT-14")
def test_researcher_frees_a_lost_computer_three_times_a_year(lab: Lab, time: FakeClock) -> None:
    lab.license("ada")
    assert own_places(lab.person("ada")).releases_left == 3
    for left in (2, 1, 0):
        time.tick(hours=24)
        held(lab.start("ada/1"))
        assert lose(lab, "ada/1") == left
        assert lose(lab, "ada/1") == left
    time.tick(hours=24)
    held(lab.start("ada/1"))
    answer = refused(lose(lab, "ada/1"))
    assert answer.code is Code.RELEASE_LIMIT_REACHED
    assert answer.members["retry_after"] == timedelta(days=365 - 3).total_seconds()
    time.at += timedelta(days=365 - 3)
    assert lose(lab, "ada/1") == 0


@pytest.mark.rule("SEAT-14")
def test_own_computer_in_use_and_strangers_computers_are_not_freed(two: Lab) -> None:
    this = two.device("ben/1").device_id
    assert refused(lose(two, "ben/1", this)).code is Code.DEVICE_IS_THIS
    assert refused(free_device(two.person("eve"), this)).code is Code.NOT_FOUND
    assert two.taken() == 2


@pytest.mark.rule("SEAT-14", "SEAT-3")
def test_lost_computer_of_an_owner_gives_up_its_reservation_too(lab: Lab, time: FakeClock) -> None:
    from server.seats.reserve import reserve

    lab.license("ada")
    held(lab.put("ada/1"))
    held(reserve(lab.person("ada"), lab.device("ada/1"), time() + timedelta(days=5)))
    assert lose(lab, "ada/1") == 2
    assert lab.taken() == 0
    assert refused(lab.put("ada/1")).members["because"] == "freed"


@pytest.mark.rule("PRI-1", "SAFE-6")
def test_nickname_is_the_persons_own_and_can_be_taken_away(two: Lab) -> None:
    device = two.device("ben/1").device_id
    ben = two.person("ben")
    named = name_device(ben, device, "  Lab\u00a0bench ")
    assert not hasattr(named, "code")
    names = {each.place.device: each.nickname for each in own_places(ben).places}
    assert names == {device: "Lab bench", two.device("ben/2").device_id: ""}
    assert refused(name_device(ben, device, "a\u202eb")).code is Code.NAME_INVALID
    assert refused(name_device(two.person("eve"), device, "Mine")).code is Code.NOT_FOUND
    name_device(ben, device, None)
    assert {each.nickname for each in own_places(ben).places} == {""}
