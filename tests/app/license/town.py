"""Four people before real windows on one road to the real server, and the beat of their loop.

Ada is the owner and has a good lease, Ben a member whose lease bridges, Dora signed in without a
seat, and at the fourth computer nobody signed in.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QPushButton

from app.license.events import RemarkRead, Tick, TryAgainAsked
from app.license.face import Face, face
from app.license.picture import Offline, Online, Picture
from app.settings import SettingsFile
from app.views.look import look_of
from app.views.window import Window
from tests.cast import ADA, BEN, DORA
from tests.fakes.desktop import Desktop

if TYPE_CHECKING:
    from tests.fakes.clock import FakeClock

PATIENCE = 10.0
BEAT_MS = 5


class Heart:
    """Beats in the event loop: what holds the loop up shows as a gap, in seconds."""

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._last = self._loop.time()
        self._longest = 0.0
        self._timer = QTimer(interval=BEAT_MS)
        self._timer.timeout.connect(self._beat)
        self._timer.start()

    def _beat(self) -> None:
        now = self._loop.time()
        self._longest, self._last = max(self._longest, now - self._last), now

    def longest(self) -> float:
        """Since it was last asked."""
        self._beat()
        longest, self._longest = self._longest, 0.0
        return longest

    def stop(self) -> None:
        self._timer.stop()


@dataclass
class Desk:
    """A computer and its window."""

    core: Desktop
    window: Window

    @property
    def picture(self) -> Picture:
        return self.core.picture

    @property
    def face(self) -> Face:
        return face(self.picture)

    def told(self) -> tuple[object, ...]:
        shown = self.picture
        return type(shown.standing).__name__, shown.connection, shown.work, shown.contact_due

    def words(self) -> str:
        parts = [w for kind in (QLabel, QPushButton) for w in self.window.findChildren(kind)]
        return "\n".join(part.text() for part in parts if part.isVisible())

    def button(self, words: str) -> QPushButton:
        found = self.window.findChildren(QPushButton)
        return next(b for b in found if b.isVisible() and b.text() == words)


class Town:
    """`ada`, `ben`, `dora` and `guest`, signed in as they are."""

    def __init__(self, make: Callable[..., Desktop], address: str, time: FakeClock, logs) -> None:
        self.time, self._logs = time, logs
        self._make, self._address = make, address
        self.heart = Heart()

    async def settle(self) -> None:
        self.ada, self.ben = self._sit_down("ada"), self._sit_down("ben")
        self.dora, self.guest = self._sit_down("dora", hold="product"), self._sit_down("guest")
        for desk, person in ((self.ada, ADA), (self.ben, BEN), (self.dora, DORA)):
            await desk.core.start()
            await desk.core.sign_in(person)
        await self.guest.core.start()
        await asyncio.sleep(0.1)  # the idle window's own beat, to compare with
        self.idle = self.heart.longest()

    def _sit_down(self, name: str, **brand: object) -> Desk:
        core = self._make(name, self._address, **brand)
        look = look_of(core.brand.tokens, dark=False)
        window = Window(
            core.keeper, core.brand, look, now=self.time,
            settings=SettingsFile(core.folders.data), logs=self._logs,
        )  # fmt: skip
        window.show()
        return Desk(core, window)

    @property
    def desks(self) -> tuple[Desk, ...]:
        return self.ada, self.ben, self.dora, self.guest

    async def ask(self, **later: float) -> None:
        """Time goes on; whoever has something due asks now."""
        self.time.tick(**later)
        for desk in self.desks:
            desk.core.keeper.post(Tick())
        self.guest.core.keeper.post(TryAgainAsked())

    async def lost(self) -> None:
        await self._all(lambda desk: isinstance(desk.picture.connection, Offline))
        await self._all(lambda desk: desk.picture.work is None)

    async def healed(self) -> None:
        """By itself, at the latest at the third try."""
        for _ in range(3):
            await self.ask(minutes=11)
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(PATIENCE / 3):
                    await self._all(lambda desk: isinstance(desk.picture.connection, Online))
                    await self._all(lambda desk: desk.picture.work is None)
                    return
        raise AssertionError([desk.told() for desk in self.desks])

    async def _all(self, what: Callable[[Desk], bool]) -> None:
        try:
            async with asyncio.timeout(PATIENCE):
                while not all(what(desk) for desk in self.desks):  # noqa: ASYNC110  four at once
                    await asyncio.sleep(0.005)
        except TimeoutError:
            raise AssertionError([desk.told() for desk in self.desks]) from None

    def dialogs(self) -> Iterable[QDialog]:
        return [
            w for w in QApplication.topLevelWidgets() if isinstance(w, QDialog) and w.isVisible()
        ]

    def read(self) -> None:
        """Close whatever was said."""
        for desk in self.desks:
            desk.core.keeper.post(RemarkRead())

    async def close(self) -> None:
        self.heart.stop()
        for desk in self.desks:
            desk.window.stop()
            desk.window.hide()
            await desk.core.close()
            desk.window.deleteLater()
