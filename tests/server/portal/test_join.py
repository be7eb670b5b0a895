"""`/join/CODE` (ORG-1, ORG-13, SAFE-4, SAFE-5)."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from django.test import Client

from tests.cast import ADA, BEN
from tests.server.portal.conftest import code_of, words
from tests.server.portal.test_entrance import NEW


@pytest.fixture
def address(ada, sold) -> str:
    from server.organizations.models import Organization

    sold("educational", 2, owner=ada)
    return f"/join/{Organization.objects.get(owner=ada).invite_code}"


def members(owner) -> list[str]:
    from server.organizations.members import members_of

    return [member.email for member in members_of(owner)]


@pytest.mark.rule("ORG-1", "SAFE-5")
def test_page_shows_whose_and_what_they_will_see_before_the_button(
    enter, ada, ben, address
) -> None:
    browser = enter(BEN)
    page = browser.get(address)
    for text in (ADA.name, ADA.email, BEN.name, BEN.email, ben.public_id, "Accept and join"):
        assert text in words(page)
    assert (members(ada), page.headers["Referrer-Policy"]) == ([], "no-referrer")
    assert "You can now use the licenses of Ada Lindqvist." in words(
        browser.post(address, follow=True)
    )
    assert members(ada) == [BEN.email]


@pytest.mark.rule("ORG-1")
def test_invitation_survives_signing_in(client: Client, ada, ben, address) -> None:
    page = client.get(address)
    assert ADA.name not in words(page)
    assert f"/login?next={quote(address, safe='')}" in page.content.decode()
    form = {"login": BEN.email, "password": BEN.password, "next": address}
    assert client.post("/login", form).headers["Location"] == address


@pytest.mark.rule("ORG-1", "ACC-2")
def test_invitation_survives_registering_and_confirming(client, ada, address, mailed) -> None:
    client.post("/register", NEW | {"next": address})
    assert Client().post(mailed()).headers["Location"] == f"/login?next={quote(address, safe='')}"
    assert client.get("/confirm", follow=True).request["PATH_INFO"] == address


@pytest.mark.rule("ORG-1", "ACC-2")
def test_invitation_opened_while_waiting_for_the_mail_is_kept(client, ada, address, mailed) -> None:
    client.post("/register", NEW)
    assert client.get(address, follow=True).request["PATH_INFO"] == "/confirm"
    assert client.post(mailed(), follow=True).request["PATH_INFO"] == address


@pytest.mark.rule("ORG-13")
def test_own_code_is_refused_with_the_reason(enter, ada, address) -> None:
    refused = enter(ADA).get(address)
    assert (refused.status_code, code_of(refused)) == (409, "own-invite-code")


@pytest.mark.rule("ORG-1", "ORG-4")
def test_member_and_blocked_member_are_told_so(enter, ada, ben, address) -> None:
    from server.organizations.block import block

    browser = enter(BEN)
    browser.post(address)
    assert code_of(browser.get(address)) == "already-member"
    block(ada, ben.public_id)
    assert code_of(browser.post(address)) == "membership-blocked"


@pytest.mark.rule("SAFE-4")
def test_unknown_code_gets_the_one_answer(enter, ben) -> None:
    refused = enter(BEN).get("/join/I-9D4-1C6-0E2-B57")
    assert (refused.status_code, code_of(refused)) == (404, "key-unknown")
