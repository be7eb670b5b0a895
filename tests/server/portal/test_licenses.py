"""`/licenses`: the box, the trial, the cards (PORT-1, ID-4, LIC-3 to 6, TRI-1, 3, 5)."""

from __future__ import annotations

from datetime import date

import pytest

from tests.cast import ADA, BEN, DORA
from tests.server.portal.conftest import code_of, words

SECTIONS = ("Activate License", "Get a License", "Free Trial", "My Licenses", "My Invitations")


def headings(response) -> list[str]:
    page = response.content.decode()
    return [name for name in SECTIONS if f">{name}</h2>" in page]


@pytest.mark.rule("PORT-1", "ORG-6")
def test_fresh_account_sees_no_empty_section(enter, ada) -> None:
    page = enter(ADA).get("/licenses")
    assert headings(page) == ["Activate License", "Get a License"]
    assert "Welcome, Ada Lindqvist" in words(page)


@pytest.mark.rule("PORT-1")
def test_sections_stand_in_their_order(enter, ada, ben, sold) -> None:
    from server.licenses.request_trial import request_trial
    from server.organizations.join import add_member

    request_trial(ben)
    sold("student", owner=ben, last_day=date(2099, 1, 31))
    sold("educational", 2, owner=ada)
    add_member(ada, ben)
    page = enter(BEN).get("/licenses").content.decode()
    places = [page.index(f">{name}</h2>") for name in SECTIONS]
    assert places == sorted(places)


@pytest.mark.rule("LIC-3", "ID-2", "ID-4")
def test_key_is_activated_however_it_was_typed(enter, ada, sold) -> None:
    key = sold("educational", 2, last_day=date(2099, 9, 30), purchase_number="2026-7").license_key
    done = enter(ADA).post("/licenses/enter", {"text": f" {key.lower()}\u200b"}, follow=True)
    for text in (
        "The license is activated.",
        "Educational license",
        "0 of 2 seats in use",
        "Sept. 30, 2099",
        "2026-7",
        "Windows until Sept. 30, 2099",
    ):
        assert text in words(done)


@pytest.mark.rule("PORT-1", "SAFE-2")
def test_license_key_is_hidden_until_asked_for(enter, ada, sold) -> None:
    made = sold("educational", 2, owner=ada)
    browser = enter(ADA)
    assert made.license_key not in browser.get("/licenses").content.decode()
    shown = browser.post("/licenses/key", {"license": made.license_id})
    assert made.license_key in words(shown)
    assert "no-store" in shown.headers["Cache-Control"]


@pytest.mark.rule("LIC-4")
def test_same_account_gets_a_warning_and_another_an_error(enter, ada, ben, sold) -> None:
    key = sold("educational", 2, owner=ada).license_key
    again = enter(ADA).post("/licenses/enter", {"text": key}, follow=True)
    assert "You have activated this license already. Nothing was changed." in words(again)
    taken = enter(BEN).post("/licenses/enter", {"text": key})
    assert (taken.status_code, code_of(taken)) == (409, "license-taken")


@pytest.mark.rule("LIC-6", "SAFE-1")
def test_kinds_that_do_not_mix_are_named(enter, ada, sold) -> None:
    sold("educational", 2, owner=ada)
    refused = enter(ADA).post("/licenses/enter", {"text": sold("commercial").license_key})
    assert code_of(refused) == "license-kinds-differ"
    assert "This is: Commercial license. Your account holds: Educational license." in words(refused)


@pytest.mark.rule("ID-3", "ID-4", "SAFE-1")
@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "key-empty"),
        ("ABCDE-FGHIJ-KLMNO-PQRST-UVWXY", "key-older-version"),
        ("R-4F7-0B1-9C2-E85-D36-A51", "key-unknown"),
        ("I-9D4-1C6-0E2-B57", "key-unknown"),
        ("hello", "key-invalid"),
        ("0" * 1201, "key-invalid"),
    ],
)
def test_each_wrong_entry_has_its_own_words(enter, ada, text: str, code: str) -> None:
    refused = enter(ADA).post("/licenses/enter", {"text": text})
    assert (code_of(refused), headings(refused)[0]) == (code, "Activate License")


