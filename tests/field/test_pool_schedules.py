"""Schedules of pools that shrink and of members who are blocked, over HTTP, on one clock."""

from __future__ import annotations

import string
from datetime import timedelta

import pytest
from django.http import HttpResponse

from server.licenses.suspend import resume, suspend
from server.organizations.block import block
from server.organizations.delete import delete
from server.organizations.join import add_member
from server.organizations.unblock import unblock
from tests.fakes.desks import Desks

CROWD = [f"M{letter}" for letter in string.ascii_lowercase]  # 26 members


@pytest.mark.rule("LIC-5", "SEAT-6", "SEAT-11", "SEAT-16")
def test_pool_that_shrinks_by_date_fits_from_that_instant_on(desks: Desks) -> None:
    """SS-11. Thirty seats, twenty of which end; 26 members sit there, a 27th comes too late."""
    end = desks.began + timedelta(hours=2)
    desks.pool("O", 10, members=[*CROWD, "N"])
    desks.lab.license("O", 20, ends_at=end)
    for number, name in enumerate(CROWD[:25]):
        desks.at(minutes=number)
        assert desks.put(name).status_code == 200
    desks.at(hours=2, seconds=-1)
    assert desks.put(CROWD[25]).status_code == 200
    assert desks.taken() == (26, 30)
    desks.at(hours=2)
    late = desks.put("N")
    assert (late.status_code, late.json()["tried"][0]["seats"]) == (409, 10)
    assert desks.taken() == (10, 10)
    kept = [name for name in CROWD if _keeps(desks.put(name))]
    assert len(kept) == 10
    assert desks.put("N").status_code == 409
    assert [name for name in CROWD if _keeps(desks.put(name))] == kept
    assert desks.taken() == (10, 10) == (desks.taken_as_shown("N"), 10)
    assert desks.close(kept[0]) == 204
    assert desks.taken() == (9, 10)
    assert desks.put("N").status_code == 200
    assert desks.taken() == (10, 10)


@pytest.mark.rule("SEAT-12", "ORG-4")
def test_blocked_members_seat_is_free_at_once(desks: Desks) -> None:
    """SS-13, as the rule has it: the ordinary place ends with the block."""
    desks.pool("O", 1, members="MN")
    assert desks.put("M").status_code == 200
    desks.at(minutes=5)
    _block(desks, "M")
    assert desks.taken() == (0, 1)
    desks.at(minutes=6)
    assert desks.put("N").status_code == 200
    desks.at(minutes=10)
    told = desks.put("M")
    assert (told.status_code, told.json()["code"]) == (403, "membership-blocked")
    assert desks.give_up("M") == 204
    assert desks.taken() == (1, 1)


@pytest.mark.rule("SEAT-12", "OFF-3", "ORG-4")
def test_blocked_members_reservation_stays_until_its_computer_lets_go(desks: Desks) -> None:
    desks.pool("O", 1, members="MN")
    desks.put("M")
    desks.reserve("M", days=5)
    _block(desks, "M")
    desks.at(hours=9)
    assert desks.put("N").json()["code"] == "seats-exhausted"
    assert desks.put("M").json()["code"] == "membership-blocked"
    assert desks.taken() == (1, 1)
    assert desks.give_up("M") == 204
    assert desks.taken() == (0, 1)
    assert desks.put("N").status_code == 200


@pytest.mark.rule("SEAT-12", "OFF-6")
def test_blocked_members_reservation_ends_by_its_own_date(desks: Desks) -> None:
    desks.pool("O", 1, members="MN")
    desks.put("M")
    desks.reserve("M", days=5)
    _block(desks, "M")
    desks.at(days=5, seconds=-1)
    assert desks.taken() == (1, 1)
    desks.at(days=5)
    assert desks.put("N").status_code == 200


@pytest.mark.rule("SEAT-12")
@pytest.mark.parametrize("back", ["unblocked", "joined again"])
def test_member_who_is_let_in_again_goes_on_where_the_lease_is(desks: Desks, back: str) -> None:
    desks.pool("O", 1, members="MN")
    desks.put("M")
    desks.reserve("M", days=5)
    owner, member = desks.person("O"), desks.person("M")
    if back == "unblocked":
        _block(desks, "M")
        unblock(owner, member.public_id)
    else:
        delete(owner, member.public_id)
        assert desks.put("M").json()["code"] == "membership-ended"
        add_member(owner, member)
    desks.at(minutes=30)
    again = desks.put("M")
    assert again.status_code == 200
    assert again.json()["license"]["offline"]["available_until"] is not None
    assert desks.put("N").status_code == 409
    assert desks.taken() == (1, 1)


@pytest.mark.rule("LIC-8", "SEAT-6")
def test_suspended_license_gives_nothing_and_goes_on_where_it_stopped(desks: Desks) -> None:
    desks.pool("O", 1, members="MN")
    license_id = desks.lab.license("O", 1).license_id
    desks.put("M")
    desks.at(minutes=1)
    desks.put("N")
    suspend(license_id)
    assert desks.put("O1").json()["code"] == "seats-exhausted"
    told = desks.put("N").json()
    assert (told["code"], told["because"]) == ("seat-lost", "pool-shrank")
    assert desks.put("M").status_code == 200
    assert desks.taken() == (1, 1)
    resume(license_id)
    assert desks.start("N").status_code == 200
    assert desks.taken() == (2, 2)


def _keeps(answer: HttpResponse) -> bool:
    if answer.status_code == 200:
        return True
    told = answer.json()
    assert (told["code"], told["because"]) == ("seat-lost", "pool-shrank")
    return False


def _block(desks: Desks, member: str) -> None:
    block(desks.person("O"), desks.person(member).public_id)
