"""`seat [--wait]` over the real core and the real server, alone and beside a manager."""

from __future__ import annotations

import asyncio

import pytest

from app.host.hold import held
from tests.app.host.test_wrap import shell_of, signed_in, taken
from tests.cast import BEN

pytestmark = [
    pytest.mark.asyncio,
    pytest.mark.django_db(transaction=True),
    pytest.mark.rule("HOST-7"),
]


class Command:
    """`seat` as it runs: what it has said, and its end."""

    def __init__(self, shell, *, wait: bool = False) -> None:
        self.said: list[dict[str, object]] = []
        self._heard, self._ended = asyncio.Event(), asyncio.Event()
        life = held(shell, wait, self._tell, self._ended)
        self.code = asyncio.ensure_future(life)

    def _tell(self, now: dict[str, object]) -> None:
        self.said.append(now)
        self._heard.set()

    async def says(self, seat: str) -> dict[str, object]:
        async with asyncio.timeout(20):
            while not (self.said and self.said[-1]["seat"] == seat):
                self._heard.clear()
                await self._heard.wait()
        return self.said[-1]

    async def end(self) -> int:
        self._ended.set()
        return await self.code


@pytest.mark.rule("HOST-4", "SEAT-4")
async def test_seat_is_held_as_long_as_the_command_runs(manage, server) -> None:
    desk = await signed_in(manage)
    command = Command(shell_of(desk))
    assert (await command.says("taken"))["until"] is not None
    assert await taken(server) == 1
    assert await command.end() == 0
    assert await taken(server) == 0


async def test_nobody_signed_in_ends_it_with_four(manage) -> None:
    desk = manage(hold="product").desk
    command = Command(shell_of(desk), wait=True)
    assert await command.code == 4
    assert [each["code"] for each in command.said] == ["signed-out"]
    await desk.close()


async def test_full_pool_ends_it_with_three_where_it_does_not_wait(manage, server) -> None:
    desk = await signed_in(manage)
    for name in ("ben/one", "ben/two"):
        await in_the_lab(server.lab.start, name)
    command = Command(shell_of(desk))
    assert await command.code == 3
    assert command.said[-1]["code"] == "seats-exhausted"


@pytest.mark.rule("SEAT-7")
async def test_with_wait_it_stands_in_line_and_takes_the_offer(
    manage, server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.license.keeper.LOOK_EVERY", 0.05)
    desk = await signed_in(manage)
    for name in ("ben/one", "ben/two"):
        await in_the_lab(server.lab.start, name)
    command = Command(shell_of(desk), wait=True)
    assert (await command.says("waiting"))["place"] == 1
    await in_the_lab(server.lab.close, "ben/one", True)
    server.time.tick(seconds=30)
    await command.says("taken")
    assert await command.end() == 0
    assert [each["seat"] for each in command.said] == ["waiting", "taken"]


@pytest.mark.rule("SEAT-7")
async def test_interrupted_in_line_it_leaves_the_line(manage, server) -> None:
    desk = await signed_in(manage)
    for name in ("ben/one", "ben/two"):
        await in_the_lab(server.lab.start, name)
    command = Command(shell_of(desk), wait=True)
    await command.says("waiting")
    assert await command.end() == 3
    from server.seats.models import InLine

    assert await in_the_lab(InLine.objects.count) == 0


@pytest.mark.rule("HOST-4")
async def test_beside_a_manager_it_is_a_product_until_it_is_ended(manage) -> None:
    manager = manage(hold="product")
    await manager.start()
    await manager.desk.sign_in(BEN)
    command = Command(shell_of(manager.desk))
    await command.says("taken")
    assert manager.desk.picture.use.products == 1
    assert await command.end() == 0
    await manager.desk.until(lambda picture: picture.use.products == 0)
    await manager.close()


async def in_the_lab(act, *arguments):
    from asgiref.sync import sync_to_async

    return await sync_to_async(act, thread_sensitive=False)(*arguments)
