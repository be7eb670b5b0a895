"""A desktop without a window: the real core on a profile of its own, with a clock to move."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from app.folders import folders
from app.license import compose
from app.license.clock import Clock
from app.license.events import Event, SignInAsked
from app.license.keeper import Keeper
from app.license.picture import Picture, Starting
from app.license.start import read_start
from contract.brand import Brand
from tests.cast import Person
from tests.fakes.clock import FakeClock

PATIENCE = 10.0


class Desktop:
    """Made anew for each start, as a process would be; the profile is what stays."""

    def __init__(
        self,
        profile: Path,
        brand: Brand,
        time: FakeClock,
        *,
        server: str | None = None,
        limit: float | None = None,
    ) -> None:
        self.brand = replace(brand, server=server or brand.server)
        self.folders = folders(brand.product, profile)
        self.time, self.limit = time, limit
        self.clock = Clock(wall=time, steady=lambda: time().timestamp())
        self.seen: list[Picture] = []
        self.keeper = self._open()

    def _open(self) -> Keeper:
        start = read_start(self.folders.data, self.brand, self.clock)
        keeper, self.papers = compose.make_core(
            start,
            brand=self.brand,
            folders=self.folders,
            clock=self.clock,
            version="0.1.0",
            limit=self.limit,
        )
        keeper.subscribe(self.seen.append)
        return keeper

    @property
    def picture(self) -> Picture:
        return self.keeper.picture

    async def start(self) -> Picture:
        self.keeper.start()
        return await self.settled()

    async def post(self, event: Event) -> Picture:
        """Let it happen and wait until nothing is under way."""
        self.keeper.post(event)
        return await self.settled()

    async def sign_in(self, person: Person) -> Picture:
        return await self.post(SignInAsked(person.email, person.password))

    async def settled(self) -> Picture:
        await self.until(lambda p: p.work is None and not isinstance(p.standing, Starting))
        return self.picture

    async def until(self, what: Callable[[Picture], bool]) -> Picture:
        happened = asyncio.Event()
        unsubscribe = self.keeper.subscribe(lambda picture: what(picture) and happened.set())
        try:
            if not what(self.picture):
                async with asyncio.timeout(PATIENCE):
                    await happened.wait()
        finally:
            unsubscribe()
        return self.picture

    async def close(self) -> None:
        await self.keeper.close()
