"""The profile and the language switch (ACC-6, PORT-3)."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.cast import ADA
from tests.server.portal.conftest import words


@pytest.mark.rule("ACC-6")
def test_profile_shows_the_account_id_and_changes_the_name(enter, ada) -> None:
    browser = enter(ADA)
    assert ada.public_id in words(browser.get("/profile"))
    browser.post("/profile", {"name": "Ada B. Lindqvist", "language": "en"})
    ada.refresh_from_db()
    assert ada.name == "Ada B. Lindqvist"


@pytest.mark.rule("ACC-6", "SAFE-6")
def test_profile_refuses_a_name_with_hidden_signs(enter, ada) -> None:
    refused = enter(ADA).post("/profile", {"name": "A\u202eda", "language": "de"})
    ada.refresh_from_db()
    assert (refused.status_code, ada.name, ada.language) == (422, ADA.name, "")


@pytest.mark.rule("ACC-6", "PORT-3")
def test_language_of_the_profile_follows_to_another_browser(enter, ada) -> None:
    saved = enter(ADA).post("/profile", {"name": ADA.name, "language": "es"}, follow=True)
    assert "Guardado." in words(saved)
    assert "Mis licencias" not in words(enter(ADA).get("/licenses"))  # she has none
    assert "Activar licencia" in words(enter(ADA).get("/licenses"))


@pytest.mark.rule("ACC-6", "PORT-3")
def test_english_that_was_chosen_stays_in_a_german_browser(enter, ada) -> None:
    german = {"Accept-Language": "de"}
    assert "Lizenz aktivieren" in words(enter(ADA).get("/licenses", headers=german))
    enter(ADA).post("/profile", {"name": ADA.name, "language": "en"})
    assert "Activate License" in words(enter(ADA).get("/licenses", headers=german))


@pytest.mark.rule("ACC-6", "PORT-3")
def test_profile_offers_the_language_that_the_page_speaks(enter, ada) -> None:
    page = enter(ADA).get("/profile", headers={"Accept-Language": "de"})
    assert '<option value="de" selected>' in page.content.decode()


@pytest.mark.rule("PORT-3", "SAFE-5")
def test_language_is_switched_by_a_post_and_stays_here(client: Client, db) -> None:
    client.get("/language", {"language": "de"})
    assert "What to tell us" in words(client.get("/support"))
    switched = client.post("/language", {"language": "de", "next": "/support"})
    assert switched.headers["Location"] == "/support"
    assert "Was Sie uns nennen sollten" in words(client.get("/support"))
    away = client.post("/language", {"language": "es", "next": "https://evil.example/"})
    assert away.headers["Location"] == "/"


@pytest.mark.rule("ACC-6")
def test_password_is_changed_with_the_current_one(enter, ada) -> None:
    browser = enter(ADA)
    new = {"oldpassword": "not-this-one-no", "password1": "ada-counts-nine-lamps"}
    assert "errorlist" in browser.post("/profile/password", new).content.decode()
    changed = browser.post("/profile/password", new | {"oldpassword": ADA.password}, follow=True)
    assert changed.request["PATH_INFO"] == "/profile"
    assert "Your new password is saved." in words(changed)
