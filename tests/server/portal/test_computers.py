"""`/computers`: one's own (SEAT-14, PRI-1)."""

from __future__ import annotations

import pytest

from server.seats.models import Place
from tests.cast import ADA, BEN
from tests.server.portal.conftest import code_of, words


@pytest.fixture
def computer(ada, sold, sit) -> str:
    sold("educational", 2, owner=ada)
    return sit(ada)


@pytest.mark.rule("SEAT-14", "PRI-1")
def test_computers_are_known_by_platform_and_nickname_alone(enter, computer) -> None:
    browser = enter(ADA)
    assert f"Linux {computer[:6]} In use" in words(browser.get("/computers"))
    browser.post("/computers/name", {"computer": computer, "name": "In the cellar"})
    assert "In the cellar In use" in words(browser.get("/computers"))
    browser.post("/computers/name", {"computer": computer, "name": " "})
    assert Place.objects.get().nickname == ""


@pytest.mark.rule("SAFE-6")
def test_nickname_with_hidden_signs_is_refused(enter, computer) -> None:
    refused = enter(ADA).post("/computers/name", {"computer": computer, "name": "a\u202eb"})
    assert (refused.status_code, code_of(refused)) == (422, "name-invalid")


@pytest.mark.rule("SEAT-14", "SAFE-5")
def test_lost_computer_gives_its_seat_up_by_a_button(enter, computer) -> None:
    from server.seats.show import pools_of

    browser = enter(ADA)
    asked = words(browser.get(f"/computers/free/{computer}"))
    assert "Possible 3 more times within a year." in asked
    assert len(pools_of(Place.objects.get().account)[0].places) == 1
    done = browser.post(f"/computers/free/{computer}", follow=True)
    assert "The seat is given up." in words(done)
    assert "No computer holds a seat of yours" in words(done)


@pytest.mark.rule("SEAT-14")
def test_computers_of_others_are_nobodys(enter, computer, ben) -> None:
    refused = enter(BEN).post(f"/computers/free/{computer}")
    assert (refused.status_code, code_of(refused)) == (404, "not-found")
    assert Place.objects.get().closed_at is None


@pytest.mark.rule("SEAT-14")
def test_fourth_lost_computer_in_a_year_is_support_s(enter, ada, sold, sit) -> None:
    sold("educational", 8, owner=ada)
    browser = enter(ADA)
    for _ in range(3):
        browser.post(f"/computers/free/{sit(ada)}")
    refused = browser.post(f"/computers/free/{sit(ada)}")
    assert (refused.status_code, code_of(refused)) == (429, "release-limit-reached")
    assert "The next one is possible on " in words(refused)
