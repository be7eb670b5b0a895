"""What every page has (PORT-2, SAFE-5), pages for what went wrong, and a sentence for each code."""

from __future__ import annotations

import re

import pytest
from django.test import Client, RequestFactory
from django.utils import translation

from contract.problems import Code
from tests.cast import ADA
from tests.server.portal.conftest import words

PAGES = (
    "/licenses",
    "/profile",
    "/profile/password",
    "/organization/",
    "/computers",
    "/support",
    "/offline/validate",
)
ENTRANCE = (
    "/login",
    "/register",
    "/profile/reset-password",
    "/profile/reset-password/sent",
    "/profile/reset-password/done",
    "/join/I-9D4-1C6-0E2-B57",
    "/offline/return",
    "/support",
)


@pytest.mark.rule("PORT-2")
def test_every_page_shows_account_language_support_and_terms(enter, ada) -> None:
    browser = enter(ADA)
    for path in PAGES:
        page = browser.get(path)
        for text in (
            ada.public_id,
            "English Deutsch Español",
            "Support",
            "Privacy policy",
            "Terms",
        ):
            assert text in words(page), (path, text)


@pytest.mark.rule("PORT-2", "PORT-3")
def test_page_below_another_marks_the_way_to_it(enter, ada) -> None:
    page = enter(ADA).get("/profile/password").content.decode()
    assert re.findall(r'href="(\S+)" aria-current="(\w+)">', page) == [("/profile", "true")]


@pytest.mark.rule("PORT-2", "PORT-3")
@pytest.mark.parametrize("language", ["en", "de", "es"])
def test_every_page_opens_in_each_language(enter, ada, language: str) -> None:
    said = {"Accept-Language": language}
    for browser, paths in ((enter(ADA), PAGES), (Client(), ENTRANCE)):
        for path in paths:
            page = browser.get(path, headers=said)
            assert (page.status_code, f'<html lang="{language}">' in page.content.decode()) == (
                200,
                True,
            ), path


@pytest.mark.rule("SAFE-5")
def test_pages_cannot_be_framed_nor_run_foreign_script(client: Client, db) -> None:
    page = client.get("/login")
    policy = page.headers["Content-Security-Policy"]
    assert page.headers["X-Frame-Options"] == "DENY"
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert not re.search(r"\sstyle=|\son\w+=|<style", page.content.decode())


@pytest.mark.rule("SAFE-5")
@pytest.mark.logs("CSRF token missing")
def test_acting_without_a_token_does_nothing(enter, ada) -> None:
    browser = enter(ADA)
    browser.handler.enforce_csrf_checks = True
    for path in ("/profile", "/licenses/enter", "/licenses/trial", "/logout", "/offline/validate"):
        refused = browser.post(path, {"name": "Mallory", "language": "en"})
        assert (refused.status_code, "open for too long" in words(refused)) == (403, True), path
    ada.refresh_from_db()
    assert ada.name == ADA.name


@pytest.mark.rule("SAFE-1", "SAFE-5")
def test_missing_page_is_told_in_the_same_dress(client: Client, db) -> None:
    missing = client.get("/nothing/here", headers={"Accept-Language": "de"})
    assert (missing.status_code, "Hier ist nichts" in words(missing)) == (404, True)


@pytest.mark.rule("SAFE-1")
def test_each_fault_has_its_page_and_tells_nothing_more() -> None:
    from django.core.exceptions import RequestDataTooBig

    from server.portal import errors

    request = RequestFactory().get("/")
    pages = [
        errors.failed(request),
        errors.bad_request(request),
        errors.forbidden(request),
        errors.bad_request(request, RequestDataTooBig("secret")),
    ]
    assert [page.status_code for page in pages] == [500, 400, 403, 413]
    assert not any("secret" in page.content.decode() for page in pages)


@pytest.mark.rule("SAFE-1", "PORT-3")
@pytest.mark.parametrize("language", ["de", "es"])
def test_every_code_has_a_sentence_in_every_language(language: str) -> None:
    from server.portal.refusals import FAULTS, GENERAL, RETURN_FAULTS, SENTENCES

    said = [*SENTENCES.values(), *FAULTS.values(), *RETURN_FAULTS.values(), GENERAL]
    with translation.override(language):
        here = [str(part) for pair in said for part in pair if part]
    with translation.override("en"):
        english = [str(part) for pair in said for part in pair if part]
    assert [text for text, source in zip(here, english, strict=True) if text == source] == []


@pytest.mark.rule("SAFE-1")
def test_refusal_of_any_code_can_be_said() -> None:
    from server.portal.refusals import say
    from server.rulebook.facts import Refusal

    assert all("%(" not in f"{(said := say(Refusal(code))).sentence}{said.advice}" for code in Code)


@pytest.mark.rule("PORT-3")
def test_look_carries_the_brand_and_may_be_kept(client: Client, db) -> None:
    from server.config.brand import brand
    from server.portal.look import address

    sheet = client.get(address("portal.css"))
    assert f"--accent:{brand().tokens['light']['accent']};" in sheet.content.decode()
    assert f"--accent:{brand().tokens['dark']['accent']};" in sheet.content.decode()
    assert "immutable" in sheet.headers["Cache-Control"]
    assert client.get("/look/x/secrets.toml").status_code == 404
