"""From the first paint to the end: the local link, the keeper, and whoever listens to it.

Imported after the first paint, and free to import what it likes.
"""

from __future__ import annotations

import asyncio
import contextlib
import signal
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import qasync
from PySide6.QtWidgets import QApplication

from app import language
from app.files_in_turn import FilesInTurn
from app.host.link import Link
from app.host.open_product import open_product
from app.license.compose import make_core
from app.license.events import SticksChanged
from app.offline.watch import follow as follow_sticks
from app.uncaught import uncaught
from app.version import VERSION
from app.views import icons, license_info, offline_steps, support
from app.views.activity import Activity
from app.views.dressing import follow_the_system
from app.views.outside import Outside
from app.views.window import Window

if TYPE_CHECKING:
    from app.license.keeper import Keeper
    from app.license.papers import Papers
    from app.main import Desktop
    from app.trace import Trace


PAGES = (license_info, offline_steps, support)
"""Imported here, so that the first look at one of them waits for nothing."""

PRODUCT_COMES_S = 30.0
"""For a product that started the manager in the background, to connect."""


def run(app: QApplication, desktop: Desktop) -> int:
    """Ends when the window is closed."""
    desktop.early.write_to(desktop.where.logs)
    follow_the_system(app, desktop.brand.tokens, desktop.window)
    app.setWindowIcon(icons.icon("armchair", desktop.window.look.colour("accent"), 128))
    return int(qasync.run(_live(app, desktop)))


async def _live(app: QApplication, desktop: Desktop) -> int:
    """From the first effect to the last answer; ends when the window is closed."""
    asyncio.get_running_loop().set_exception_handler(uncaught.in_the_loop)
    opened = list(desktop.asked.open)
    link = _link(desktop, opened)
    keeper, papers = _core(desktop)
    trace = _trace(desktop, keeper)
    desktop.window.follow(keeper)
    files = FilesInTurn(keeper)
    desktop.window.opened = files.open
    link.opened = lambda paths: _opened(desktop.window, files, paths)
    keeper.start()
    for event in desktop.still.posted:  # asked of the first picture, before it lived
        keeper.post(event)
    link.follow(keeper, papers, lambda: desktop.clock.read().at)
    files.open(opened)
    if desktop.files is not None:
        desktop.files.give_to(link.opened)
    no_sticks = follow_sticks(keeper, lambda: keeper.post(SticksChanged()))
    activity = Activity(app, keeper)
    outside = _outside(app, desktop, keeper)
    patience = PRODUCT_COMES_S if desktop.asked.background else 0.0
    await _until_closed(desktop.window, link, patience)
    activity.stop()
    await outside.stop()
    no_sticks()
    files.stop()
    desktop.window.hide()
    await link.close()
    await keeper.close()
    if desktop.files is not None:
        desktop.files.stop()
    desktop.window.stop()
    if trace is not None:
        trace.close()
    return 0


def _link(desktop: Desktop, opened: list[Path]) -> Link:
    """What comes before the keeper lives is collected in `opened`."""
    link = Link(desktop.instance.where, desktop.brand.product)
    link.opened = opened.extend
    link.listen()
    command = desktop.brand.open_command
    desktop.window.hands.open_product = lambda: open_product(command, link.where)
    return link


async def _until_closed(window: Window, link: Link, patience: float = 0.0) -> None:
    """A closed window goes on unseen while a product is open: its seat hangs on it (HOST-4).

    Begun in the background there is neither yet: the product that wanted it is given `patience`.
    """
    something, ordered = asyncio.Event(), asyncio.Event()
    window.closed = link.changed = something.set

    def end() -> None:
        ordered.set()
        something.set()

    _hang_up_on_signals(end)
    if patience and not link.products:
        await _something_or_nothing(something, patience)
    while not (ordered.is_set() or (window.isHidden() and not link.products)):
        await something.wait()
        something.clear()


async def _something_or_nothing(something: asyncio.Event, patience: float) -> None:
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(patience):
            await something.wait()


def _outside(app: QApplication, desktop: Desktop, keeper: Keeper) -> Outside:
    """What is seen and told of us where the window is not looked at (APP-4)."""
    own = None
    if sys.platform == "linux":
        from app.desktop_notices import DesktopNotices

        own = DesktopNotices(desktop.brand.product_name, app.applicationName())
    return Outside(app, desktop.window, keeper, own)


def _core(desktop: Desktop) -> tuple[Keeper, Papers]:
    return make_core(
        desktop.start,
        brand=desktop.brand,
        folders=desktop.where,
        clock=desktop.clock,
        version=VERSION,
        language=lambda: language.spoken.code,
        shared=desktop.asked.shared,
    )


def _trace(desktop: Desktop, keeper: Keeper) -> Trace | None:
    if desktop.asked.trace is None:
        return None
    from app.trace import Trace as Writer  # late: for tests from outside alone

    trace = Writer(desktop.asked.trace, now=lambda: desktop.clock.read().at)
    trace(keeper.picture, painted=desktop.painted)
    keeper.subscribe(trace)
    return trace


def _opened(window: Window, files: FilesInTurn, paths: Sequence[Path]) -> None:
    """A second start, or a double click (APP-11, AIR-4)."""
    window.bring_up()
    files.open(paths)


def _hang_up_on_signals(end: Callable[[], object]) -> None:
    """A terminal's Ctrl-C and a session's end close, whatever is open."""
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        with contextlib.suppress(NotImplementedError, ValueError, RuntimeError):
            loop.add_signal_handler(number, end)
