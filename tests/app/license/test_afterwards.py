"""A call that was let go of may arrive late: a close comes after it, and names what it brought."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from app.license import device as devices
from app.license import effects
from app.license import errands as do
from app.license import events as e
from app.license.cache import Cache
from app.license.client import Nothing
from app.license.clock import Clock
from app.license.credentials import Credentials, FileStore, Secrets, StoreState
from app.license.effects import afterwards
from app.license.statement import Statement
from app.license.world import World
from contract.encoding import to_base64url
from contract.keys import public_of
from tests.fakes.clock import FakeClock
from tests.fakes.far_server import FarServer
from tests.fakes.vendor import Vendor, key, sixteen

pytestmark = [pytest.mark.asyncio, pytest.mark.rule("SEAT-15", "SEAT-4")]
ASKED, CLOSED = "PUT /api/v1/seat", "DELETE /api/v1/seat"
OLD, NEW = sixteen(1), sixteen(2)


class SlowServer(FarServer):
    """Hears a question at once, and answers when it is let."""

    async def call(self, method: str, path: str, kind: type, **more: object) -> object:
        got = await super().call(method, path, kind, **more)
        if method == "PUT":
            self.was_asked.set()
            await self.may_answer.wait()
        self.answered.append(method)
        return got

    def __init__(self, says: dict[str, list[object]]) -> None:
        super().__init__(says=says)
        self.was_asked, self.may_answer = asyncio.Event(), asyncio.Event()
        self.answered: list[str] = []


@pytest.fixture
def vendor() -> Vendor:
    return Vendor()


@pytest.fixture
def far(vendor: Vendor) -> SlowServer:
    moved = vendor.answer(vendor.lease(seat=NEW))
    return SlowServer(says={ASKED: [moved], CLOSED: [Nothing()]})


@pytest.fixture
def world(tmp_path: Path, vendor: Vendor, far: SlowServer):
    devices.write_device(tmp_path, to_base64url(public_of(key(9))))
    cache, store = Cache(tmp_path), FileStore(tmp_path)
    cache.write_keys(vendor.statement)
    opened = World(
        client=far,
        cache=cache,
        credentials=Credentials(store, store),
        statement=Statement(cache, vendor.brand.root_keys, vendor.brand.issuer),
        clock=Clock(wall=FakeClock(), steady=lambda: 0.0),
        brand=vendor.brand,
        version="0.1.0",
        device=devices.read_device(tmp_path, vendor.brand.product),
    )
    opened.credentials.state = StoreState.FOUND
    opened.credentials.secrets = Secrets(token="t")
    yield opened
    opened.disk.end()


async def asked_and_let_go(world: World, far: SlowServer, errand: do.Errand) -> None:
    asking = asyncio.ensure_future(effects.run(world, errand, lambda late: None))
    await far.was_asked.wait()
    asking.cancel()
    await asyncio.wait({asking})


async def test_close_waits_for_the_contact_that_was_let_go(world, far) -> None:
    await asked_and_let_go(world, far, do.AskSeat(3, OLD))
    closing = asyncio.ensure_future(effects.run(world, do.SendClose(OLD), lambda late: None))
    await asyncio.sleep(0.01)
    assert far.calls(CLOSED) == 0
    far.may_answer.set()
    assert await closing == e.CloseAnswered(OLD, False)
    assert far.answered == ["PUT", "DELETE"]


async def test_close_names_the_place_that_the_late_answer_brought(world, far) -> None:
    await asked_and_let_go(world, far, do.AskSeat(3, OLD))
    far.may_answer.set()
    await effects.run(world, do.SendClose(OLD), lambda late: None)
    assert far.heard[-1][0] == f"{CLOSED}?seat={NEW}"


async def test_place_that_came_too_late_for_anybody_ends_with_the_program(world, far) -> None:
    await asked_and_let_go(world, far, do.AskSeat(3))
    far.may_answer.set()
    await effects.farewell(world)
    assert far.heard[-1][0] == f"{CLOSED}?seat={NEW}"


async def test_next_question_comes_after_the_one_that_was_let_go(world, far) -> None:
    await asked_and_let_go(world, far, do.AskSeat(3))
    again = asyncio.ensure_future(effects.run(world, do.AskSeat(4), lambda late: None))
    await asyncio.sleep(0.01)
    assert far.calls(ASKED) == 1
    far.may_answer.set()
    assert isinstance(await again, e.LeaseArrived)
    await effects.farewell(world)
    assert far.calls(CLOSED) == 0


async def test_server_that_never_answers_is_not_waited_for(
    world, far, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(afterwards, "PATIENCE", 0.01)
    await asked_and_let_go(world, far, do.AskSeat(3, OLD))
    await effects.run(world, do.SendClose(OLD), lambda late: None)
    assert far.answered == ["DELETE"]
    assert far.heard[-1][0] == f"{CLOSED}?seat={OLD}"


async def test_close_before_the_key_store_spoke_is_kept_and_not_sent(world, far) -> None:
    """Without its token it would be refused, and the place stay for hours."""
    world.credentials.state, world.credentials.secrets = None, Secrets()
    came = await effects.run(world, do.SendClose(OLD), lambda _event: None)
    assert came == e.CloseNotSent(OLD)
    assert far.answered == []
