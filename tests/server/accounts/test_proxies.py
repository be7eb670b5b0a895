"""Behind a reverse proxy: who is blocked is the person's own address, never the proxy's (ACC-4)."""

from __future__ import annotations

import pytest
from django.test import Client

from server.accounts.models import Account
from server.config.deployment import Deployment
from tests.cast import ADA, BEN, Person
from tests.server.conftest import Api, Computer

PROXY, ONE, TWO = "10.0.0.1", "203.0.113.7", "203.0.113.8"
EVERYBODY = [(ONE, ADA), (TWO, ADA), (ONE, BEN), (TWO, BEN)]


def portal(client: str, person: Person, computer: Computer, password: str = "") -> bool:
    """Whether this client, behind the proxy, signs in."""
    browser = _behind_the_proxy(client)
    browser.post("/login", {"login": person.email, "password": password or person.password})
    return "_auth_user_id" in browser.session


def api(client: str, person: Person, computer: Computer, password: str = "") -> bool:
    given = Person(person.name, person.email, password or person.password)
    return Api(_behind_the_proxy(client)).sign_in(given, computer).status_code == 201


def _behind_the_proxy(client: str) -> Client:
    return Client(REMOTE_ADDR=PROXY, headers={"X-Forwarded-For": client})


@pytest.mark.rule("ACC-4")
@pytest.mark.parametrize("door", [portal, api])
def test_one_client_and_one_account_are_blocked_behind_a_named_proxy(
    ada: Account, ben: Account, computer: Computer, settings, door
) -> None:
    settings.DEPLOYMENT = Deployment(trusted_proxies=("10.0.0.0/8",))
    for _ in range(10):
        assert not door(ONE, ADA, computer, "not-this-one")
    for other in (portal, api):
        assert [other(*each, computer) for each in EVERYBODY] == [False, True, True, True]


@pytest.mark.rule("ACC-4")
@pytest.mark.logs("is not believed. If this is your proxy, name it in trusted_proxies")
def test_proxy_that_nobody_named_is_told_of_in_the_log(
    ada: Account, ben: Account, computer: Computer, caplog: pytest.LogCaptureFixture
) -> None:
    """All seem to be one address: the account is blocked for them, and the log says why."""
    from server.accounts import networks

    networks._wonder.cache_clear()
    for _ in range(10):
        portal(ONE, ADA, computer, "not-this-one")
    assert [api(*each, computer) for each in EVERYBODY] == [False, False, True, True]
    assert [each.message for each in caplog.records].count(_told(caplog)) == 1
    assert PROXY in _told(caplog)


def _told(caplog: pytest.LogCaptureFixture) -> str:
    return next(each.message for each in caplog.records if "trusted_proxies" in each.message)
