"""What every call of the API keeps: refusals as problem documents, limits, languages, versions."""

from __future__ import annotations

import json

import pytest
from django.test import Client

from contract.problems import PROBLEMS, Code
from server.accounts.models import Account
from server.rulebook.facts import Refusal
from tests.cast import ADA
from tests.server.conftest import Api, Computer

pytestmark = pytest.mark.django_db


def test_meta_says_who_and_how(api: Api) -> None:
    response = api("GET", "/meta")
    told = response.json()
    assert response.status_code == 200
    assert told.keys() == {
        "issuer",
        "product",
        "portal",
        "sign_in",
        "minimum_version",
        "server_time",
    }
    assert (told["product"], told["sign_in"], told["server_time"][-1]) == (
        "memo-editor",
        ["password"],
        "Z",
    )


@pytest.mark.rule("SAFE-1")
@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/nothing/here", 404),
        ("GET", "/session/", 404),
        ("PATCH", "/session", 405),
        ("POST", "/meta", 405),
        ("OPTIONS", "/meta", 405),
    ],
)
def test_what_is_not_there_is_a_problem_document(
    api: Api, method: str, path: str, status: int
) -> None:
    response = api(method, path)
    told = response.json()
    assert response.headers["Content-Type"] == "application/problem+json"
    assert told["code"] == ("not-found" if status == 404 else "method-not-allowed")
    assert (response.status_code, told["status"], told["type"].endswith(told["code"])) == (
        status,
        status,
        True,
    )


@pytest.mark.rule("SAFE-1")
@pytest.mark.parametrize(
    ("body", "errors"),
    [
        ("", [{"pointer": "", "code": "malformed"}]),
        ("{", [{"pointer": "", "code": "malformed"}]),
        ("[]", [{"pointer": "", "code": "invalid"}]),
        ("null", [{"pointer": "", "code": "invalid"}]),
        ('{"email": 1}', [{"pointer": "/email", "code": "invalid"}]),
        ("{}", [{"pointer": "/device", "code": "required"}]),
        ('{"device": {"id": 1}}', [{"pointer": "/device/id", "code": "invalid"}]),
        ('{"email": "\\u0000"}', [{"pointer": "", "code": "invalid"}]),
        ('{"email": "\\ud800"}', [{"pointer": "", "code": "malformed"}]),
        ("[" * 30_000, [{"pointer": "", "code": "malformed"}]),
        (b"\xff\xfe{}", [{"pointer": "", "code": "malformed"}]),
    ],
)
def test_malformed_bodies_are_refused_with_their_place(
    client: Client, body: str | bytes, errors: list[dict[str, str]]
) -> None:
    response = client.post("/api/v1/session", data=body, content_type="application/json")
    assert (response.status_code, response.json()["code"]) == (422, "invalid-input")
    assert response.json()["errors"] in (errors, [{"pointer": "", "code": "invalid"}])


@pytest.mark.rule("SAFE-1")
@pytest.mark.parametrize("size", [64 * 1024 + 1, 10_000_000])
def test_bodies_over_64_kib_are_refused_unread(client: Client, size: int) -> None:
    response = client.post("/api/v1/session", data=b" " * size, content_type="application/json")
    assert (response.status_code, response.json()["code"]) == (413, "too-large")


def test_unknown_members_are_ignored(api: Api, ada: Account, computer: Computer) -> None:
    device = computer.told | {"colour": "green"}
    body = {"email": ADA.email, "password": ADA.password, "device": device, "later": {"a": [1]}}
    assert api("POST", "/session", body).status_code == 201


@pytest.mark.parametrize(
    ("asked", "language"),
    [
        ("de-AT,de;q=0.9,en;q=0.5", "de"),
        ("es", "es"),
        ("fr,ja", "en"),
        ("", "en"),
        ("*", "en"),
        ("x" * 4000, "en"),
    ],
)
def test_details_are_told_in_the_language_asked_for(api: Api, asked: str, language: str) -> None:
    response = api("GET", "/license", **{"Accept-Language": asked})
    assert response.headers["Content-Language"] == language


