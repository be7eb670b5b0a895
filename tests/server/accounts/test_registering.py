"""Registering is one act: account, address and mail are all there, or none of them (ACC-1)."""

from __future__ import annotations

import pytest
from allauth.account.models import EmailAddress
from django.test import Client

from server.accounts import create
from server.accounts.models import Account
from server.outbox.models import Mail
from tests.cast import ADA, BEN
from tests.server.accounts.test_flows import EVE, register
from tests.server.licenses.test_at_once import at_once

STEPS = {
    "address": "allauth.account.models.EmailAddress.save",
    "link": "server.accounts.mails.make_link",
    "mail": "server.outbox.mails.seal",
    "last": "server.outbox.mails.transaction.on_commit",
}


@pytest.mark.rule("ACC-1", "SAFE-3", "SUP-4")
@pytest.mark.logs("Internal Server Error")
@pytest.mark.parametrize("step", STEPS)
def test_registering_that_breaks_off_leaves_nothing_behind(
    db: None, step: str, mailoutbox: list, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as broken:
        broken.setattr(STEPS[step], lambda *_, **__: 1 / 0)
        assert register(Client(raise_request_exception=False), EVE).status_code == 500
    left = [kind.objects.count() for kind in (Account, EmailAddress, Mail)]
    assert left == [0, 0, 0]
    assert register(Client(), EVE).status_code == 302
    assert [mail.to for mail in mailoutbox] == [[EVE.email]]


@pytest.mark.rule("ACC-1", "ACC-5", "SAFE-3")
@pytest.mark.django_db(transaction=True)
def test_address_registered_twice_at_once_is_one_account() -> None:
    answers = at_once(*(lambda: register(Client(), EVE) for _ in range(4)))
    assert {(each.status_code, each.url) for each in answers} == {(302, "/confirm")}
    assert Account.objects.get().check_password(EVE.password)
    assert EmailAddress.objects.get().user == Account.objects.get()
    assert Mail.objects.get().to == EVE.email


@pytest.mark.rule("ID-1", "ACC-1")
def test_account_id_that_somebody_has_is_drawn_anew(
    ada: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn = iter([ada.public_id, "A-0FF-1CE", ada.public_id, "A-B00-000"])
    monkeypatch.setattr(create, "make_account_id", lambda: next(drawn))
    eve = Account(email=EVE.email, public_id=ada.public_id)
    assert (create.store_account(eve), eve.public_id) == (None, "A-0FF-1CE")
    made = create.create_account(BEN.email, BEN.password)
    assert isinstance(made, Account)
    assert made.public_id == "A-B00-000"
    assert Account.objects.get(email=ADA.email).public_id == ada.public_id
