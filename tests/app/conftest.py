"""What tests of the desktop stand on: the real server in process, with one clock for both."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from app.language import spoken
from tests.cast import ADA, BEN, CLEO, DORA, Person
from tests.fakes.clock import FakeClock
from tests.fakes.desktop import Desktop

if TYPE_CHECKING:  # Django is not set up when this file is read
    from contract.brand import Brand
    from tests.fakes.lab import Lab


@pytest.fixture(autouse=True)
def _english_is_spoken() -> Iterator[None]:
    """A test that speaks another language leaves it to nobody."""
    yield
    if spoken.code != "en":
        spoken.use("en")


@pytest.fixture(autouse=True)
def _qt_objects_die_in_their_own_thread(request: pytest.FixtureRequest) -> Iterator[None]:
    """Garbage of an event loop that is collected in the thread of a server warns, or crashes."""
    if request.node.get_closest_marker("asyncio") is None:
        yield
        return
    gc.disable()
    yield
    gc.enable()
    gc.collect()
    gc.freeze()  # what lives on by now need not be looked at after each test again


@dataclass
class RealServer:
    """Ada with two seats, Ben her member, Cleo bound for life, Dora on trial."""

    address: str
    brand: Brand
    time: FakeClock
    lab: Lab
    roots: Path


@pytest.fixture
def time() -> FakeClock:
    return FakeClock()


@pytest.fixture
def server(
    time: FakeClock,
    live_server,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path_factory: pytest.TempPathFactory,
) -> RealServer:
    from django.contrib.auth.hashers import Argon2PasswordHasher

    from server import clock
    from server.config.brand import brand
    from server.signing.setup import make_first_keys
    from tests.fakes.lab import Lab

    monkeypatch.setattr(clock, "_database_now", time)
    monkeypatch.setattr(Argon2PasswordHasher, "time_cost", 1)
    monkeypatch.setattr(Argon2PasswordHasher, "memory_cost", 256)
    folder = tmp_path_factory.mktemp("keys") / "roots"
    roots = make_first_keys(folder.parent, time(), folder)
    lab = Lab(time)
    _sample(lab)
    known = replace(brand(), roots=roots, server=live_server.url, portal=live_server.url)
    return RealServer(live_server.url, known, time, lab, folder)


def _sample(lab: Lab) -> None:
    from server.accounts.create import create_account
    from server.accounts.models import Account

    for person in (ADA, BEN, CLEO, DORA):
        made = create_account(person.email, person.password, name=person.name, confirmed=True)
        assert isinstance(made, Account)
        lab.people[name_of(person)] = made
    lab.license("ada", 2)
    lab.member("ada", "ben")
    lab.license("cleo", 1, "commercial")
    lab.trial("dora")


def name_of(person: Person) -> str:
    return person.email.partition("@")[0]


@pytest.fixture
def desktop(server: RealServer, tmp_path: Path) -> Callable[..., Desktop]:
    """`desktop("ada/1")`: a start of the desktop on that computer."""

    def start(computer: str = "one", *, server_gone: bool = False) -> Desktop:
        profile = tmp_path / computer.replace("/", "-")
        address = "http://localhost:9" if server_gone else server.address  # nobody listens there
        return Desktop(profile, server.brand, server.time, server=address)

    return start
