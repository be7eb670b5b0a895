"""A window that was closed while a product is open: the manager goes on unseen (HOST-4)."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import pytest

from app import running

pytestmark = [pytest.mark.asyncio, pytest.mark.rule("HOST-4", "SEAT-4")]


class FakeWindow:
    hidden = False
    closed: Callable[[], None]

    def isHidden(self) -> bool:  # noqa: N802 - Qt's name
        return self.hidden

    def close(self) -> None:
        self.hidden = True
        self.closed()


class FakeLink:
    changed: Callable[[], None]

    def __init__(self, *products: str) -> None:
        self.products = list(products)

    def leave(self) -> None:
        self.products.clear()
        self.changed()


async def begun(window: FakeWindow, link: FakeLink) -> asyncio.Task[None]:
    task = asyncio.ensure_future(running._until_closed(window, link))
    await asyncio.sleep(0)
    return task


async def a_turn() -> None:
    for _ in range(3):
        await asyncio.sleep(0)


async def test_closed_window_ends_at_once_without_a_product() -> None:
    window, link = FakeWindow(), FakeLink()
    task = await begun(window, link)
    window.close()
    async with asyncio.timeout(5):
        await task


async def test_closed_window_waits_for_the_product_and_ends_with_it() -> None:
    window, link = FakeWindow(), FakeLink("memo")
    task = await begun(window, link)
    window.close()
    await a_turn()
    assert not task.done()
    link.leave()
    async with asyncio.timeout(5):
        await task


async def test_window_brought_back_stays_when_the_product_ends() -> None:
    window, link = FakeWindow(), FakeLink("memo")
    task = await begun(window, link)
    window.close()
    await a_turn()
    window.hidden = False  # a second start brought it up
    link.leave()
    await a_turn()
    assert not task.done()
    window.close()
    async with asyncio.timeout(5):
        await task


@pytest.mark.rule("HOST-5")
async def test_in_the_background_it_ends_where_no_product_comes() -> None:
    window, link = FakeWindow(), FakeLink()
    window.hidden = True
    async with asyncio.timeout(5):
        await running._until_closed(window, link, patience=0.01)


@pytest.mark.rule("HOST-5")
async def test_in_the_background_it_stays_for_the_product_that_comes() -> None:
    window, link = FakeWindow(), FakeLink()
    window.hidden = True
    task = asyncio.ensure_future(running._until_closed(window, link, patience=5.0))
    await a_turn()
    link.products.append("memo")
    link.changed()
    await a_turn()
    assert not task.done()
    link.leave()
    async with asyncio.timeout(5):
        await task
