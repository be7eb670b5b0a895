"""A person at a browser, and what the portal needs to bind: keys, and requests from the stick."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from contract.encoding import to_base64url
from contract.ids import make_nonce
from contract.keys import device_id
from contract.offline_files import Request, write_request
from tests.cast import Person

if TYPE_CHECKING:  # Django is not set up yet when this file is read
    from django.test import Client

    from server.licenses.create import Created

Enter = Callable[..., "Client"]


@pytest.fixture
def enter(db: None) -> Enter:
    """A browser of its own for somebody, signed in."""
    from django.test import Client

    def sign_in(person: Person, **how: object) -> Client:
        client = Client(**how)
        client.post("/login", {"login": person.email, "password": person.password})
        return client

    return sign_in


@pytest.fixture
def sold() -> Callable[..., Created]:
    """A license as the shop makes it: `sold("educational", 2, owner=ada)`."""
    from server.licenses.create import Created, Wanted, create
    from server.rulebook.facts import Kind

    def make(kind: str, seats: int = 1, owner=None, **more: object) -> Created:
        made = create(Wanted(Kind(kind), seats, **more), owner)
        assert isinstance(made, Created), made
        return made

    return make


@pytest.fixture
def keys(db: None, tmp_path_factory: pytest.TempPathFactory) -> None:
    from server.clock import now
    from server.signing.setup import make_first_keys

    make_first_keys(tmp_path_factory.mktemp("keys"), now())


@pytest.fixture
def sit(keys: None) -> Callable[..., str]:
    """Starts the product on a new computer of somebody's, and tells the computer's id."""
    from server.accounts.models import Device
    from server.clock import now
    from server.seats.held import Held
    from server.seats.take import take

    def start(account) -> str:
        public = Ed25519PrivateKey.generate().public_key().public_bytes_raw()
        device = Device.objects.create(
            device_id=device_id("memo-editor", public), product="memo-editor", public_key=public,
            platform="linux", app_version="0.1.0", first_seen_at=now(), last_seen_at=now(),
        )  # fmt: skip
        held = take(account, device)
        assert isinstance(held, Held), held
        return device.device_id

    return start


@pytest.fixture
def request_text() -> str:
    """What a computer that never goes online wrote on its stick."""
    return new_request(Ed25519PrivateKey.generate())


WRITTEN = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)


def new_request(
    key: Ed25519PrivateKey, product: str = "memo-editor", created: datetime = WRITTEN
) -> str:
    public = key.public_key().public_bytes_raw()
    request = Request(
        product=product, device=device_id(product, public), public_key=to_base64url(public),
        platform="windows", app_version="0.1.0", nonce=make_nonce(), counter=1,
        created=created, language="de",
    )  # fmt: skip
    return write_request(request, key)


@pytest.fixture
def mailed(mailoutbox: list) -> Callable[[], str]:
    """The path, on this site, of the newest mail's first link."""

    def path() -> str:
        return re.search(r"https?://[^/\s]+(/\S+)", mailoutbox[-1].body)[1]

    return path


def words(response) -> str:
    """What a person reads of a page, in one line."""
    page = re.sub(r"<(script|style|svg)\b.*?</\1>", " ", response.content.decode(), flags=re.S)
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def code_of(response) -> str | None:
    found = re.search(r'data-code="([^"]*)"', response.content.decode())
    return found[1] if found else None
