"""`/offline/validate` (AIR-2, AIR-3, AIR-5, AIR-7, AIR-11)."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from contract.offline_files import Response, check_code, read_response
from tests.cast import ADA, CLEO
from tests.server.portal.conftest import code_of, new_request, words

HERE = "/offline/validate"


@pytest.fixture
def perpetual(cleo, keys, sold):
    return sold("commercial", 2, owner=cleo)


def bound_count() -> int:
    from server.seats.models import Place

    return Place.objects.filter(bound_at__isnull=False).count()


def saved(browser: Client) -> bytes:
    file = browser.get(f"{HERE}/response")
    assert file.headers["Content-Disposition"].endswith('.seatkeeper"')
    return file.content


@pytest.mark.rule("AIR-2", "AIR-11")
def test_page_says_what_will_be_bound_and_binds_nothing(enter, perpetual, request_text) -> None:
    page = enter(CLEO).get(HERE, {"request": request_text})
    for text in (
        check_code(request_text),
        perpetual.license_id,
        "Commercial license",
        "Windows",
        "0.1.0",
        "Nov. 20, 2026",
        "This is for good.",
        "a computer in front of you",
    ):
        assert text in words(page)
    assert (bound_count(), page.headers["Referrer-Policy"]) == (0, "no-referrer")


@pytest.mark.rule("AIR-11")
@pytest.mark.parametrize(
    ("created", "year"),
    [("9999-12-31T23:59:59+00:00", "9999"), ("0001-01-01T00:00:00+00:00", "0001")],
)
def test_date_of_a_strange_clock_is_shown_not_judged(enter, perpetual, created, year) -> None:
    request = new_request(Ed25519PrivateKey.generate(), created=datetime.fromisoformat(created))
    page = enter(CLEO).get(HERE, {"request": request})
    assert (page.status_code, f", {year}, " in words(page)) == (200, True), words(page)


@pytest.mark.rule("AIR-3", "AIR-6")
def test_accepting_gives_a_file_and_the_same_one_again(enter, perpetual, request_text) -> None:
    browser = enter(CLEO)
    done = browser.post(HERE, {"request": request_text}, follow=True)
    assert "What to do next" in words(done)
    first = saved(browser)
    assert isinstance(read_response(first), Response)
    again = browser.get(HERE, {"request": request_text})
    assert "This computer is bound already." in words(again)
    browser.post(HERE, {"request": request_text})
    assert (saved(browser), bound_count()) == (first, 1)


@pytest.mark.rule("AIR-2")
def test_request_survives_signing_in(client: Client, perpetual, request_text) -> None:
    """FC-37: the request travels in the query, where a sign-in can keep it."""
    asked = client.get(HERE, {"request": request_text})
    page = client.get(asked.headers["Location"])
    target = f"{HERE}?request={request_text}"
    assert f'name="next" value="{target}"' in page.content.decode()
    form = {"login": CLEO.email, "password": CLEO.password, "next": target}
    assert check_code(request_text) in words(client.post("/login", form, follow=True))


@pytest.mark.rule("AIR-2")
def test_request_survives_a_session_that_ended_meanwhile(client: Client, db, request_text) -> None:
    asked = client.post(HERE, {"request": request_text})
    assert request_text in asked.headers["Location"]


@pytest.mark.rule("AIR-2", "ACC-2")
def test_request_survives_registering_and_confirming_elsewhere(
    db, keys, request_text, mailed
) -> None:
    here, there = Client(), Client()
    target = f"{HERE}?request={request_text}"
    form = {"name": "Fay", "email": "fay@lab.example", "password1": "fay-carries-two-kites"}
    here.post("/register", form | {"next": target})
    there.post(mailed())
    assert here.get("/confirm").headers["Location"] == target
    assert len(target) < 2000


@pytest.mark.rule("AIR-2")
def test_account_can_be_changed_without_losing_the_request(enter, ada, request_text) -> None:
    browser = enter(ADA)
    page = browser.get(HERE, {"request": request_text})
    assert "Signed in as ada@lab.example." in words(page)
    sent = browser.post(f"{HERE}/other-account", {"request": request_text}, follow=True)
    assert sent.request["PATH_INFO"] == "/login"
    assert f"{HERE}?request={request_text}" in sent.content.decode()


@pytest.mark.rule("AIR-11")
def test_old_sign_in_asks_for_the_password_again(
    enter, perpetual, request_text, move_clock
) -> None:
    browser = enter(CLEO)
    move_clock(minutes=6)
    assert "Your password, once more" in words(browser.get(HERE, {"request": request_text}))
    refused = browser.post(HERE, {"request": request_text})
    assert (refused.status_code, code_of(refused)) == (403, "sign-in-too-old")
    wrong = browser.post(HERE, {"request": request_text, "password": "wrong-as-can-be"})
    assert (code_of(wrong), bound_count()) == ("credentials-invalid", 0)
    browser.post(HERE, {"request": request_text, "password": CLEO.password})
    assert bound_count() == 1


@pytest.mark.rule("AIR-2")
def test_request_file_is_taken_as_an_upload(enter, perpetual, request_text) -> None:
    page = f'<html><a id="request" href="https://x{HERE}?request={request_text}">go</a></html>'
    file = SimpleUploadedFile("request.html", page.encode(), "text/html")
    landed = enter(CLEO).post(HERE, {"file": file}, follow=True)
    assert check_code(request_text) in words(landed)


@pytest.mark.rule("AIR-7", "SAFE-1")
@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "damaged or incomplete"),
        (b"x" * (64 * 1024 + 1), "too large to be a request"),
        (b'{"format": 1, "kind": "response", "nonce": "x"}', "This is a response file"),
        (b'{"format": 1, "kind": "return", "return": "x"}', "This return file is damaged"),
        (b"<html><p>Shopping list</p></html>", "This is not a request file."),
    ],
)
def test_each_wrong_upload_has_its_own_words(enter, perpetual, content: bytes, sentence) -> None:
    file = SimpleUploadedFile("x.html", content)
    refused = enter(CLEO).post(HERE, {"file": file})
    assert (refused.status_code, sentence in words(refused)) == (422, True), words(refused)


@pytest.mark.rule("AIR-7")
def test_what_is_far_too_large_is_refused_unread(enter, perpetual) -> None:
    file = SimpleUploadedFile("film.html", b"x" * 300_000)
    refused = enter(CLEO).post(HERE, {"file": file})
    assert (refused.status_code, "That is too large" in words(refused)) == (413, True)


@pytest.mark.rule("AIR-7", "AIR-5", "SAFE-1")
def test_each_refusal_has_its_plain_sentence(
    enter, ada, keys, perpetual, sold, request_text
) -> None:
    key = Ed25519PrivateKey.generate()
    assert code_of(enter(ADA).get(HERE, {"request": new_request(key)})) == "no-license"
    sold("educational", 1, owner=ada, last_day=date(2099, 1, 1))
    assert code_of(enter(ADA).get(HERE, {"request": new_request(key)})) == "license-not-perpetual"
    enter(CLEO).post(HERE, {"request": request_text})
    assert code_of(enter(ADA).get(HERE, {"request": request_text})) == "device-bound-elsewhere"
    other = new_request(key, product="other-editor")
    assert code_of(enter(CLEO).get(HERE, {"request": other})) == "product-unknown"
    assert code_of(enter(CLEO).get(HERE, {"request": request_text[:-9]})) == "request-damaged"


@pytest.mark.rule("SAFE-5")
def test_response_of_one_browser_is_not_anothers(enter, perpetual, request_text) -> None:
    enter(CLEO).post(HERE, {"request": request_text})
    assert enter(CLEO).get(f"{HERE}/response").status_code == 302
