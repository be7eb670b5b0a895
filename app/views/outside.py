"""All that there is of the desktop outside its window: the icon in the tray, and what is told."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtWidgets import QApplication

from app.views.source import Source
from app.views.teller import Sought, Teller
from app.views.tray import Tray
from app.views.window import Window


class Closed(Sought, Protocol):
    async def close(self) -> None: ...


class Outside:
    """From the first paint to the end."""

    def __init__(
        self, app: QApplication, window: Window, keeper: Source, own: Closed | None
    ) -> None:
        self._own = own
        self.tray = Tray(window, keeper)
        self.teller = Teller(app, window, keeper, self.tray, own)
        self.tray.came = self.teller.look

    async def stop(self) -> None:
        self.teller.stop()
        self.tray.stop()
        if self._own is not None:
            await self._own.close()
