"""The composition root: the window is painted first, then everything else is imported and begun.

What a start needs before its window: Qt, the brand, and what lies on the disk. Event loop, HTTP
and key store come after the first paint (APP-1).
"""

from __future__ import annotations

import logging
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QFileOpenEvent
from PySide6.QtWidgets import QApplication

from app import language, log
from app.command_line import Asked, parse
from app.folders import Folders, folders
from app.garbage import Garbage
from app.host.link import Link
from app.license.clock import Clock
from app.license.compose import first_picture, make_clock
from app.license.events import FileOpened
from app.license.start import Start, read_start
from app.settings import SettingsFile
from app.single_instance import SingleInstance, address
from app.version import VERSION
from app.views import icons
from app.views.look import RESOURCES, look_for, wear
from app.views.source import Still
from app.views.window import Window
from contract.brand import Brand, BrandError, read_brand

if TYPE_CHECKING:
    from app.license.keeper import Keeper
    from app.license.papers import Papers
    from app.trace import Trace

FIRST_PAINT_S = 0.5
CANNOT_START = 2


@dataclass
class Desktop:
    """What a start has made before its event loop runs."""

    asked: Asked
    brand: Brand
    where: Folders
    clock: Clock
    start: Start
    still: Still
    window: Window
    instance: SingleInstance
    link: Link
    opened: list[Path]


def main(arguments: Sequence[str]) -> int:
    asked = parse(arguments)
    try:
        brand = _brand(asked)
    except (OSError, BrandError) as error:
        print(f"Seatkeeper cannot use the brand: {error}", file=sys.stderr)  # noqa: T201
        return CANNOT_START
    app = _application(brand)
    garbage = Garbage()
    where = folders(brand.product, asked.profile)
    instance = SingleInstance(address(brand.product, where.data, asked.profile), where.data)
    if not instance.claim():
        return 0 if instance.hand_over(asked.open) else CANNOT_START
    desktop = _desktop(app, asked, brand, where, instance)
    _paint(app, desktop.window)
    code = _run(app, desktop)
    garbage.deleteLater()
    return code


def _brand(asked: Asked) -> Brand:
    """Of the vendor's, or of the file that was named; the server that was named wins."""
    brand = read_brand((asked.brand or RESOURCES / "brand.toml").read_text("utf-8"))
    return replace(brand, server=asked.server or brand.server)


def _application(brand: Brand) -> QApplication:
    app = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(app, QApplication)
    app.setApplicationName(f"seatkeeper-{brand.product}")
    app.setApplicationDisplayName(brand.product_name)
    app.setQuitOnLastWindowClosed(False)  # closing waits for the close of a seat
    return app


# --- before the first paint ------------------------------------------------------------------


def _desktop(
    app: QApplication, asked: Asked, brand: Brand, where: Folders, instance: SingleInstance
) -> Desktop:
    log.set_up(where.logs)
    clock = make_clock(asked.clock)
    if asked.clock is not None:
        _warn_of_the_clock(asked.clock)
    start = read_start(where.data, brand, clock)
    still = Still(first_picture(start, brand, clock))
    window = _window(app, brand, where, clock, still)
    opened = list(asked.open)
    link = Link(instance.where, brand.product)
    link.opened = opened.extend
    link.listen()
    return Desktop(asked, brand, where, clock, start, still, window, instance, link, opened)


def _warn_of_the_clock(path: Path) -> None:
    said = (
        f"WARNING: this desktop goes by a test's clock, {path}: what it says of time is not true."
    )
    print(said, file=sys.stderr, flush=True)  # noqa: T201  loud, by order
    logging.getLogger(__name__).warning(said)


def _window(app: QApplication, brand: Brand, where: Folders, clock: Clock, still: Still) -> Window:
    settings = SettingsFile(where.data)
    language.spoken.use(language.known(settings.now.language) or language.system_language())
    look = look_for(app, brand.tokens)
    wear(app, look)
    app.setWindowIcon(icons.icon("armchair", look.colour("accent"), 128))
    window = Window(
        still, brand, look, now=lambda: clock.read().at, settings=settings, logs=where.logs
    )
    app.styleHints().colorSchemeChanged.connect(lambda _scheme: _wear_again(app, brand, window))
    return window


