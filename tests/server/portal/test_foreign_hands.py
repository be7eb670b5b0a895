"""What is somebody else's: no address of the portal shows or changes it for another account.

Ada owns a license, Ben sits in it as her member; Cleo owns one as well, with Dora. Every address
that acts is tried with what is Ada's: by Cleo, by Ben, by nobody.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from django.test import Client

from server.accounts.models import Account
from server.organizations.join import add_member
from server.organizations.models import Organization
from server.portal.urls import urlpatterns
from server.seats.models import Place
from tests.cast import BEN, CLEO, Person
from tests.fakes.rows import nothing_changes

ACTS = {  # address by its name in urls.py -> the path, and what a form of it would say
    "show-key": ("/licenses/key", {"license": "{license}"}),
    "leave": ("/licenses/leave/{ada}", {}),
    "block": ("/organization/block", {"member": "{ben}"}),
    "unblock": ("/organization/unblock", {"member": "{ben}"}),
    "delete": ("/organization/delete/{ben}", {}),
    "new-code": ("/organization/new-code", {"code": "{code}"}),
    "free-seat": ("/organization/free/{seat}", {}),
    "pool-terms": ("/organization/settings", {"offline_seats": "x", "owner": "{ada}"}),
    "name-computer": ("/computers/name", {"computer": "{computer}", "name": "mine"}),
    "free-computer": ("/computers/free/{computer}", {}),
    "offline-response": ("/offline/validate/response", {}),
    "offline-done": ("/offline/validate/done", {}),
    "organization": ("/organization/?search=ben&members={ben}&seats={seat}", {}),
    "enter": ("/licenses/enter", {"text": "{license}"}),
    "licenses": ("/licenses", {"license": "{license}"}),
    "computers": ("/computers", {"computer": "{computer}"}),
    "profile": ("/profile", {"name": "", "account": "{ada}"}),
    "account_change_password": ("/profile/password", {"oldpassword": "x", "user": "{ada}"}),
}
EVE = Person("Eve", "eve@lab.example", "eve-opens-eleven-doors")
OPEN = {  # for whoever comes: nothing there belongs to an account that an address names
    "home", "look", "language", "support", "trial", "join", "offline", "offline-other-account",
    "offline-return", "account_signup", "account_login", "account_logout", "account_inactive",
    "account_email_verification_sent", "account_confirm_email", "account_reset_password",
    "account_reset_password_done", "account_reset_password_from_key",
    "account_reset_password_from_key_done",
}  # fmt: skip


@dataclass
class Theirs:
    """What is Ada's, and what no other may read of it."""

    ids: dict[str, str]
    secrets: tuple[str, ...]

    def path(self, name: str) -> str:
        return ACTS[name][0].format(**self.ids)

    def form(self, name: str) -> dict[str, str]:
        return {field: value.format(**self.ids) for field, value in ACTS[name][1].items()}


@pytest.fixture
def theirs(ada: Account, ben: Account, cleo: Account, dora: Account, sold, sit) -> Theirs:
    made = sold("educational", 3, owner=ada)
    sold("educational", 2, owner=cleo)
    for owner, member in ((ada, ben), (cleo, dora)):
        add_member(owner, member)
    computer = sit(ben)
    seat = Place.objects.get(device__device_id=computer).seat
    code = Organization.objects.get(owner=ada).invite_code
    ids = {
        "ada": ada.public_id, "ben": ben.public_id, "license": made.license_id, "code": code,
        "seat": seat, "computer": computer,
    }  # fmt: skip
    return Theirs(ids, (made.license_key, code, BEN.email, BEN.name))


def test_each_address_is_tried_or_belongs_to_nobody() -> None:
    assert {each.name for each in urlpatterns} == {*ACTS, *OPEN}


@pytest.mark.rule("ORG-4", "SEAT-13", "SEAT-14", "SAFE-1", "SAFE-5")
def test_another_owner_neither_sees_nor_changes_it(enter, theirs: Theirs) -> None:
    browser = enter(CLEO)
    for name in ACTS:
        path, form = theirs.path(name), theirs.form(name)
        with nothing_changes():
            pages = [browser.get(path), browser.post(path, form)]
        for page in pages:
            assert page.status_code < 500
            seen = [each for each in theirs.secrets if each in page.content.decode()]
            assert seen == [], name


@pytest.mark.rule("ORG-4", "SEAT-13", "SAFE-5")
def test_member_has_no_say_in_the_organization(enter, theirs: Theirs) -> None:
    browser = enter(BEN)
    for name in (each for each, (path, _) in ACTS.items() if "organization" in path):
        with nothing_changes():
            for ask in (browser.get, browser.post):
                page = ask(theirs.path(name), theirs.form(name))
                assert page.status_code < 500
                assert theirs.ids["code"] not in page.content.decode(), name


@pytest.mark.rule("ACC-2", "SAFE-5")
@pytest.mark.parametrize("entrance", ["/login", "/confirm"])
def test_without_a_confirmed_account_every_page_leads_to_the_entrance(
    theirs: Theirs, people: Callable[..., Account], enter, entrance: str
) -> None:
    """To the sign-in, or to the one page of whoever waits for the mail."""
    people(EVE, confirmed=False)
    browser = enter(EVE) if entrance == "/confirm" else Client()
    with nothing_changes():
        for name in ACTS:
            for ask in (browser.get, browser.post):
                page = ask(theirs.path(name), theirs.form(name))
                shown_to_nobody = page.status_code == 405 and not page.content
                assert shown_to_nobody or page.url.partition("?")[0] == entrance, name
