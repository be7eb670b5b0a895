"""Signed-in browsers in the database (SAFE-2)."""

from __future__ import annotations

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from tests.cast import ADA


@pytest.fixture
def browser(ada) -> Client:
    client = Client()
    client.post("/login", {"login": ADA.email, "password": ADA.password})
    return client


def is_signed_in(client: Client) -> bool:
    return client.get("/profile").status_code == 200


@pytest.mark.rule("SAFE-2")
def test_cookie_of_a_browser_stands_nowhere_in_the_database(browser: Client) -> None:
    cookie = browser.cookies["seatkeeper"].value
    rows = list(Session.objects.values_list("session_key", "session_data"))
    assert is_signed_in(browser)
    assert len(rows) == 1
    assert all(cookie not in text for row in rows for text in row)


@pytest.mark.rule("SAFE-2")
def test_what_the_database_holds_signs_nobody_in(browser: Client) -> None:
    thief = Client()
    thief.cookies["seatkeeper"] = Session.objects.get().session_key
    assert (is_signed_in(thief), is_signed_in(browser)) == (False, True)


@pytest.mark.rule("SAFE-2")
def test_logging_out_leaves_no_session_behind(browser: Client) -> None:
    cookie = browser.cookies["seatkeeper"].value
    browser.post("/logout")
    late = Client()
    late.cookies["seatkeeper"] = cookie
    assert not is_signed_in(late)
    assert not Session.objects.exists()
