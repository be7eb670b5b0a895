"""All that a walk needs: a server, a screen, a browser, a place for pictures, and a voice."""

from __future__ import annotations

import contextlib
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tools.journey.browser import browser
from tools.journey.desktop import Desktop
from tools.journey.product import Product
from tools.journey.server import Server
from tools.journey.window import Window
from tools.screen import virtual_screen
from tools.served import free_port


@dataclass
class Stage:
    work: Path
    pictures: Path
    server: Server
    screen: dict[str, str]
    new_page: Callable[[], Any]
    begun: float = field(default_factory=time.monotonic)
    steps: int = 0

    def say(self, line: str) -> None:
        """A step that is done, in a line."""
        self.steps += 1
        print(f"{self.steps:3}. {line}  ({time.monotonic() - self.begun:.1f} s)", flush=True)

    def computer(self, name: str, *, online: bool = True) -> Desktop:
        """A computer; one that is not online finds nobody at the server's address."""
        address = self.server.address if online else f"http://localhost:{free_port()}"
        return Desktop(self.work / name, self._brand, address, self.screen)

    def computer_with_product(self, name: str) -> tuple[Desktop, Product]:
        """A computer where the licensed product is installed, too."""
        profile, address = self.work / name, self.server.address
        manager = [sys.executable, "-P", "-m", "app", "--server", address]
        manager += ["--profile", str(profile), "--brand", str(self._brand)]
        product = Product(self.work / f"{name}-product", self._brand, manager)
        return Desktop(profile, product.brand, address, self.screen), product

    @property
    def _brand(self) -> Path:
        return self.server.data / "brand.toml"

    def window(self, desktop: Window, step: str) -> None:
        """Says the step, with a picture of the screen."""
        self.say(step)
        desktop.ask("picture", path=str(self._picture(step)))

    def page(self, page: Any, step: str) -> None:
        """Says the step, with a picture of the page."""
        self.say(step)
        page.screenshot(path=str(self._picture(step)), full_page=True)

    def _picture(self, step: str) -> Path:
        words = "".join(c if c.isalnum() else "-" for c in step.lower()).strip("-")
        name = "-".join(filter(None, words.split("-")))[:60]
        return self.pictures / f"{self.steps:02}-{name}.png"


@contextlib.contextmanager
def stage(work: Path, pictures: Path) -> Iterator[Stage]:
    work.mkdir(parents=True, exist_ok=True)
    pictures.mkdir(parents=True, exist_ok=True)
    with virtual_screen(work / "screen.log") as screen, browser() as new_page:
        server = Server(work / "server")
        try:
            server.start("--sample")
            yield Stage(work, pictures, server, screen, new_page)
        finally:
            server.stop()
