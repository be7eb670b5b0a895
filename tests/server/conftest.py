"""What tests of the server stand on: the cast as accounts, a clock to move, a client of the API."""

from __future__ import annotations

from collections import UserList
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from contract.encoding import to_base64url
from contract.keys import device_id
from tests.cast import ADA, BEN, CLEO, DORA, Person

if TYPE_CHECKING:  # Django is not set up yet when this file is read
    from django.test import Client

    from server.accounts.models import Account


@pytest.fixture(scope="session", autouse=True)
def _cheap_hashes() -> None:
    """The same argon2 with less work: hundreds of tests sign somebody in."""
    from django.contrib.auth.hashers import Argon2PasswordHasher

    Argon2PasswordHasher.time_cost = 1
    Argon2PasswordHasher.memory_cost = 256


@pytest.fixture(autouse=True)
def _only_declared_refusals(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever a test asks of the API: no refusal and no member of one that is not declared."""
    from contract.wire.problem import MEMBERS
    from server.api import answer
    from server.api.openapi import refusals_of
    from server.rulebook.facts import Refusal

    real = answer._outcome

    def watched(wanted, request, path):
        outcome = real(wanted, request, path)
        if isinstance(outcome, Refusal):
            assert outcome.code in refusals_of(wanted), f"{wanted.path}: {outcome.code}"
            kind = MEMBERS.get(outcome.code)
            known = kind.__struct_fields__ if kind else ()
            assert set(outcome.members) <= set(known), f"{outcome.code}: {outcome.members}"
        return outcome

    monkeypatch.setattr(answer, "_outcome", watched)


class Postbox(UserList):
    """The mails that have left. Whoever looks into it has the outbox sent first."""

    def __init__(self) -> None:
        """What lies in it lies with Django."""

    @property
    def data(self) -> list:
        from django.core import mail

        from server.outbox.send import send_due

        send_due()
        return mail.outbox


@pytest.fixture
def mailoutbox(db: None) -> Postbox:
    from django.core import mail

    mail.outbox = []
    return Postbox()


@pytest.fixture
def people(db: None) -> Callable[..., Account]:
    """An account of somebody of the cast."""
    from server.accounts.create import create_account
    from server.accounts.models import Account

    def make(person: Person, *, confirmed: bool = True, **more: str) -> Account:
        account = create_account(
            person.email, person.password, name=person.name, confirmed=confirmed, **more
        )
        assert isinstance(account, Account), account
        return account

    return make


@pytest.fixture
def ada(people: Callable[..., Account]) -> Account:
    return people(ADA)


@pytest.fixture
def ben(people: Callable[..., Account]) -> Account:
    return people(BEN)


@pytest.fixture
def cleo(people: Callable[..., Account]) -> Account:
    return people(CLEO)


@pytest.fixture
def dora(people: Callable[..., Account]) -> Account:
    return people(DORA)


@pytest.fixture
def move_clock(settings, tmp_path: Path) -> Callable[..., None]:
    """Moves the server's clock by what `timedelta` takes, further with each call."""
    settings.CLOCK_FILE = tmp_path / "clock"
    ahead = [timedelta()]

    def move(**by: float) -> None:
        ahead[0] += timedelta(**by)
        settings.CLOCK_FILE.write_text(str(ahead[0].total_seconds()))

    move()
    return move


@dataclass
class Computer:
    """A desktop as the API sees it."""

    key: Ed25519PrivateKey
    platform: str = "linux"

    @property
    def told(self) -> dict[str, str]:
        from server.config.brand import brand

        public = self.key.public_key().public_bytes_raw()
        return {
            "id": device_id(brand().product, public),
            "public_key": to_base64url(public),
            "platform": self.platform,
            "app_version": "0.1.0",
        }


@pytest.fixture
def computer() -> Computer:
    return Computer(Ed25519PrivateKey.generate())


@pytest.fixture
def another_computer() -> Computer:
    return Computer(Ed25519PrivateKey.generate(), "windows")


class Api:
    """Speaks JSON and carries a token, as a desktop does."""

    def __init__(self, client: Client) -> None:
        self.client = client
        self.token = ""

    def __call__(self, method: str, path: str, body: object = None, **headers: str):
        if self.token:
            headers.setdefault("Authorization", f"Bearer {self.token}")
        data = {} if body is None else {"data": body, "content_type": "application/json"}
        return getattr(self.client, method.lower())(f"/api/v1{path}", headers=headers, **data)

    def sign_in(self, person: Person, computer: Computer, **headers: str):
        body = {"email": person.email, "password": person.password, "device": computer.told}
        response = self("POST", "/session", body, **headers)
        if response.status_code == 201:
            self.token = response.json()["token"]
        return response


@pytest.fixture
def api(db: None, client: Client) -> Api:
    return Api(client)
