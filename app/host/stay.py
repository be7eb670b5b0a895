"""In use as long as a command wants it, whoever is the manager (HOST-1, HOST-4, HOST-5).

Where a manager runs, the command is one more product of it. Where none does, this process is the
manager, until a desktop is started: that one takes over, and the command is its guest. When that
ends or dies, whoever is first is the next manager (decision 0022).
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from typing import TYPE_CHECKING

from app.host.alone import PATIENCE_S, alone, first, instance_of, once
from app.host.client import Client
from app.host.now import state_of
from app.license.events import LeaveLineAsked, ProductClosed, ProductOpened, WaitAsked
from app.license.keeper import Keeper
from app.license.picture import Picture, ReadOnlyWhy, SessionKnown, Waiting, is_settled
from contract.link import FromManager, Now, State, Wait

if TYPE_CHECKING:
    from app.commands import Shell

LOOK_AGAIN_S = 0.1

STAND_BACK_S = 20.0
"""Time for the desktop that takes over to be there; then this process is the manager again."""

Told = Callable[[Now], None]


class Stay:
    """`now` is how it stands; `told` hears each change of it."""

    def __init__(self, shell: Shell, told: Told, *, wait: bool = False) -> None:
        self.now: Now | None = None
        self._shell, self._told, self._wait = shell, told, wait
        self._instance = instance_of(shell)
        self._left, self._changed = asyncio.Event(), asyncio.Event()
        self._line_up: Callable[[], None] | None = None
        self._waits = False
        self._stand_back_until = 0.0

    @property
    def where(self) -> str:
        return self._instance.where

    async def decided(self, ended: asyncio.Event | None = None) -> Now | None:
        """How it stands once that is known, or what was heard last; none without a manager that
        answers. In line it takes as long as it takes."""
        ended = ended or asyncio.Event()
        while not (ended.is_set() or _is_decided(self.now)):
            self._changed.clear()
            patience = None if self._waits else PATIENCE_S
            if not await first(self._changed.wait(), ended.wait(), within=patience):
                break
        return self.now

    async def go_on(self) -> None:
        """Until it is left."""
        while not self._left.is_set():
            self._line_up = None
            if self._may_manage() and self._instance.claim():
                await self._manage()
            else:
                await self._visit()

    def leave(self) -> None:
        self._left.set()

    # --- as the manager

    def _may_manage(self) -> bool:
        return asyncio.get_running_loop().time() >= self._stand_back_until

    async def _manage(self) -> None:
        wanted = asyncio.Event()
        try:
            async with alone(self._shell, self.where, using=True, wanted=wanted.set) as keeper:
                await self._keep(keeper, wanted)
        finally:
            self._instance.close()
        self._stand_back_until = asyncio.get_running_loop().time() + STAND_BACK_S

    async def _keep(self, keeper: Keeper, wanted: asyncio.Event) -> None:
        """Handed over, the place stays open: the next manager finds its lease."""
        keeper.post(ProductOpened())
        self._line_up = lambda: keeper.post(WaitAsked())
        unsubscribe = keeper.subscribe(self._see)
        self._see(keeper.picture)
        await first(self._left.wait(), wanted.wait())
        unsubscribe()
        if self._left.is_set():
            await _leave(keeper)

    def _see(self, picture: Picture) -> None:
        self._take(state_of(picture, None, self._shell.clock.read().at))

    # --- beside the manager

    async def _visit(self) -> None:
        client = Client(self.where, self._hear)
        self._line_up = lambda: client.say(Wait(True))
        if client.come():
            self._stand_back_until = 0.0
            client.greet(self._shell.brand.product)
            await first(self._left.wait(), client.gone.wait())
        await client.leave()
        await first(self._left.wait(), within=LOOK_AGAIN_S)

    def _hear(self, message: FromManager) -> None:
        if isinstance(message, State):
            self._take(message.state)

    # --- what is heard

    def _take(self, now: Now) -> None:
        """Into the line once with each manager: whoever left it since did so on purpose."""
        self.now = now
        if self._wait and self._line_up is not None and _is_full(now):
            line_up, self._line_up = self._line_up, None
            self._waits = True
            self.now = None
            line_up()
            return
        self._told(now)
        self._changed.set()


@contextlib.asynccontextmanager
async def staying(shell: Shell, told: Told, *, wait: bool = False) -> AsyncIterator[Stay]:
    stay = Stay(shell, told, wait=wait)
    going_on = asyncio.ensure_future(stay.go_on())
    try:
        yield stay
    finally:
        stay.leave()
        await going_on


def _is_decided(now: Now | None) -> bool:
    return now is not None and not now.asking and now.reason != "waiting"


def _is_full(now: Now) -> bool:
    return not now.asking and now.reason == ReadOnlyWhy.SEATS_EXHAUSTED


async def _leave(keeper: Keeper) -> None:
    """Nobody behind us waits for an offer that nobody takes; and a close needs the token."""
    await once(keeper, lambda picture: picture.session is not SessionKnown.UNKNOWN)
    if isinstance(keeper.picture.standing, Waiting):
        keeper.post(LeaveLineAsked())
        await once(keeper, is_settled)
    keeper.post(ProductClosed())
