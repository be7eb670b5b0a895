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
from app.single_instance import SingleInstance, address
from tests.app.conftest import RealServer
from tests.fakes.desktop import Desktop
from tests.fakes.product import Product


@dataclass
class Manager:
    desk: Desktop
    link: Link
    instance: SingleInstance
    guests: list[Product] = field(default_factory=list)

    async def start(self) -> None:
        assert self.instance.claim()
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
        self.instance.close()


@pytest.fixture
def manage(
    server: RealServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[..., Manager]]:
    """`manage()`: it listens, and follows its keeper once it is started."""
    made: list[Manager] = []

    with tempfile.TemporaryDirectory(prefix="link") as folder:
        monkeypatch.setenv("XDG_RUNTIME_DIR", folder)

        def manager(computer: str = "one", hold: Literal["shell", "product"] = "shell") -> Manager:
            desk = Desktop(tmp_path / computer, replace(server.brand, hold=hold), server.time)
            where = address("memo-editor", desk.folders.house, desk.folders.profile)
            instance = SingleInstance(where, desk.folders.data)
            made.append(Manager(desk, Link(where, "memo-editor"), instance))
            assert made[-1].link.listen()
            return made[-1]

        yield manager
        for one in made:
            one.instance.close()
            one.link.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
