"""A manager without a window, with its link, on the real server."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal

import pytest
from PySide6.QtCore import QCoreApplication, QEvent

from app.host.link import Link
from tests.app.conftest import RealServer
from tests.fakes.desktop import Desktop
from tests.fakes.product import Product


@dataclass
class Manager:
    desk: Desktop
    link: Link
    guests: list[Product] = field(default_factory=list)

    async def start(self) -> None:
        await self.desk.start()
        self.follow()

    def follow(self) -> None:
        self.link.follow(self.desk.keeper, self.desk.papers, self.desk.time)

    async def product(self) -> Product:
        """One that has said hello."""
        return (await self.stranger()).greet()

    async def stranger(self) -> Product:
        self.guests.append(await Product.connect(self.link.where))
        return self.guests[-1]

    async def close(self) -> None:
        await self.link.close()
        for guest in self.guests:
            guest.leave()
        await self.desk.close()


@pytest.fixture
def manage(server: RealServer, tmp_path: Path) -> Iterator[Callable[..., Manager]]:
    """`manage()`: it listens, and follows its keeper once it is started."""
    made: list[Manager] = []

    with tempfile.TemporaryDirectory(prefix="link") as folder:

        def manager(computer: str = "one", hold: Literal["shell", "product"] = "shell") -> Manager:
            desk = Desktop(tmp_path / computer, replace(server.brand, hold=hold), server.time)
            made.append(Manager(desk, Link(str(Path(folder) / f"{len(made)}"), "memo-editor")))
            assert made[-1].link.listen()
            return made[-1]

        yield manager
        for one in made:
            one.link.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
