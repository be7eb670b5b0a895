"""The core without a window, for as long as one command needs it (HOST-1, HOST-7)."""

from __future__ import annotations

import asyncio
import contextlib
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QCoreApplication

from app import log
from app.garbage import Garbage
from app.host.link import Link
from app.license.compose import make_core
from app.license.keeper import Keeper
from app.license.picture import Picture
from app.license.start import read_start
from app.single_instance import SingleInstance, address
from app.version import VERSION

if TYPE_CHECKING:
    from app.commands import Shell

PATIENCE_S = 30.0
"""How long an answer may take, before a command goes on without it."""


def instance_of(shell: Shell) -> SingleInstance:
    """Of this person on this computer, still to be claimed."""
    where = shell.where
    return SingleInstance(
        address(shell.brand.product, where.house, shell.asked.profile), where.data
    )


def live(life: Coroutine[Any, Any, int]) -> int:
    """Runs it on Qt's event loop, where the core and the link live."""
    app = QCoreApplication.instance() or QCoreApplication(sys.argv[:1])
    import qasync  # after Qt: it takes what is there

    garbage = Garbage()
    code = int(qasync.run(life))
    garbage.deleteLater()
    del app
    return code


@contextlib.asynccontextmanager
async def alone(
    shell: Shell, where: str, *, using: bool = False, wanted: Callable[[], object] = lambda: None
) -> AsyncIterator[Keeper]:
    """The manager of this computer, with its link; `using`: a program is about to be in use.

    It has no window: a second start is told to take over (decision 0022), and `wanted` is called.
    """
    start = read_start(shell.where.data, shell.brand, shell.clock, using=using)
    keeper, papers = make_core(
        start, brand=shell.brand, folders=shell.where, clock=shell.clock, version=VERSION
    )
    link = Link(where, shell.brand.product)
    link.hand_over = wanted
    with log.written_to(shell.where.logs):
        link.listen()
        keeper.start()
        link.follow(keeper, papers, lambda: shell.clock.read().at)
        try:
            yield keeper
        finally:
            await link.close()
            await keeper.close()


async def once(keeper: Keeper, what: Callable[[Picture], bool]) -> Picture:
    """The first picture like that, or the last one of a while."""
    changed = asyncio.Event()
    unsubscribe = keeper.subscribe(lambda _picture: changed.set())
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(PATIENCE_S):
            while not what(keeper.picture):
                await changed.wait()
                changed.clear()
    unsubscribe()
    return keeper.picture


async def first(*waited: Awaitable[object], within: float | None = None) -> bool:
    """Until one of them is there; False where none is in time."""
    tasks = [asyncio.ensure_future(each) for each in waited]
    done, _pending = await asyncio.wait(tasks, timeout=within, return_when=asyncio.FIRST_COMPLETED)
    for task in tasks:
        task.cancel()
    return bool(done)


def say(words: str) -> None:
    sys.stderr.write(words + "\n")
    sys.stderr.flush()
