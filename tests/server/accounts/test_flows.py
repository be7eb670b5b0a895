"""Register, confirm, reset on the portal, as far as the account is concerned."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from server.accounts.confirm import confirm, make_link, read_link
from server.accounts.models import Account, Session, SignInFailures
from server.rulebook.facts import Refusal
from tests.cast import ADA, BEN, Person
from tests.server.conftest import Api, Computer

pytestmark = pytest.mark.django_db

EVE = Person("Eve", "eve@lab.example", "eve-opens-eleven-doors")


def register(client: Client, person: Person):
    form = {"name": person.name, "email": person.email, "password1": person.password}
    return client.post("/register", form)


def sign_in(client: Client, person: Person, password: str = "") -> bool:
    client.post("/login", {"login": person.email, "password": password or person.password})
    return "_auth_user_id" in client.session


def link_in(mail) -> str:
    """The path of the one link that a mail has."""
    parts = urlsplit(re.search(r"https?://\S+", mail.body)[0])
    return parts.path + (f"?{parts.query}" if parts.query else "")


@pytest.mark.rule("ACC-1", "ACC-2")
def test_registering_makes_an_account_that_waits_for_its_mail(client: Client, mailoutbox) -> None:
    register(client, ADA)
    account = Account.objects.get(email=ADA.email)
    assert (account.name, account.language) == (ADA.name, "")
    assert re.fullmatch(r"A-[0-9A-F]{3}-[0-9A-F]{3}", account.public_id)
    assert [mail.to for mail in mailoutbox] == [[ADA.email]]
    assert not EmailAddress.objects.get(user=account).verified
    assert not sign_in(Client(), ADA)


@pytest.mark.rule("ACC-2")
def test_link_confirms_by_a_press_and_not_by_being_looked_at(client: Client, mailoutbox) -> None:
    register(client, ADA)
    link, scanner = link_in(mailoutbox[0]), Client()
    scanner.head(link)
    assert [scanner.get(link).status_code for _ in range(2)] == [200, 200]
    assert not EmailAddress.objects.get().verified
    Client().post(link)
    assert EmailAddress.objects.get().verified
    assert sign_in(Client(), ADA)


@pytest.mark.rule("ACC-2")
def test_pressing_the_button_signs_nobody_else_in(client: Client, mailoutbox) -> None:
    register(client, ADA)
    scanner = Client()
    scanner.post(link_in(mailoutbox[0]))
    assert "_auth_user_id" not in scanner.session


@pytest.mark.rule("ACC-2")
def test_link_works_once_and_ends_by_the_clock(people, move_clock) -> None:
    people(ADA, confirmed=False)
    people(BEN, confirmed=False)
    first, second = (make_link(address) for address in EmailAddress.objects.order_by("id"))
    assert isinstance(confirm(first), Account)
    assert isinstance(confirm(first), Refusal)
    move_clock(hours=71)
    assert not isinstance(read_link(second), Refusal)
    move_clock(hours=2)
    assert isinstance(confirm(second), Refusal)


@pytest.mark.rule("ACC-2", "SAFE-1")
@pytest.mark.parametrize("key", ["", "x", "W10:x", "W10", "a:b:c", "\x00"])
def test_damaged_links_are_refused(db: None, key: str) -> None:
    assert isinstance(read_link(key), Refusal)


@pytest.mark.rule("ACC-2")
def test_link_of_an_address_that_changed_is_ended(people) -> None:
    account = people(ADA, confirmed=False)
    key = make_link(EmailAddress.objects.get())
    EmailAddress.objects.filter(user=account).update(email="new@lab.example")
    assert isinstance(confirm(key), Refusal)


@pytest.mark.rule("ACC-5")
def test_registering_a_known_address_answers_the_same_and_mails_its_owner(
    ada: Account, mailoutbox
) -> None:
    known, unknown = register(Client(), ADA), register(Client(), EVE)
    assert (known.status_code, known.url) == (unknown.status_code, unknown.url)
    assert [mail.to for mail in mailoutbox] == [[ADA.email], [EVE.email]]
    ada.refresh_from_db()
    assert ada.check_password(ADA.password)


@pytest.mark.rule("ACC-5")
def test_registering_costs_as_many_hashes_either_way(ada: Account, monkeypatch) -> None:
    """However often: a mail is sent once in half a minute, a hash is made each time."""
    hashes, counts = count_hashes(monkeypatch), []
    for person in (ADA, ADA, EVE, EVE):
        register(Client(), person)
        counts.append(hashes.pop("n"))
    assert counts == [1, 1, 1, 1]


@pytest.mark.rule("ACC-5")
def test_reset_does_the_same_work_with_and_without_an_account(
    ada: Account, mailoutbox, monkeypatch
) -> None:
    Client().post("/profile/reset-password", {"email": "first@lab.example"})  # opens, caches
    mailoutbox.clear()
    hashes, counts = count_hashes(monkeypatch), []
    for email in (ADA.email, "nobody@lab.example"):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            response = Client().post("/profile/reset-password", {"email": email})
        counts.append((response.status_code, response.url, hashes.pop("n", 0), len(queries)))
    assert counts[0] == counts[1]
    assert [mail.to for mail in mailoutbox] == [[ADA.email], ["nobody@lab.example"]]


def count_hashes(monkeypatch) -> dict[str, int]:
    counted: dict[str, int] = {}
    original = Argon2PasswordHasher.encode

    def encode(self, password: str, salt: str) -> str:
        counted["n"] = counted.get("n", 0) + 1
        return original(self, password, salt)

    monkeypatch.setattr(Argon2PasswordHasher, "encode", encode)
    return counted


@pytest.mark.rule("ACC-5", "ACC-4")
def test_reset_link_sets_a_password_once_and_ends_blocks_and_tokens(
    ada: Account, mailoutbox, api: Api, computer: Computer
) -> None:
    api.sign_in(ADA, computer)
    for _ in range(10):
        sign_in(Client(), ADA, "not-this-one")
    assert not sign_in(Client(), ADA)
    Client().post("/profile/reset-password", {"email": ADA.email})
    browser = Client()
    page = browser.get(link_in(mailoutbox[0]), follow=True)
    browser.post(page.request["PATH_INFO"], {"password1": "a-new-one-of-words"})
    assert sign_in(Client(), ADA, "a-new-one-of-words")
    assert not Session.objects.exists()
    again = Client().get(link_in(mailoutbox[0]), follow=True)
    assert "password1" not in again.content.decode()


@pytest.mark.rule("ACC-5")
def test_looking_at_a_reset_link_uses_nothing_up(ada: Account, mailoutbox) -> None:
    Client().post("/profile/reset-password", {"email": ADA.email})
    link = link_in(mailoutbox[0])
    Client().head(link)
    for _ in range(2):
        Client().get(link, follow=True)
    assert "password1" in Client().get(link, follow=True).content.decode()


@pytest.mark.rule("ACC-5")
def test_reset_link_ends_by_the_clock(ada: Account, mailoutbox, move_clock) -> None:
    Client().post("/profile/reset-password", {"email": ADA.email})
    move_clock(hours=2, seconds=2)
    page = Client().get(link_in(mailoutbox[0]), follow=True)
    assert "password1" not in page.content.decode()


def test_password_change_ends_the_tokens_of_devices_and_keeps_the_browser(
    ada: Account, client: Client, api: Api, computer: Computer
) -> None:
    api.sign_in(ADA, computer)
    browser = Client()
    sign_in(browser, ADA)
    form = {"oldpassword": ADA.password, "password1": "another-one-of-words"}
    browser.post("/profile/password", form)
    ada.refresh_from_db()
    assert ada.check_password("another-one-of-words")
    assert "_auth_user_id" in browser.session
    assert api("GET", "/license").json()["code"] == "token-invalid"


@pytest.mark.rule("ACC-4")
def test_portal_blocks_after_ten_failures_and_a_success_forgives(ada: Account) -> None:
    for _ in range(9):
        sign_in(Client(), ADA, "not-this-one")
    assert sign_in(Client(), ADA)
    assert not SignInFailures.objects.exists()
    for _ in range(10):
        sign_in(Client(), ADA, "not-this-one")
    assert not sign_in(Client(), ADA)


@pytest.mark.rule("SAFE-2")
def test_links_in_mails_name_this_server_whatever_the_request_said(
    ada: Account, mailoutbox, settings
) -> None:
    settings.ALLOWED_HOSTS = ["*"]
    Client().post("/profile/reset-password", {"email": ADA.email}, headers={"Host": "evil.example"})
    assert "evil.example" not in mailoutbox[0].body
    assert f"{settings.ADDRESS}/profile/reset-password/" in mailoutbox[0].body


@pytest.mark.rule("ACC-1")
@pytest.mark.parametrize("password", ["short", "password123", "ada@lab.example", "x" * 300])
def test_weak_passwords_are_refused(client: Client, password: str) -> None:
    register(client, Person(ADA.name, ADA.email, password))
    assert not Account.objects.exists()


@pytest.mark.rule("ACC-1")
def test_addresses_are_the_same_in_any_case(ada: Account) -> None:
    assert sign_in(Client(), Person(ADA.name, ADA.email.upper(), ADA.password))


@pytest.mark.rule("ACC-3", "ACC-5")
def test_password_is_the_same_however_a_keyboard_composes_it(
    client: Client, api: Api, computer: Computer, mailoutbox
) -> None:
    """Registered with ü as one sign, typed with u and its dots; and the other way round."""
    one, two = "f\u00fcnf-L\u00f6ffel-im-Regen", "fu\u0308nf-Lo\u0308ffel-im-Regen"
    register(client, Person(EVE.name, EVE.email, one))
    Client().post(link_in(mailoutbox[0]))
    for password in (one, two):
        assert sign_in(Client(), EVE, password)
        assert api.sign_in(Person(EVE.name, EVE.email, password), computer).status_code == 201
    account = Account.objects.get()
    account.set_password(two)
    assert account.check_password(one)
