"""A mail filter opens each link before the person does: the person's own click still works."""

from __future__ import annotations

import pytest
from allauth.account.models import EmailAddress
from django.test import Client

from server.accounts.models import Account
from server.organizations.models import Membership, Organization
from tests.cast import ADA, BEN
from tests.server.accounts.test_flows import EVE, link_in, register, sign_in


def robot_opens(link: str) -> None:
    """As they are met: a look, two fetches from elsewhere, a browser that follows and runs
    scripts and keeps cookies. One of them sends the form as it finds it, empty."""
    for address in ("198.51.100.7", "203.0.113.9"):
        Client(REMOTE_ADDR=address).head(link)
        Client(REMOTE_ADDR=address).get(link)
    browser = Client(REMOTE_ADDR="203.0.113.9", headers={"User-Agent": "Mozilla/5.0"})
    last = browser.get(link, follow=True).request["PATH_INFO"]
    browser.get(last)
    if "reset-password" in link:
        browser.post(last, {})


@pytest.mark.rule("ACC-2")
def test_confirmation_link_works_after_a_robot(client: Client, mailoutbox: list) -> None:
    register(client, EVE)
    link = link_in(mailoutbox[0])
    robot_opens(link)
    assert not EmailAddress.objects.get().verified
    assert client.get(link).status_code == 200
    client.post(link)
    assert EmailAddress.objects.get().verified
    assert client.get("/licenses").status_code == 200


@pytest.mark.rule("ACC-5")
def test_reset_link_works_after_a_robot(ada: Account, client: Client, mailoutbox: list) -> None:
    client.post("/profile/reset-password", {"email": ADA.email})
    link = link_in(mailoutbox[0])
    robot_opens(link)
    ada.refresh_from_db()
    assert ada.check_password(ADA.password)
    page = client.get(link, follow=True)
    client.post(page.request["PATH_INFO"], {"password1": "a-new-one-of-words"})
    assert sign_in(Client(), ADA, "a-new-one-of-words")


@pytest.mark.rule("ORG-1", "SAFE-5")
def test_invite_address_works_after_a_robot(ada: Account, ben: Account, sold) -> None:
    sold("educational", 2, owner=ada)
    link = f"/join/{Organization.objects.get().invite_code}"
    robot_opens(link)
    Client().post(link)
    browser = Client()
    sign_in(browser, BEN)
    robot_opens(link)
    assert browser.get(link).status_code == 200
    assert not Membership.objects.exists()
    browser.post(link)
    assert [each.member for each in Membership.objects.all()] == [ben]
