"""Schedules of who asks for a seat when, and what each is answered; after every step the count.

A member's lease bridges half an hour, a silent place ends after eight hours, and no clerk runs.
"""

from __future__ import annotations

from datetime import timedelta

import pytest

from server.seats.models import Place
from tests.fakes.desks import Desks


@pytest.mark.rule("SEAT-1", "SEAT-3", "SEAT-8", "SEAT-9")
def test_owners_two_desktops_share_the_one_seat(desks: Desks) -> None:
    """SS-01. The third computer of the owner is refused until one of the two logs out."""
    desks.pool("O", 1)
    assert [desks.put(name).status_code for name in ("O1", "O2")] == [200, 200]
    refusal = desks.put("O3")
    assert (refusal.status_code, refusal.json()["code"]) == (409, "seats-exhausted")
    own = {each["device"] for each in refusal.json()["devices"]}
    assert own == {desks.device("O1"), desks.device("O2")}
    assert desks.close("O1") == 204
    assert desks.taken() == (1, 1)
    assert desks.put("O3").status_code == 409
    assert desks.log_out("O1") == 204
    assert desks.taken() == (1, 1)
    assert desks.put("O3").status_code == 200
    assert [desks.log_out(name) for name in ("O2", "O3")] == [204, 204]
    assert desks.taken() == (0, 1)


@pytest.mark.rule("SEAT-10", "SEAT-3", "SEAT-8")
def test_owners_web_session_shares_the_seat_of_the_two_desktops(desks: Desks) -> None:
    """SS-03. One open session for each person; the member has the seat when all have gone."""
    desks.pool("O", 1, members="M")
    assert [desks.put(name).status_code for name in ("O1", "O2", "O.web1")] == [200] * 3
    assert desks.taken() == (1, 1)
    refusal = desks.put("O.web2")
    assert (refusal.status_code, refusal.json()["code"]) == (409, "web-session-open")
    assert refusal.json()["since"] == "2027-03-01T09:00:00Z"
    assert desks.close("O.web1") == 204
    assert desks.put("O.web2").status_code == 200
    assert [desks.log_out(name) for name in ("O1", "O2")] == [204, 204]
    assert desks.taken() == (1, 1)
    assert desks.put("M").json()["code"] == "seats-exhausted"
    assert desks.close("O.web2") == 204
    assert desks.taken() == (0, 1)
    assert desks.put("M").status_code == 200


@pytest.mark.rule("SEAT-10")
def test_browser_that_takes_over_leaves_the_first_one_told(desks: Desks) -> None:
    desks.pool("O", 1, members="M")
    assert desks.put("M.web1").status_code == 200
    desks.at(minutes=5)
    assert desks.put("M.web2").status_code == 409
    assert desks.take_over("M.web2").status_code == 200
    assert desks.taken() == (1, 1)
    told = desks.put("M.web1")
    assert (told.json()["code"], told.json()["because"]) == ("seat-lost", "taken-over")
    desks.at(minutes=15)
    assert desks.taken() == (0, 1)


@pytest.mark.rule("SEAT-5", "SEAT-4")
def test_crashed_member_holds_the_seat_eight_hours_and_no_longer(desks: Desks) -> None:
    """SS-07. Nothing but the instants frees the seat: no job runs."""
    desks.pool("O", 1, members="MN")
    assert desks.put("M").status_code == 200
    desks.at(minutes=20)
    assert desks.put("M").status_code == 200
    desks.at(hours=8, minutes=19, seconds=59)
    assert desks.put("N").status_code == 409
    desks.at(hours=8, minutes=20)
    assert desks.put("N").status_code == 200
    desks.at(hours=8, minutes=21)
    assert desks.start("M").status_code == 409
    assert desks.taken() == (1, 1)
    desks.at(hours=8, minutes=30)
    assert desks.close("N") == 204
    assert desks.taken() == (0, 1)
    desks.at(hours=8, minutes=31)
    assert desks.start("M").status_code == 200


@pytest.mark.rule("OFF-1", "OFF-3", "OFF-4")
def test_reserved_seat_is_kept_moved_forward_and_returned_early(desks: Desks) -> None:
    """SS-15, first run."""
    desks.pool("O", 1, members="MN")
    assert desks.put("M").status_code == 200
    assert desks.reserve("M", days=5).status_code == 200
    assert desks.close("M") == 204
    assert desks.put("N").status_code == 409
    kept = desks.reserve("M", days=3)
    assert kept.status_code == 200
    assert _day_of(desks, kept.json()["license"]["offline"]["available_until"]) == 5
    assert desks.reserve("M", days=7).status_code == 200
    desks.at(days=5)
    assert desks.put("N").status_code == 409
    assert desks.taken() == (1, 1)
    desks.at(days=6)
    assert desks.start("M").status_code == 200
    returned = desks.return_early("M")
    assert returned.status_code == 200
    assert "available_until" not in returned.json()["license"]["offline"]
    assert desks.close("M") == 204
    assert desks.taken() == (0, 1)
    assert desks.put("N").status_code == 200


