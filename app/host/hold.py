"""`seat [--wait]`: this computer has a seat as long as the command runs (HOST-1, HOST-7).

`run` without a program, for a job script that starts it beside its work and ends it afterwards.
Each change is a line: a sentence, or JSON. Interrupted while it has a seat, it is done (0).
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import signal
import sys
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from app.host import reasons
from app.host.alone import alone, instance_of, is_settled, live, once, say
from app.host.beside import hold_beside
from app.host.told import DONE, NOT_ALLOWED, refused, written
from app.license.events import LeaveLineAsked, ProductClosed, ProductOpened, WaitAsked
from app.license.keeper import Keeper
from app.license.picture import Picture, ReadOnly, ReadOnlyWhy, Waiting, allowed, lease_of

if TYPE_CHECKING:
    from app.commands import Shell

Tell = Callable[[dict[str, object]], None]


def hold(shell: Shell, *, wait: bool, as_json: bool) -> int:
    tell = partial(_tell, as_json)
    instance = instance_of(shell)
    if not instance.claim():
        return hold_beside(instance.where, shell.brand.product, wait, tell)
    try:
        return live(shell, _until_interrupted(shell, instance.where, wait, tell))
    finally:
        instance.close()


def _tell(as_json: bool, now: dict[str, object]) -> None:
    if as_json:
        sys.stdout.write(json.dumps(now) + "\n")
        sys.stdout.flush()
    else:
        say(_sentence(now))


def _sentence(now: dict[str, object]) -> str:
    match now:
        case {"seat": "taken", "until": str(until)}:
            return f"You have a seat. Saving works until {until}, and longer while this runs."
        case {"seat": "taken"}:
            return "You have a seat."
        case {"seat": "waiting", "place": place}:
            return f"All seats are taken. Your place in line: {place}."
        case _:
            return str(now["message"])


async def _until_interrupted(shell: Shell, where: str, wait: bool, tell: Tell) -> int:
    return await held(shell, where, wait, tell, _interrupted())


async def held(shell: Shell, where: str, wait: bool, tell: Tell, ended: asyncio.Event) -> int:
    async with alone(shell, where) as keeper:
        keeper.post(ProductOpened())
        try:
            return await _Holding(shell, keeper, ended, tell).until_ended(wait)
        finally:
            await _leave(keeper)


def _interrupted() -> asyncio.Event:
    ended, loop = asyncio.Event(), asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        with contextlib.suppress(NotImplementedError, ValueError, RuntimeError):
            loop.add_signal_handler(number, ended.set)
    return ended


async def _leave(keeper: Keeper) -> None:
    """Nobody behind us waits for an offer that nobody takes."""
    if isinstance(keeper.picture.standing, Waiting):
        keeper.post(LeaveLineAsked())
        await once(keeper, is_settled)
    keeper.post(ProductClosed())


class _Holding:
    """From the question to the end; says each change once."""

    def __init__(self, shell: Shell, keeper: Keeper, ended: asyncio.Event, tell: Tell) -> None:
        self._shell, self._keeper, self._ended, self._tell = shell, keeper, ended, tell
        self._said: dict[str, object] = {}

    async def until_ended(self, wait: bool) -> int:
        picture = await once(self._keeper, lambda now: self._may(now) or is_settled(now))
        if wait and _is_full(picture):
            self._keeper.post(WaitAsked())
            await self._go_on_while(self._waits)
        if self._ended.is_set():
            return NOT_ALLOWED
        if not self._may(self._keeper.picture):
            return self._refused(self._keeper.picture)
        await self._go_on_while(lambda _picture: True)
        return DONE

    async def _go_on_while(self, holds: Callable[[Picture], bool]) -> None:
        """Until it is interrupted, or this is no more so."""
        changed = asyncio.Event()
        unsubscribe = self._keeper.subscribe(lambda _picture: changed.set())
        while not self._ended.is_set() and holds(self._keeper.picture):
            self._say(self._keeper.picture)
            changed.clear()
            either = [asyncio.ensure_future(each.wait()) for each in (changed, self._ended)]
            await asyncio.wait(either, return_when=asyncio.FIRST_COMPLETED)
            for each in either:
                each.cancel()
        unsubscribe()

    def _waits(self, picture: Picture) -> bool:
        """In line, or on the way into it or out of it."""
        waiting = isinstance(picture.standing, Waiting) or picture.work is not None
        return waiting and not self._may(picture)

    def _may(self, picture: Picture) -> bool:
        return "use" in allowed(picture, self._shell.clock.read().at)

    def _refused(self, picture: Picture) -> int:
        reason = reasons.reason(picture)
        self._tell({"seat": "none", "code": reason, "message": reasons.words(picture)})
        return refused(reason)

    def _say(self, picture: Picture) -> None:
        now = self._now(picture)
        if now and now != self._said:
            self._said = now
            self._tell(now)

    def _now(self, picture: Picture) -> dict[str, object]:
        if self._may(picture):
            lease = lease_of(picture)
            return {"seat": "taken", "until": written(lease.ends_at if lease else None)}
        if isinstance(picture.standing, Waiting):
            return {"seat": "waiting", "place": picture.standing.place}
        if picture.work is not None:
            return {}  # it is being asked for
        return {"seat": "none", "code": reasons.reason(picture), "message": reasons.words(picture)}


def _is_full(picture: Picture) -> bool:
    standing = picture.standing
    return isinstance(standing, ReadOnly) and standing.why is ReadOnlyWhy.SEATS_EXHAUSTED
