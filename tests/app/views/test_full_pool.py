"""No seat is free, or one's own went elsewhere: what a person can do about it (SEAT-7, SEAT-14)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from PySide6.QtGui import QDesktopServices

from app.language import spoken
from app.license.events import OfferPassed, OfferTaken, TryAgainAsked, WaitAsked
from app.license.picture import ReadOnlyWhy, Ready, Waiting
from app.views.gallery_scenes import AT, BEN, FULL, OWN_FULL, license, member, online, read_only
from app.views.look import Look
from app.views.parts.countdown import Countdown

WHY = ReadOnlyWhy
EXHAUSTED = online(read_only(WHY.SEATS_EXHAUSTED, refusal=FULL), account=BEN, license=None)


@pytest.fixture
def opened(monkeypatch) -> list[str]:
    addresses: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: addresses.append(url.toString()))
    return addresses


@pytest.mark.rule("SEAT-7")
def test_full_pool_leads_into_the_waiting_line_first(show) -> None:
    shown = show(EXHAUSTED)
    assert shown.button("Wait in line").property("kind") == "primary"
    shown.press("Wait in line")
    shown.press("Try again")
    assert shown.still.posted == [WaitAsked(), TryAgainAsked()]


@pytest.mark.rule("SEAT-14")
def test_own_full_pool_leads_to_the_own_computers(show, opened: list[str]) -> None:
    shown = show(online(read_only(WHY.SEATS_EXHAUSTED, refusal=OWN_FULL)))
    shown.press("My computers")
    assert opened == ["https://license.example.com/computers"]


@pytest.mark.rule("SEAT-7")
@pytest.mark.parametrize(
    ("ahead", "said"),
    [(0, "You are next."), (1, "1 person is ahead of you."), (3, "3 people are ahead of you.")],
)
def test_line_says_how_many_are_ahead(show, ahead: int, said: str) -> None:
    waiting = Waiting(ahead + 1, ahead, refusal=FULL)
    assert said in show(online(waiting, account=BEN, license=None)).texts()


@pytest.mark.rule("SEAT-7")
def test_offer_counts_down_and_is_taken_or_let_pass(show) -> None:
    waiting = Waiting(1, 0, AT + timedelta(minutes=4, seconds=5), FULL)
    shown = show(online(waiting, account=BEN, license=None))
    assert "4:05" in shown.texts()
    shown.press("Take the seat")
    shown.press("Let it pass")
    assert shown.still.posted == [OfferTaken(), OfferPassed()]


@pytest.mark.rule("SEAT-7", "APP-9")
def test_countdown_is_read_out_a_minute_before_its_end(qapp, look: Look, monkeypatch) -> None:
    told: list[str] = []
    monkeypatch.setattr("app.views.parts.countdown.announce", lambda _w, words: told.append(words))
    now = [AT]
    countdown = Countdown(look, AT + timedelta(minutes=2), lambda: now[0])
    shown = []
    for seconds in (30, 59, 60, 90, 500):
        now[0] = AT + timedelta(seconds=seconds)
        countdown.draw()
        shown.append(countdown._shown.text())
    assert (shown, told) == (["1:30", "1:01", "1:00", "0:30", "0:00"], ["1 minute left"])
    countdown.deleteLater()


@pytest.mark.rule("SEAT-11", "SEAT-12", "SEAT-13")
@pytest.mark.parametrize(
    ("why", "first", "also"),
    [
        (WHY.FREED, "Try again", "Wait in line"),
        (WHY.POOL_SHRANK, "Try again", "Wait in line"),
        (WHY.MEMBERSHIP_BLOCKED, "Write to the owner", "Try again"),
        (WHY.MEMBERSHIP_ENDED, "Write to the owner", "Try again"),
        (WHY.TAKEN_OVER, "Try again", "Write to the owner"),
    ],
)
def test_lost_seat_names_first_what_helps(show, why: WHY, first: str, also: str) -> None:
    shown = show(member(read_only(why)))
    kinds = [shown.button(words).property("kind") for words in (first, also)]
    assert kinds == ["primary", "quiet"]


@pytest.mark.rule("APP-2")
@pytest.mark.parametrize(
    ("taken", "said"),
    [(1, "1 seat is free."), (2, "All seats are in use at present."), (None, "A seat is taken")],
)
def test_welcome_says_how_many_seats_are_free(show, taken: int | None, said: str) -> None:
    spoken.use("en")
    assert said in show(online(Ready(), license=license(seats_in_use=taken))).texts()
