"""The checks in their order, each told as soon as it is done; none may hold up the others for long.

What blocks runs in threads that nobody waits for at the end. A check that ends in an error that
nobody expected is a finding, too.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Collection, Coroutine

from app.license.diagnosis import here, kept, way
from app.license.diagnosis.answer import Said, ask_meta, judge_answer, judge_clock
from app.license.diagnosis.certificate import look_at_certificate
from app.license.diagnosis.findings import (
    ON_THE_WAY,
    Check,
    Finding,
    State,
    bad,
    skipped,
)
from app.license.diagnosis.sockets import Server
from app.license.picture import Standing
from app.license.proxies import Way
from app.license.threads import within
from app.license.world import World

LIMIT = 10.0
"""Seconds that one check may take; a hung name server or network drive takes them all."""

Tell = Callable[[Finding], None]

log = logging.getLogger(__name__)


async def diagnose(
    world: World, standing: Standing, checks: Collection[Check], tell: Tell, limit: float = LIMIT
) -> None:
    """The way to the server step by step; beside it what lies on this computer, all at once."""
    course = _Course(world, standing, limit)
    asked = [check for check in Check if check in checks]
    walk = course.in_turn([check for check in asked if check in ON_THE_WAY], tell)
    beside = [course.one(check, tell) for check in asked if check not in ON_THE_WAY]
    await asyncio.gather(walk, *beside)


class _Course:
    """One run: way and answer are asked for once, whichever check needs them."""

    def __init__(self, world: World, standing: Standing, limit: float) -> None:
        self._world, self._standing, self._limit = world, standing, limit
        self._server = Server.at(world.client.server)
        self._way: Way | None = None
        self._said: Said | None = None
        self._reached: bool | None = None

    async def in_turn(self, checks: Collection[Check], tell: Tell) -> None:
        for check in checks:
            await self.one(check, tell)

    async def one(self, check: Check, tell: Tell) -> None:
        tell(await self._guarded(check))

    async def _guarded(self, check: Check) -> Finding:
        try:
            async with asyncio.timeout(self._limit):
                return await self._asked(check)
        except TimeoutError:
            return bad(check, "too-slow")
        except Exception:
            log.exception("a check of the diagnostics failed unexpectedly: %s", check)
            return bad(check, "failed")

    def _asked(self, check: Check) -> Awaitable[Finding]:
        asks: dict[Check, Callable[[], Coroutine[None, None, Finding]]] = {
            Check.PROXY: self._proxy,
            Check.NAME: self._name,
            Check.REACH: self._reach,
            Check.CERTIFICATE: self._certificate,
            Check.ANSWER: self._answer,
            Check.CLOCK: self._clock,
            Check.DATA_FOLDER: self._data_folder,
            Check.FILES: self._files,
        }
        return asks[check]() if check in asks else self._at_once(check)

    async def _at_once(self, check: Check) -> Finding:
        """What needs nothing but memory."""
        if check is Check.KEY_STORE:
            return here.judge_key_store(self._world.credentials)
        if check is Check.LEASE:
            return kept.judge_lease(self._standing)
        if check is Check.KEYS:
            return kept.judge_keys(self._world.statement.now)
        assert check is Check.VERSIONS
        return here.tell_versions(self._world.version)

    # --- on the way

    async def _found_way(self) -> Way:
        if self._way is None:
            self._way = await within(self._limit, self._world.client.find_way)
        return self._way

    async def _proxy(self) -> Finding:
        return way.look_at_proxy(await self._found_way())

    async def _name(self) -> Finding:
        through = await self._found_way()
        return await within(self._limit, lambda: way.look_up_name(self._server, through))

    async def _reach(self) -> Finding:
        through = await self._found_way()
        found = await within(self._limit, lambda: way.reach(self._server, through))
        self._reached = found.state is State.GOOD
        return found

    async def _certificate(self) -> Finding:
        if self._reached is False:
            return skipped(Check.CERTIFICATE, "not-reached")
        through = await self._found_way()
        return await within(self._limit, lambda: look_at_certificate(self._server, through))

    async def _answer(self) -> Finding:
        self._said = await ask_meta(self._world)
        return judge_answer(self._said, self._world)

    async def _clock(self) -> Finding:
        if self._said is None:
            self._said = await ask_meta(self._world)
        return judge_clock(self._said, self._world.clock)

    # --- here

    async def _data_folder(self) -> Finding:
        folder = self._world.cache.folder
        return await within(self._limit, lambda: here.look_at_data_folder(folder))

    async def _files(self) -> Finding:
        return await within(self._limit, here.look_at_files)