def test_details_differ_between_languages_once_compiled(api: Api, monkeypatch) -> None:
    from server.api import language

    class German:
        def gettext(self, text: str) -> str:
            return f"auf Deutsch: {text}"

    monkeypatch.setattr(language, "_catalog", lambda code: German())
    detail = api("GET", "/license", **{"Accept-Language": "de"}).json()["detail"]
    assert detail.startswith("auf Deutsch: Your session")


@pytest.mark.parametrize(
    ("agent", "status"),
    [
        ("Seatkeeper/0.0.9 (linux)", 426),
        ("Seatkeeper/0 (windows)", 426),
        ("Seatkeeper/0.1.0 (linux)", 200),
        ("Seatkeeper/0.1 (macos)", 200),
        ("Seatkeeper/10.0 (linux)", 200),
        ("curl/8", 200),
        ("Seatkeeper/x", 200),
    ],
)
def test_desktops_that_are_too_old_are_told_so(api: Api, agent: str, status: int) -> None:
    response = api("GET", "/meta", **{"User-Agent": agent})
    assert response.status_code == status
    if status == 426:
        told = response.json()
        assert (told["minimum"], told["download"][:8]) == ("0.1.0", "https://")


@pytest.mark.rule("SAFE-1", "SAFE-2")
@pytest.mark.logs("failed, error id")
def test_unexpected_error_tells_its_id_and_nothing_else(api: Api, monkeypatch, caplog) -> None:
    from server.api import meta

    def broken() -> None:
        raise RuntimeError("the innards: R-4F7-0B1-9C2-E85-D36-A51")

    monkeypatch.setattr(meta, "brand", broken)
    response = api("GET", "/meta")
    told = response.json()
    assert (response.status_code, told["code"]) == (500, "internal")
    assert "innards" not in response.text
    assert told["instance"] in caplog.text


@pytest.mark.logs("failed, error id")
def test_database_that_does_not_answer_is_maintenance(api: Api, monkeypatch) -> None:
    from django.db import OperationalError

    from server.api import meta

    def busy() -> None:
        raise OperationalError("database is locked")

    monkeypatch.setattr(meta, "now", busy)
    response = api("GET", "/meta")
    assert (response.status_code, response.json()["code"]) == (503, "maintenance")
    assert response.headers["Retry-After"] == str(response.json()["retry_after"])


def test_no_session_cookie_or_csrf_stands_in_the_way(ada: Account, computer: Computer) -> None:
    strict = Client(enforce_csrf_checks=True)
    response = Api(strict).sign_in(ADA, computer)
    assert (response.status_code, dict(response.cookies)) == (201, {})


@pytest.mark.rule("SAFE-5")
def test_answers_are_neither_cached_nor_framed_nor_sniffed(api: Api) -> None:
    headers = api("GET", "/meta").headers
    assert (headers["Cache-Control"], headers["X-Content-Type-Options"]) == ("no-store", "nosniff")
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]


def test_operators_are_answered(client: Client) -> None:
    assert [client.get(path).content for path in ("/healthz", "/readyz")] == [b"ok\n", b"ok\n"]


@pytest.mark.parametrize("code", list(Code))
def test_every_refusal_has_a_sentence_and_a_status(code: Code, rf) -> None:
    from server.api.problems import problem_response

    response = problem_response(Refusal(code), rf.get("/api/v1/x"))
    told = json.loads(response.content)
    assert response.status_code == PROBLEMS[code].status
    assert told["detail"]


@pytest.mark.rule("ACC-2")
def test_confirmation_mail_is_answered_the_same_for_everybody(api: Api, people, mailoutbox) -> None:
    people(ADA, confirmed=False)
    addresses = (ADA.email, "nobody@lab.example", ADA.email, "no address at all")
    answers = [api("POST", "/account/confirmation-mail", {"email": each}) for each in addresses]
    assert {(each.status_code, each.content) for each in answers} == {(202, b"")}
    assert [mail.to for mail in mailoutbox] == [[ADA.email]]