@pytest.mark.rule("SAFE-4")
def test_wrong_keys_are_slowed_after_twenty(enter, ada) -> None:
    browser = enter(ADA)
    for number in range(20):
        browser.post("/licenses/enter", {"text": f"R-000-000-000-000-000-{number:03}"})
    slowed = browser.post("/licenses/enter", {"text": "R-000-000-000-000-000-AAA"})
    assert (slowed.status_code, code_of(slowed)) == (429, "rate-limited")


@pytest.mark.rule("ID-4", "ORG-1")
def test_invite_code_in_the_box_leads_to_the_question(enter, ada, ben, sold) -> None:
    from server.organizations.models import Organization

    sold("educational", 2, owner=ada)
    code = Organization.objects.get(owner=ada).invite_code
    asked = enter(BEN).post("/licenses/enter", {"text": f"https://portal.example/join/{code}"})
    assert asked.headers["Location"] == f"/join/{code}"


@pytest.mark.rule("TRI-1", "TRI-5", "TRI-3")
def test_trial_is_one_click_and_not_two(enter, dora) -> None:
    browser = enter(DORA)
    page = browser.post("/licenses/trial", follow=True)
    assert headings(page) == ["Activate License", "Get a License", "Free Trial"]
    assert "5 of 5 days left" in words(page)
    again = browser.post("/licenses/trial")
    assert (again.status_code, code_of(again)) == (409, "trial-active")


@pytest.mark.rule("TRI-3")
def test_holder_of_a_license_is_not_offered_a_trial(enter, ada, sold) -> None:
    sold("educational", 2, owner=ada)
    browser = enter(ADA)
    assert "Request a free trial" not in words(browser.get("/licenses"))
    assert code_of(browser.post("/licenses/trial")) == "trial-license-held"


@pytest.mark.rule("ORG-6")
def test_member_sees_writes_to_and_leaves_an_organization(enter, ada, ben, sold) -> None:
    from server.organizations.join import add_member

    sold("educational", 2, owner=ada)
    add_member(ada, ben)
    browser = enter(BEN)
    page = browser.get("/licenses")
    assert "Ada Lindqvist Educational license" in words(page)
    assert f'href="mailto:{ADA.email}"' in page.content.decode()
    asked = browser.get(f"/licenses/leave/{ada.public_id}")
    assert "Leave the organization of Ada Lindqvist?" in words(asked)
    assert "My Invitations" in headings(browser.get("/licenses"))
    left = browser.post(f"/licenses/leave/{ada.public_id}", follow=True)
    assert "My Invitations" not in headings(left)


@pytest.mark.rule("PRI-1", "SAFE-6")
def test_names_that_people_typed_are_shown_as_text(enter, ada, ben, sold) -> None:
    from server.organizations.join import add_member

    ada.name = "<b>Ada</b> & {{ user }}"
    ada.save()
    sold("educational", 2, owner=ada)
    add_member(ada, ben)
    assert "&lt;b&gt;Ada&lt;/b&gt; &amp; {{ user }}" in enter(BEN).get("/licenses").content.decode()


@pytest.mark.rule("SAFE-1", "ORG-6")
def test_leaving_what_one_is_not_in_is_refused(enter, ada) -> None:
    refused = enter(ADA).post("/licenses/leave/A-0FF-1CE")
    assert (refused.status_code, code_of(refused)) == (403, "membership-ended")


@pytest.mark.rule("SAFE-4")
def test_box_that_is_closed_says_when_to_come_back(enter, ada, settings) -> None:
    from server.config.terms import Terms

    settings.TERMS = Terms(key_tries_account=1)
    browser = enter(ADA)
    for _ in range(2):
        refused = browser.post("/licenses/enter", {"text": "R-000-000-000-000-000-000"})
    assert (refused.status_code, code_of(refused)) == (429, "rate-limited")
    assert 3500 < int(refused.headers["Retry-After"]) <= 3600
