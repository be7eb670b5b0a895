"""The composition root: the window is painted first, then everything else is imported and begun.

What a start needs before its window: Qt, the brand, and what lies on the disk. Event loop, HTTP,
key store and local link come after the first paint (APP-1), in `running.py`.
"""

from __future__ import annotations

import logging
import sys
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct
from PySide6.QtWidgets import QApplication

from app import language, log
from app.command_line import Asked, parse
from app.folders import Folders, folders
from app.garbage import Garbage
from app.license.clock import Clock
from app.license.compose import first_picture, make_clock
from app.license.start import Start, read_start
from app.settings import SettingsFile
from app.single_instance import SingleInstance, Turn, address
from app.uncaught import uncaught
from app.views.look import RESOURCES, first_look, wear
from app.views.source import Still
from app.views.window import Window
from contract.brand import Brand, BrandError, read_brand

if TYPE_CHECKING:
    from app.opened_files import OpenedFiles

FIRST_PAINT_S = 0.5
CANNOT_START = 2
FUSION = "-style=fusion"
"""The one style that follows a palette everywhere. As an argument: `setStyle` answers with a
QStyle, whose class takes 4 ms to make."""


class Desktop(Struct):
    """What a start has made before its event loop runs."""

    asked: Asked
    brand: Brand
    where: Folders
    clock: Clock
    start: Start
    still: Still
    window: Window
    instance: SingleInstance
    early: log.Early
    files: OpenedFiles | None = None  # macOS alone hands them over like this
    painted: float = 0.0  # by the steady clock


def main(arguments: Sequence[str]) -> int:
    asked = parse(arguments)
    try:
        brand = _brand(asked)
    except (OSError, BrandError) as error:
        print(f"Seatkeeper cannot use the brand: {error}", file=sys.stderr)  # noqa: T201
        return CANNOT_START
    app = _application(brand)
    files = _files(app)
    garbage = Garbage()
    where = folders(brand.product, asked.profile)
    instance = SingleInstance(address(brand.product, where.house, asked.profile), where.data)
    turn = instance.take_turn(asked.open, quietly=asked.background)
    if turn is Turn.NEITHER:
        print("Seatkeeper runs already, and does not answer.", file=sys.stderr)  # noqa: T201
    if turn is not Turn.FIRST:
        return 0 if turn is Turn.TOLD else CANNOT_START
    desktop = _desktop(app, asked, brand, where, instance)
    desktop.files = files
    if not asked.background:
        _paint(app, desktop)
    code = _run(app, desktop)
    garbage.deleteLater()
    return code


def _files(app: QApplication) -> OpenedFiles | None:
    if sys.platform != "darwin":
        return None
    from app.opened_files import OpenedFiles  # late: an event filter hears everything

    return OpenedFiles(app)


def _brand(asked: Asked) -> Brand:
    """Of the vendor's, or of the file that was named; the server that was named wins."""
    brand = read_brand((asked.brand or RESOURCES / "brand.toml").read_text("utf-8"))
    return replace(brand, server=asked.server or brand.server)


def _application(brand: Brand) -> QApplication:
    app = QApplication.instance() or QApplication([*sys.argv[:1], FUSION])
    assert isinstance(app, QApplication)
    app.setApplicationName(f"seatkeeper-{brand.product}")
    app.setApplicationDisplayName(brand.product_name)
    app.setQuitOnLastWindowClosed(False)  # closing waits for the close of a seat
    return app


# --- before the first paint ------------------------------------------------------------------


def _desktop(
    app: QApplication, asked: Asked, brand: Brand, where: Folders, instance: SingleInstance
) -> Desktop:
    early = log.set_up()
    uncaught.watch()
    clock = make_clock(asked.clock)
    if asked.clock is not None:
        _warn_of_the_clock(asked.clock)
    start = read_start(where.data, brand, clock)
    still = Still(first_picture(start, brand, clock, shared=asked.shared))
    window = _window(app, brand, where, clock, still)
    return Desktop(asked, brand, where, clock, start, still, window, instance, early)


def _warn_of_the_clock(path: Path) -> None:
    said = (
        f"WARNING: this desktop goes by a test's clock, {path}: what it says of time is not true."
    )
    print(said, file=sys.stderr, flush=True)  # noqa: T201  loud, by order
    logging.getLogger(__name__).warning(said)


def _window(app: QApplication, brand: Brand, where: Folders, clock: Clock, still: Still) -> Window:
    settings = SettingsFile(where.data)
    language.spoken.use(language.known(settings.now.language) or language.system_language())
    look = first_look(app, brand.tokens, contrast=settings.now.contrast)
    wear(app, look)
    return Window(
        still, brand, look, now=lambda: clock.read().at, settings=settings, logs=where.logs
    )


def _paint(app: QApplication, desktop: Desktop) -> None:
    """Show the window and let it be seen before anything else is imported."""
    window = desktop.window
    window.opening = True
    window.show()
    give_up = time.monotonic() + FIRST_PAINT_S
    while not window.painted and time.monotonic() < give_up:
        app.processEvents()
    desktop.painted = time.monotonic()
    window.opening = False
    window.activateWindow()


def _run(app: QApplication, desktop: Desktop) -> int:
    from app.running import run  # late: not before the first paint

    try:
        return run(app, desktop)
    finally:
        desktop.instance.close()
