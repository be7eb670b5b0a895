"""A command in use whoever is the manager: it hands over, is a guest, and is the next manager."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace

import pytest

from app.host.stay import staying
from app.license.events import LeaveLineAsked
from app.license.picture import Licensed, ReadOnly, Waiting
from contract.link import Now
from tests.app.host.test_hold import Command, in_the_lab
from tests.app.host.test_wrap import shell_of, signed_in, taken
from tests.cast import BEN
from tests.fakes.product import Product

pytestmark = [
    pytest.mark.asyncio,
    pytest.mark.django_db(transaction=True),
    pytest.mark.rule("HOST-5", "HOST-7"),
]


async def until(what: Callable[[], bool]) -> None:
    async with asyncio.timeout(10):
        while not what():  # noqa: ASYNC110  a lock tells nobody
            await asyncio.sleep(0.01)


async def full(manage, server):
    """A manager of Ben's, all of whose seats others have."""
    manager = manage(hold="product")
    await manager.start()
    await manager.desk.sign_in(BEN)
    for name in ("ben/one", "ben/two"):
        await in_the_lab(server.lab.start, name)
    return manager


@pytest.mark.rule("APP-11", "SEAT-1")
async def test_command_hands_over_and_is_the_guest_of_whoever_takes_over(manage, server) -> None:
    desk = await signed_in(manage)
    told: list[Now] = []
    async with staying(shell_of(desk), told.append) as stay:
        assert "use" in (await stay.decided()).allow
        desktop = await Product.connect(stay.where)
        desktop.say(open=[])
        assert await desktop.hears() == {"take_over": True}
        desktop.leave()
        await until(lambda: not stay._instance._lock.isLocked())
        heir = manage(hold="product")
        await heir.start()
        await heir.desk.until(lambda picture: picture.use.products == 1)
        await heir.desk.until(lambda picture: picture.contact_due is not None)
        assert isinstance(heir.desk.picture.standing, Licensed)
        assert await taken(server) == 1
    await heir.desk.until(lambda picture: picture.use.products == 0)
    allowed = ["use" in now.allow for now in told]
    assert all(allowed[allowed.index(True) :])  # not for a moment it was without a seat
    await heir.close()


async def test_command_is_the_manager_again_when_that_one_ends(manage, server) -> None:
    manager = manage(hold="product")
    await manager.start()
    await manager.desk.sign_in(BEN)
    async with staying(shell_of(manager.desk), lambda _now: None) as stay:
        assert "use" in (await stay.decided()).allow
        await manager.close()
        await until(stay._instance._lock.isLocked)
        assert await taken(server) == 1
    assert await taken(server) == 0


@pytest.mark.rule("SEAT-7")
async def test_beside_a_manager_it_waits_in_line_and_gets_the_offer(
    manage, server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.license.keeper.LOOK_EVERY", 0.05)
    manager = await full(manage, server)
    command = Command(shell_of(manager.desk), wait=True)
    assert (await command.says("waiting"))["place"] == 1
    await in_the_lab(server.lab.close, "ben/one", True)
    server.time.tick(seconds=30)
    await command.says("taken")
    assert await command.end() == 0
    await manager.close()


@pytest.mark.rule("SEAT-7")
async def test_interrupted_in_line_beside_a_manager_it_leaves_the_line(manage, server) -> None:
    manager = await full(manage, server)
    command = Command(shell_of(manager.desk), wait=True)
    await command.says("waiting")
    assert await command.end() == 3
    await manager.desk.until(lambda picture: isinstance(picture.standing, ReadOnly))
    from server.seats.models import InLine

    assert await in_the_lab(InLine.objects.count) == 0
    await manager.close()


@pytest.mark.rule("SEAT-7")
async def test_person_who_leaves_the_line_ends_the_command_that_waits(manage, server) -> None:
    manager = await full(manage, server)
    command = Command(shell_of(manager.desk), wait=True)
    await command.says("waiting")
    await manager.desk.post(LeaveLineAsked())
    assert await command.code == 3
    assert command.said[-1]["code"] == "seats-exhausted"
    await manager.close()


@pytest.mark.rule("SEAT-7")
async def test_place_that_the_person_took_in_line_outlives_the_command(manage, server) -> None:
    from app.license.events import WaitAsked

    manager = await full(manage, server)
    memo = await manager.product()
    await memo.state(reason="seats-exhausted")
    await manager.desk.post(WaitAsked())
    command = Command(shell_of(manager.desk), wait=True)
    await command.says("waiting")
    assert await command.end() == 3
    await manager.desk.until(lambda picture: picture.use.products == 1)
    assert isinstance(manager.desk.picture.standing, Waiting)
    await manager.close()


async def test_full_pool_beside_a_manager_is_said_at_once(manage, server) -> None:
    manager = await full(manage, server)
    command = Command(shell_of(manager.desk))
    async with asyncio.timeout(10):
        assert await command.code == 3
    assert [each["code"] for each in command.said] == ["seats-exhausted"]
    await manager.close()


async def test_manager_that_hangs_is_given_up(manage, server, monkeypatch) -> None:
    monkeypatch.setattr("app.host.stay.PATIENCE_S", 0.3)
    manager = manage()
    assert manager.instance.claim()  # and its keeper never lives
    command = Command(shell_of(manager.desk))
    assert await command.code == 2
    assert command.said[-1]["code"] == "no-answer"
    await manager.close()


async def test_command_is_the_manager_again_where_nobody_takes_over(
    manage, server, monkeypatch
) -> None:
    monkeypatch.setattr("app.host.stay.STAND_BACK_S", 0.2)
    desk = await signed_in(manage)
    async with staying(shell_of(desk), lambda _now: None) as stay:
        await stay.decided()
        desktop = await Product.connect(stay.where)
        desktop.say(open=[])
        assert await desktop.hears() == {"take_over": True}
        desktop.leave()  # and dies
        await until(lambda: not stay._instance._lock.isLocked())
        await until(stay._instance._lock.isLocked)
        assert await taken(server) == 1


@pytest.mark.rule("SEAT-15", "LEASE-2")
async def test_without_a_connection_the_next_command_takes_the_lease_back(manage) -> None:
    manager = manage(hold="product")
    await manager.start()
    await manager.desk.sign_in(BEN)
    memo = await manager.product()
    await memo.state(allow=["use", "save", "export"])
    await manager.close()  # its lease stays, as after a crash
    shell = shell_of(manager.desk)
    gone = replace(shell, brand=replace(shell.brand, server="http://localhost:9"))
    for _ in range(2):
        async with staying(gone, lambda _now: None) as stay:
            assert "use" in (await stay.decided()).allow