@pytest.mark.rule("OFF-6", "OFF-3")
def test_reserved_seat_is_free_by_itself_when_its_date_passes(desks: Desks) -> None:
    """SS-15, the other run: nothing is returned, and no job runs."""
    desks.pool("O", 1, members="MN")
    desks.put("M")
    desks.reserve("M", days=7)
    desks.close("M")
    desks.at(days=7, seconds=-1)
    assert desks.put("N").status_code == 409
    desks.at(days=7)
    assert desks.put("N").status_code == 200
    assert desks.taken() == (1, 1)


@pytest.mark.rule("SAFE-3", "SEAT-1", "SEAT-4")
def test_answers_that_never_arrived_are_asked_for_again(desks: Desks) -> None:
    """SS-17. The deed is stored, its answer lost on the way, each time."""
    desks.pool("O", 1, members="MN")
    _without_answer(desks, "M", "put", "/seat", {})
    assert desks.put("N").status_code == 409
    assert desks.put("M").status_code == 200
    assert Place.objects.count() == 1
    seat = desks.seats["M"]
    _without_answer(desks, "M", "delete", f"/seat?seat={seat}")
    assert desks.taken() == (0, 1)
    assert desks.close("M", seat) == 204
    assert desks.put("N").status_code == 200
    assert desks.close("M", seat) == 204
    assert desks.taken() == (1, 1)
    assert desks.put("N").status_code == 200


@pytest.mark.rule("SEAT-15", "SEAT-1")
def test_close_that_arrives_after_the_next_start_ends_nothing(desks: Desks) -> None:
    """SS-19."""
    desks.pool("O", 1, members="MN")
    desks.put("M")
    held_back = desks.seats["M"]
    assert desks.start("M").status_code == 200
    assert desks.close("M", held_back) == 204
    assert desks.taken() == (1, 1)
    assert desks.put("N").status_code == 409
    assert desks.put("M").status_code == 200


@pytest.mark.rule("SEAT-2", "SEAT-12")
def test_each_pool_has_its_turn_and_a_seat_given_stays(desks: Desks) -> None:
    """SS-21. Own pool full, the oldest membership blocked, the next one full, the last one free."""
    desks.pool("O", 1)
    for owner, years in (("X", 6), ("Y", 4), ("W", 2)):
        desks.pool(owner, 1)
        desks.lab.member(owner, "O", days_ago=365 * years)
    desks.person("Z")
    desks.lab.member("Y", "Z")
    _block(desks, "X", "O")
    assert [desks.put(name).status_code for name in ("O1", "O2", "Z")] == [200] * 3
    third = desks.put("O3").json()["license"]
    assert (third["owner"]["name"], third["policy"]) == ("W", "member")
    assert _counts(desks) == [1, 0, 1, 1]
    assert desks.close("O3") == 204
    assert desks.close("Z") == 204
    assert desks.start("O3").json()["license"]["owner"]["name"] == "Y"
    for _ in range(10):
        assert desks.put("O3").json()["license"]["owner"]["name"] == "Y"
    assert _counts(desks) == [1, 0, 1, 0]
    desks.log_out("O1")
    desks.log_out("O2")
    assert desks.put("O3").json()["license"]["owner"]["name"] == "Y"
    assert _counts(desks) == [0, 0, 1, 0]


@pytest.mark.rule("SEAT-2", "SEAT-7")
def test_refusal_lists_every_pool_with_its_reason(desks: Desks) -> None:
    """SS-21, with the last pool full as well: all were tried, in their order."""
    desks.pool("O", 1)
    for owner, years in (("X", 6), ("Y", 4)):
        desks.pool(owner, 1)
        desks.lab.member(owner, "O", days_ago=365 * years)
    _block(desks, "X", "O")
    for name in ("O1", "O2", "Y1"):
        desks.put(name)
    refusal = desks.put("O3").json()
    assert refusal["code"] == "seats-exhausted"
    assert [(each["owner"]["name"], each["reason"]) for each in refusal["tried"]] == [
        ("O", "seats-exhausted"),
        ("X", "membership-blocked"),
        ("Y", "seats-exhausted"),
    ]


@pytest.mark.rule("SEAT-0", "APP-3")
def test_license_page_and_owners_list_count_alike(desks: Desks) -> None:
    desks.pool("O", 3, members="MN")
    for name in ("O1", "O2", "M"):
        desks.put(name)
    assert desks.taken_as_shown("O1") == desks.taken_as_shown("N") == 2
    assert desks.taken() == (2, 3)


def _day_of(desks: Desks, instant: str) -> int:
    from contract.wire import decode
    from contract.wire.message import Instant

    return (decode(f'"{instant}"', Instant) - desks.began) // timedelta(days=1)


def _without_answer(desks: Desks, name: str, method: str, path: str, body: object = None) -> None:
    """The connection breaks after the deed: nobody reads what came back."""
    desks.call(name, method, path, body)


def _block(desks: Desks, owner: str, member: str) -> None:
    membership = desks.person(member).memberships.get(owner=desks.person(owner))
    membership.blocked_at = desks.clock()
    membership.save()


def _counts(desks: Desks) -> list[int]:
    return [desks.taken(owner)[0] for owner in "OXYW"]
