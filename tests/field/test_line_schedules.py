"""Schedules of people who wait in line for a seat, over HTTP, on one clock (SEAT-7)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from tests.fakes.desks import Desks

if TYPE_CHECKING:
    from pytest_django.plugin import SettingsWrapper


@pytest.fixture
def three_in_line(desks: Desks, settings: SettingsWrapper) -> Desks:
    """M has the one seat; A, B and C wait for it. An offer is held for three minutes."""
    settings.TERMS = replace(settings.TERMS, line_offer_minutes=3)
    desks.pool("O", 1, members="MABC")
    assert desks.put("M").status_code == 200
    assert [_ahead(desks, name) for name in "ABC"] == [0, 1, 2]
    return desks


@pytest.mark.rule("SEAT-7", "SEAT-0")
def test_people_in_line_are_served_in_the_order_of_coming(three_in_line: Desks) -> None:
    desks = three_in_line
    assert desks.line("B").json() == {"place": 2, "ahead": 1, "next_contact_in": 20}
    assert desks.close("M") == 204
    assert desks.taken() == (0, 1)
    assert _codes(desks, "CBM") == ["seats-exhausted"] * 3
    offer = desks.line("A").json()
    assert offer["place"] == 1
    assert "offered_until" in offer
    assert desks.taken() == (1, 1) == (desks.taken_as_shown("C"), 1)
    assert _codes(desks, "O") == ["seats-exhausted"]
    assert desks.put("A").status_code == 200
    assert (_ahead(desks, "B"), desks.taken()) == (0, (1, 1))


@pytest.mark.rule("SEAT-7")
def test_whoever_lets_an_offer_pass_stands_behind_the_others(three_in_line: Desks) -> None:
    desks = three_in_line
    desks.close("M")
    assert "offered_until" in desks.line("A").json()
    desks.at(minutes=2, seconds=59)
    assert "offered_until" not in desks.line("B").json()
    desks.at(minutes=3)
    assert "offered_until" in desks.line("B").json()
    assert _ahead(desks, "A") == 1
    assert desks.leave_line("B") == 204
    assert "offered_until" in desks.line("A").json()


@pytest.mark.rule("SEAT-7")
def test_silent_person_is_passed_over_and_not_forgotten(three_in_line: Desks) -> None:
    desks = three_in_line
    desks.at(minutes=2)
    assert [_ahead(desks, name) for name in "CB"] == [0, 0]
    desks.close("M")
    assert "offered_until" in desks.line("B").json()
    assert "offered_until" not in desks.line("A").json()
    assert desks.put("B").status_code == 200
    assert desks.close("B") == 204
    assert "offered_until" in desks.line("A").json()


@pytest.mark.rule("SEAT-7")
def test_there_is_nothing_to_wait_for_with_a_seat_or_without_a_pool(desks: Desks) -> None:
    desks.pool("O", 1, members="M")
    desks.person("Z")
    refusal = desks.line("M")
    assert (refusal.status_code, refusal.json()["code"]) == (409, "seat-free")
    refusal = desks.line("Z")
    assert (refusal.status_code, refusal.json()["code"]) == (403, "line-not-offered")


def _ahead(desks: Desks, name: str) -> int:
    answer = desks.line(name)
    assert answer.status_code == 200, answer.content
    return int(answer.json()["ahead"])


def _codes(desks: Desks, names: str) -> list[str]:
    return [desks.put(name).json().get("code", "") for name in names]
