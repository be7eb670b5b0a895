"""Rows of the events table in docs/states.md: the line."""

from __future__ import annotations

from datetime import timedelta

import pytest

from app.license import errands as do
from app.license import events as e
from app.license.picture import (
    Intent,
    Picture,
    ReadOnlyWhy,
    Ready,
    Refusal,
    Use,
    Waiting,
)
from tests.app.license.pictures import (
    busy,
    picture,
)
from tests.app.license.rows.rows import FILE, LATER, after
from tests.fakes.clock import START


@pytest.mark.rule("SEAT-7")
def test_line_is_joined_left_and_stood_in_again() -> None:
    asked, errands = after(picture("seats-exhausted"), e.WaitAsked())
    assert type(errands[0]) is do.StandInLine
    waits, _ = after(asked, e.LineAnswered(asked.generation, 2, 1, LATER))
    assert (waits.standing.place, waits.standing.ahead) == (2, 1)
    passed, errands = after(picture("offered"), e.OfferPassed())
    assert type(errands[0]) is do.LeaveLine
    _, errands = after(passed, e.LineLeft(passed.generation))
    assert type(errands[0]) is do.StandInLine
    leaving, _ = after(waits, e.LeaveLineAsked())
    left, _ = after(leaving, e.LineLeft(leaving.generation))
    assert left.standing.why is ReadOnlyWhy.SEATS_EXHAUSTED


@pytest.mark.rule("SEAT-7")
def test_free_seat_is_taken_instead_of_standing_in_line() -> None:
    shown, errands = after(busy("waiting", Intent.WAIT), e.Refused(3, Refusal("seat-free")))
    assert errands == (do.AskSeat(shown.generation),)


@pytest.mark.rule("AIR-4", "APP-11")
def test_file_opened_while_starting_costs_no_contact() -> None:
    shown, _ = after(Picture(), e.DiskRead())
    judging, errands = after(shown, e.FileOpened(FILE))
    assert type(errands[0]) is do.JudgeResponse
    ready, _ = after(judging, e.SecretsRead(signed_in=True, device_known=True))
    told, _ = after(ready, e.Declined(ready.generation, "damaged"))
    asked, errands = after(told, e.Tick())
    assert (asked.standing, type(errands[0])) == (Ready(), do.AskLicense)


@pytest.mark.rule("SEAT-7")
def test_offer_is_taken_at_once_where_a_product_waits() -> None:
    before = busy("waiting", Intent.WAIT, use=Use(products=1))
    answer = e.LineAnswered(3, 1, 0, LATER, START + timedelta(minutes=5))
    shown, errands = after(before, answer)
    assert (shown.work.intent, type(errands[0])) == (Intent.TAKE_OFFER, do.AskSeat)


@pytest.mark.rule("SEAT-7")
def test_offer_that_is_over_leads_to_the_end_of_the_line() -> None:
    shown, errands = after(picture("offered"), e.Tick(), START + timedelta(minutes=5))
    assert isinstance(shown.standing, Waiting)
    assert (shown.standing.offered_until, type(errands[0])) == (None, do.StandInLine)
