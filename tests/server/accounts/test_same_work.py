"""Whether an address has an account shows neither in an answer nor in the work for it (ACC-5)."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.db import connection
from django.http import HttpResponse
from django.template import Template
from django.test import Client
from django.test.utils import CaptureQueriesContext

from server.accounts.models import Account
from server.organizations.models import Organization
from server.organizations.replace_code import replace_code
from server.outbox import mails
from server.outbox.models import Mail
from tests.cast import ADA, BEN
from tests.server.conftest import Api, Computer

COMPUTER = Computer(Ed25519PrivateKey.from_private_bytes(bytes(32)))
STRANGER, WARM = "nobody@lab.example", "warm@lab.example"
WRITES = ("INSERT", "UPDATE", "DELETE")
READS = 3  # of rows by an index: so many more or fewer are a tenth of a millisecond


@dataclass(frozen=True)
class Work:
    """What a request came to, and what it cost: passwords hashed, texts made, rows written."""

    answer: tuple[object, ...]
    hashes: int
    texts: int
    writes: list[str]
    reads: int


@pytest.fixture
def work(monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[[], HttpResponse]], Work]:
    done: list[str] = []

    def count(kind: object, name: str, what: str) -> None:
        real = getattr(kind, name)

        def counted(*args: object, **more: object) -> object:
            done.append(what)
            return real(*args, **more)

        monkeypatch.setattr(kind, name, counted)

    count(Argon2PasswordHasher, "encode", "hash")
    count(Argon2PasswordHasher, "verify", "hash")
    count(Template, "render", "text")
    count(mails, "seal", "text")

    def of(ask: Callable[[], HttpResponse]) -> Work:
        done.clear()
        with CaptureQueriesContext(connection) as queries:
            answer = ask()
        said = [each["sql"].replace('"', "").split() for each in queries]
        writes = [f"{words[0]} {words[2]}" for words in said if words[0] in WRITES]
        reads = sum(words[0] == "SELECT" for words in said)
        return Work(_plain(answer), done.count("hash"), done.count("text"), writes, reads)

    return of


def _plain(answer: HttpResponse) -> tuple[object, ...]:
    """Without what differs from one request to the next: tokens, error ids, the address itself."""
    page = re.sub(
        r'value="\w{64}"|"instance":"[^"]*"|\w+@lab.example|I(-\w{3}){4}',
        "",
        answer.content.decode(),
    )
    return (answer.status_code, answer.headers.get("Location"), page)


def ask_for_the_mail(email: str) -> HttpResponse:
    return Api(Client())("POST", "/account/confirmation-mail", {"email": email})


def register(email: str) -> HttpResponse:
    form = {"name": "Eve", "email": email, "password1": "eve-opens-eleven-doors"}
    return Client().post("/register", form)


def reset(email: str) -> HttpResponse:
    return Client().post("/profile/reset-password", {"email": email})


def sign_in(email: str) -> HttpResponse:
    return Client().post("/login", {"login": email, "password": "not-this-one"})


def sign_in_a_computer(email: str) -> HttpResponse:
    body = {"email": email, "password": "not-this-one", "device": COMPUTER.told}
    return Api(Client())("POST", "/session", body)


@pytest.mark.rule("ACC-2", "ACC-3", "ACC-5")
@pytest.mark.parametrize("door", [ask_for_the_mail, register, reset, sign_in, sign_in_a_computer])
def test_address_with_and_without_an_account_costs_the_same(
    door: Callable[[str], HttpResponse], people, work
) -> None:
    people(ADA)
    people(BEN, confirmed=False)
    door(WARM)  # makes what is made once
    costs = [work(lambda each=each: door(each)) for each in (ADA.email, BEN.email, STRANGER)]
    unknown = costs.pop()
    for known in costs:
        assert replace(known, reads=unknown.reads) == unknown
        assert abs(known.reads - unknown.reads) <= READS


@pytest.mark.rule("ACC-2", "ACC-5")
def test_mail_written_for_nobody_is_kept_by_nobody(people, mailoutbox: list) -> None:
    people(BEN, confirmed=False)
    for email in (STRANGER, BEN.email, "no address at all"):
        assert ask_for_the_mail(email).status_code == 202
    assert [mail.to for mail in mailoutbox] == [[BEN.email]]
    register(BEN.email)
    assert [each.email for each in Account.objects.all()] == [BEN.email]
    assert {each.to for each in Mail.objects.all()} == {BEN.email}


@pytest.mark.rule("SAFE-4", "ORG-2")
def test_code_that_is_unknown_or_replaced_costs_the_same(ada, ben, sold, work) -> None:
    sold("educational", 2, ada)
    replaced = Organization.objects.get().invite_code
    replace_code(ada)
    browser = Client()
    browser.force_login(ben)
    browser.get("/join/I-9D4-1C6-0E2-B58")  # makes what is made once
    first, second = (
        work(lambda code=code: browser.get(f"/join/{code}"))
        for code in (replaced, "I-9D4-1C6-0E2-B57")
    )
    assert first.answer[0] == 404
    assert first == second
