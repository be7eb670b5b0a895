"""What another site, or whoever is on the way, could try with a person's browser and mails."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from server.accounts.mails import send
from server.accounts.models import Account
from server.outbox.models import Mail
from tests.cast import ADA, BEN
from tests.fakes.rows import nothing_changes
from tests.server.portal.test_foreign_hands import ACTS, EVE, Theirs
from tests.server.portal.test_foreign_hands import theirs as theirs

Enter = Callable[..., Client]
NEW = {"name": EVE.name, "email": EVE.email, "password1": EVE.password}

ELSEWHERE = [
    "https://evil.example/", "//evil.example", "/\\evil.example", "///evil.example",
    "http:evil.example", "/\t/evil.example", "javascript:evil", "https://testserver@evil.example/",
    "\x01//evil.example",
]  # fmt: skip


@pytest.mark.rule("SAFE-5")
@pytest.mark.logs("CSRF token")
def test_no_form_of_another_site_is_taken(enter: Enter, theirs: Theirs) -> None:
    """Each address of the portal, by whoever is signed in there and might do it."""
    browser = enter(ADA)
    browser.handler.enforce_csrf_checks = True
    others = {"csrfmiddlewaretoken": Client().get("/login").cookies["csrftoken"].value}
    paths = [theirs.path(name) for name in ACTS]
    paths += ["/register", "/login", "/logout", "/profile/reset-password", "/confirm", "/language"]
    with nothing_changes():
        for path in [*paths, "/licenses/trial", f"/join/{theirs.ids['code']}", "/offline/validate"]:
            for form in ({}, others):
                assert browser.post(path, form).status_code in (403, 405), path
    assert "_auth_user_id" in browser.session


@pytest.mark.rule("SAFE-5")
def test_no_address_acts_by_being_opened(enter: Enter, theirs: Theirs) -> None:
    """By the owner, who may do all of it: only a button does it."""
    for person in (ADA, BEN):
        browser = enter(person)
        with nothing_changes():
            for name in ACTS:
                for ask in (browser.get, browser.head):
                    assert ask(theirs.path(name), theirs.form(name)).status_code < 500


@pytest.mark.rule("SAFE-5")
@pytest.mark.parametrize("target", ELSEWHERE)
def test_way_on_leads_to_this_site_wherever_it_stands(
    enter: Enter, ada: Account, people, mailed, target: str
) -> None:
    inside, outside = enter(ADA), Client()
    form = {"login": ADA.email, "password": ADA.password, "next": target}
    answers = [
        Client().post("/login", form),
        Client().post("/login?next=" + target, form),
        inside.get("/login", {"next": target}),
        inside.get("/register", {"next": target}),
        inside.post("/language", {"language": "de", "next": target}),
        outside.post("/register", {**NEW, "next": target}),
        outside.get("/login", {"next": target}),
        outside.post(mailed(), {"next": target}, follow=False),
        inside.post("/logout", {"next": target}),
    ]
    assert {each.status_code for each in answers} == {302}
    assert {each.url for each in answers} <= {"/", "/licenses", "/confirm", "/login"}
    assert not [each for each in answers if "evil" in str(each.serialize_headers())]


@pytest.mark.rule("SAFE-2", "SAFE-5")
def test_session_from_before_the_sign_in_is_nobodys(ada: Account) -> None:
    """Whoever planted a cookie knows no session of the person who then signs in."""
    browser = Client()
    browser.post("/register", NEW)
    planted = browser.cookies["seatkeeper"].value
    browser.post("/confirm", {"do": "log-out"})
    browser.post("/login", {"login": ADA.email, "password": ADA.password})
    own = browser.cookies["seatkeeper"].value
    assert own != planted
    assert not _is_signed_in(planted)
    assert _is_signed_in(own)
    browser.post("/logout")
    assert not _is_signed_in(own)


@pytest.mark.rule("SAFE-2", "ACC-5")
@pytest.mark.parametrize("how", ["changed", "reset"])
def test_new_password_signs_every_other_browser_out(
    enter: Enter, ada: Account, mailed, how: str
) -> None:
    here, there = enter(ADA), enter(ADA)
    new = {"password1": "a-new-one-of-words"}
    if how == "changed":
        here.post("/profile/password", {"oldpassword": ADA.password, **new})
        assert here.get("/licenses").status_code == 200
    else:
        here.post("/logout")
        here.post("/profile/reset-password", {"email": ADA.email})
        here.post(here.get(mailed(), follow=True).request["PATH_INFO"], new)
    assert there.get("/licenses").status_code == 302


@pytest.mark.rule("AIR-11", "ACC-4")
def test_password_asked_for_again_is_guessed_ten_times_at_most(
    enter: Enter, ada: Account, sold, keys, request_text: str, move_clock
) -> None:
    """By whoever found the browser open: counted like sign-ins, and blocked with them."""
    sold("commercial", 1, owner=ada)
    browser = enter(ADA)
    move_clock(minutes=6)
    for word in [*(f"guess-{n}" for n in range(10)), ADA.password]:
        page = browser.post("/offline/validate", {"request": request_text, "password": word})
        assert page.status_code in (401, 403, 422, 429), page.status_code
    assert (
        Client().post("/login", {"login": ADA.email, "password": ADA.password}).status_code != 302
    )


@pytest.mark.rule("SAFE-2", "ACC-5")
@pytest.mark.parametrize("named", ["Host", "X-Forwarded-Host", "X-Original-URL", "Forwarded"])
def test_no_mail_leads_where_a_request_said_it_came_to(
    people, settings, mailoutbox: list, named: str
) -> None:
    settings.ALLOWED_HOSTS = ["*"]
    people(ADA)
    people(BEN, confirmed=False)
    forged = {"headers": {named: "host=evil.example" if named == "Forwarded" else "evil.example"}}
    for each in (ADA, BEN, EVE):
        Client().post("/profile/reset-password", {"email": each.email}, **forged)
    for each in (ADA, EVE):
        Client().post("/register", {**NEW, "email": each.email}, **forged)
    body = {"data": {"email": BEN.email}, "content_type": "application/json"}
    Client().post("/api/v1/account/confirmation-mail", **body, **forged)
    assert len(mailoutbox) == 6
    for mail in mailoutbox:
        assert "evil.example" not in mail.message().as_string()
        assert f"{settings.ADDRESS}/" in mail.body


@pytest.mark.rule("SAFE-6")
def test_nobody_writes_headers_into_a_mail(client: Client, ada: Account, mailoutbox: list) -> None:
    """No address has a second line, a name is put into one, and so is a subject."""
    line = "\r\nBcc: all@lab.example"
    client.post("/register", NEW | {"email": EVE.email + line})
    client.post("/profile/reset-password", {"email": ADA.email + line})
    assert not Mail.objects.exists()
    client.post("/register", NEW | {"name": "Eve" + line})
    assert Account.objects.get(email=EVE.email).name == "Eve Bcc: all@lab.example"
    mailoutbox.clear()
    send("account/email/password_reset_key", ADA.email, {"brand": {"product_name": "Memo" + line}})
    message = mailoutbox[0].message()
    assert message["Subject"].endswith("Memo Bcc: all@lab.example")
    assert (message["Bcc"], message["To"]) == (None, ADA.email)


def _is_signed_in(cookie: str) -> bool:
    browser = Client()
    browser.cookies["seatkeeper"] = cookie
    return bool(browser.get("/licenses").status_code == 200)
