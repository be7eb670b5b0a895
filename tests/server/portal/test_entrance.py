"""Registering, signing in, the page that waits for the mail, resetting (ACC-2 to ACC-5)."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.cast import ADA, BEN, Person
from tests.server.portal.conftest import code_of, words

NEW = {"name": "Fay Ngũgĩ", "email": "fay@lab.example", "password1": "fay-carries-two-kites"}
FAY = Person(NEW["name"], NEW["email"], NEW["password1"])


@pytest.mark.rule("ACC-1", "ACC-2")
def test_after_registering_one_page_alone_is_shown(client: Client, db, mailoutbox) -> None:
    landed = client.post("/register", NEW, follow=True)
    assert (landed.request["PATH_INFO"], len(mailoutbox)) == ("/confirm", 1)
    for text in ("fay@lab.example", "Resend email", "Log out"):
        assert text in words(landed)
    for path in ("/licenses", "/profile", "/organization/", "/login", "/register"):
        assert client.get(path, follow=True).request["PATH_INFO"] == "/confirm"


@pytest.mark.rule("ACC-2")
def test_looking_at_the_mailed_link_confirms_nothing(client: Client, db, mailed) -> None:
    client.post("/register", NEW)
    robot = Client()
    assert [robot.head(mailed()).status_code, robot.get(mailed()).status_code] == [200, 200]
    assert robot.get(mailed()).headers["Referrer-Policy"] == "no-referrer"
    assert client.get("/licenses", follow=True).request["PATH_INFO"] == "/confirm"
    assert client.post(mailed(), follow=True).request["PATH_INFO"] == "/licenses"


@pytest.mark.rule("ACC-2")
def test_confirming_in_another_browser_is_seen_at_the_next_click(client, db, mailed) -> None:
    client.post("/register", NEW)
    other = Client()
    assert other.post(mailed(), follow=True).request["PATH_INFO"] == "/login"
    assert "_auth_user_id" not in other.session  # a robot that presses the button gets nowhere
    assert client.get("/confirm", follow=True).request["PATH_INFO"] == "/licenses"


@pytest.mark.rule("ACC-2")
def test_confirming_link_works_once(client: Client, db, mailed) -> None:
    client.post("/register", NEW)
    client.post(mailed())
    again = Client().get(mailed())
    assert (again.status_code, code_of(again)) == (409, "link-ended")


@pytest.mark.rule("ACC-2")
def test_waiting_page_sends_again_and_logs_out(client: Client, db, mailoutbox) -> None:
    from django.core.cache import cache

    client.post("/register", NEW)
    cache.clear()  # half a minute later
    assert "Sent once more" in words(client.post("/confirm", {"do": "resend"}, follow=True))
    assert len(mailoutbox) == 2
    client.post("/confirm", {"do": "log-out"})
    assert client.get("/confirm", follow=True).request["PATH_INFO"] == "/login"


@pytest.mark.rule("ACC-5")
def test_registering_a_known_address_looks_the_same(client, ada, mailoutbox) -> None:
    known = client.post("/register", NEW | {"email": ADA.email}, follow=True)
    fresh = Client().post("/register", NEW, follow=True)
    assert words(known).replace(ADA.email, "?") == words(fresh).replace(FAY.email, "?")
    assert "already" in mailoutbox[0].subject
    assert "Please confirm" in mailoutbox[1].subject


@pytest.mark.rule("ACC-5")
def test_reset_answers_alike_and_its_link_works_once(client, ada, mailoutbox, mailed) -> None:
    asked = [
        words(Client().post("/profile/reset-password", {"email": email}, follow=True))
        for email in (ADA.email, "nobody@lab.example")
    ]
    assert asked[0] == asked[1]
    link = [m for m in mailoutbox if m.to == [ADA.email]][-1].body.split("http")[1].split()[0]
    path = "/" + link.split("/", 3)[3]
    assert Client().get(path, follow=True).status_code == 200  # a robot looks first
    page = client.get(path, follow=True)
    client.post(page.request["PATH_INFO"], {"password1": "ada-counts-nine-lamps"})
    assert client.login(email=ADA.email, password="ada-counts-nine-lamps")
    assert code_of(Client().get(path, follow=True)) == "link-ended"


@pytest.mark.rule("ACC-3", "SAFE-1")
def test_wrong_password_is_told_in_plain_words(client: Client, ada) -> None:
    refused = client.post("/login", {"login": ADA.email, "password": "wrong-as-can-be"})
    assert "The email address or the password is not right." in words(refused)
    assert code_of(refused) == "credentials-invalid"


@pytest.mark.rule("ACC-4")
def test_block_says_until_when_and_leaves_others_alone(client, ada, ben) -> None:
    for _ in range(10):
        client.post("/login", {"login": ADA.email, "password": "wrong-as-can-be"})
    blocked = client.post("/login", {"login": ADA.email, "password": ADA.password})
    assert (code_of(blocked), "in 30 minutes, at" in words(blocked)) == ("sign-in-blocked", True)
    assert (blocked.status_code, int(blocked.headers["Retry-After"]) > 1700) == (429, True)
    elsewhere = Client(REMOTE_ADDR="192.0.2.7")
    for browser, person in ((elsewhere, ADA), (client, BEN)):
        done = browser.post("/login", {"login": person.email, "password": person.password})
        assert done.headers["Location"] == "/licenses"


@pytest.mark.rule("SAFE-1")
@pytest.mark.parametrize(
    ("path", "form", "status"),
    [
        ("/login", {"login": ADA.email, "password": "not-this-one"}, 403),
        ("/login", {"login": "", "password": ""}, 422),
        ("/register", {"name": "Fay", "email": "no address", "password1": "x"}, 422),
        ("/profile/reset-password", {"email": "no address"}, 422),
        ("/profile/reset-password/1-abc-def/", {"password1": "x"}, 409),
    ],
)
def test_form_that_is_not_taken_does_not_answer_ok(client: Client, ada, path, form, status) -> None:
    assert client.post(path, form, follow=True).status_code == status


@pytest.mark.rule("SAFE-5")
@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example", "/\\evil.example"])
def test_next_never_leaves_this_site(client: Client, ada, target: str) -> None:
    form = {"login": ADA.email, "password": ADA.password, "next": target}
    assert client.post("/login", form).headers["Location"] == "/licenses"


@pytest.mark.rule("SAFE-6")
@pytest.mark.parametrize("name", ["", " ", "a\u202eb", "a\x07b", "x" * 61, "\u200e"])
def test_names_nobody_could_read_are_refused(client, db, name: str, mailoutbox) -> None:
    refused = client.post("/register", NEW | {"name": name})
    assert (refused.status_code, mailoutbox) == (422, [])
    assert 'aria-invalid="true"' in refused.content.decode()


@pytest.mark.rule("PORT-3", "ACC-6")
def test_registering_in_german_sends_a_german_mail(client: Client, db, mailoutbox) -> None:
    client.post("/register", NEW, headers={"Accept-Language": "de-AT,de;q=0.9"})
    assert mailoutbox[0].subject == "Bitte bestätigen Sie Ihre Adresse für Memo Editor"
    assert "Freundliche Grüße" in mailoutbox[0].body