def _wear_again(app: QApplication, brand: Brand, window: Window) -> None:
    """The system went dark or light."""
    look = look_for(app, brand.tokens)
    wear(app, look)
    window.wear(look)


def _paint(app: QApplication, window: Window) -> None:
    """Show the window and let it be seen before anything else is imported."""
    window.show()
    give_up = time.monotonic() + FIRST_PAINT_S
    while not window.painted and time.monotonic() < give_up:
        app.processEvents()
    window.activateWindow()


# --- after it --------------------------------------------------------------------------------


def _run(app: QApplication, desktop: Desktop) -> int:
    import qasync  # late: not before the first paint; it brings asyncio

    try:
        return int(qasync.run(_live(app, desktop)))
    finally:
        desktop.instance.close()


async def _live(app: QApplication, desktop: Desktop) -> int:
    """From the first effect to the last answer; ends when the window is closed."""
    keeper, papers = _core(desktop)
    trace = _trace(desktop, keeper)
    files = _FilesOpened(app, desktop.link)
    desktop.window.follow(keeper)
    desktop.link.opened = lambda paths: _opened(desktop.window, keeper, paths)
    keeper.start()
    for event in desktop.still.posted:  # asked of the first picture, before it lived
        keeper.post(event)
    desktop.link.follow(keeper, papers, lambda: desktop.clock.read().at)
    _opened(None, keeper, desktop.opened)
    await _until_closed(desktop.window, desktop.link)
    desktop.window.hide()
    await desktop.link.close()
    await keeper.close()
    app.removeEventFilter(files)
    desktop.window.stop()
    if trace is not None:
        trace.close()
    return 0


async def _until_closed(window: Window, link: Link) -> None:
    """A closed window goes on unseen while a product is open: its seat hangs on it (HOST-4)."""
    import asyncio

    something, ordered = asyncio.Event(), asyncio.Event()
    window.closed = link.changed = something.set

    def end() -> None:
        ordered.set()
        something.set()

    _hang_up_on_signals(end)
    while not (ordered.is_set() or (window.isHidden() and not link.products)):
        await something.wait()
        something.clear()


def _core(desktop: Desktop) -> tuple[Keeper, Papers]:
    from app.license.compose import make_core

    return make_core(
        desktop.start,
        brand=desktop.brand,
        folders=desktop.where,
        clock=desktop.clock,
        version=VERSION,
        language=lambda: language.spoken.code,
    )


def _trace(desktop: Desktop, keeper: Keeper) -> Trace | None:
    if desktop.asked.trace is None:
        return None
    from app.trace import Trace as Writer  # late: for tests from outside alone

    trace = Writer(desktop.asked.trace, now=lambda: desktop.clock.read().at)
    trace(keeper.picture)
    keeper.subscribe(trace)
    return trace


def _opened(window: Window | None, keeper: Keeper, paths: Sequence[Path]) -> None:
    """A second start, a double click, or files on the command line (APP-11, AIR-4)."""
    if window is not None:
        window.bring_up()
    for path in paths[:1]:
        keeper.post(FileOpened(path))


def _hang_up_on_signals(end: Callable[[], object]) -> None:
    """A terminal's Ctrl-C and a session's end close, whatever is open."""
    import asyncio
    import contextlib
    import signal

    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        with contextlib.suppress(NotImplementedError, ValueError, RuntimeError):
            loop.add_signal_handler(number, end)


class _FilesOpened(QObject):
    """macOS hands a double-clicked file over as an event."""

    def __init__(self, app: QApplication, link: Link) -> None:
        super().__init__()
        self._link = link
        app.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        if isinstance(event, QFileOpenEvent) and event.file():
            self._link.opened((Path(event.file()),))
            return True
        return super().eventFilter(watched, event)
