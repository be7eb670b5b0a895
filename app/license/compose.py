"""The core put together: what the first picture needs, and the keeper that goes on from it.

`first_picture` needs no event loop and imports little; `make_core` comes after the first paint.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from app.license.clock import Clock, OffsetFile
from app.license.events import Event, ProductOpened
from app.license.picture import Picture, Shared
from app.license.start import Start
from app.license.states import step

if TYPE_CHECKING:
    from app.folders import Folders
    from app.license.keeper import Keeper
    from app.license.papers import Papers
    from contract.brand import Brand

A_TESTS_CLOCK = 0.5
"""Seconds between looks at a clock that a test may move at any moment."""


def make_clock(offset: Path | None = None) -> Clock:
    """The one clock; `offset` is a test's (`--clock FILE`)."""
    return Clock(offset=OffsetFile(offset)) if offset is not None else Clock()


def first_events(start: Start, brand: Brand) -> tuple[Event, ...]:
    """The disk, then the shell itself where it counts as a product in use (HOST-4)."""
    shell = (ProductOpened(shell=True),) if brand.hold == "shell" else ()  # noqa: S604
    return (start.event, *shell)


def blank(shared: bool) -> Picture:
    """`shared`: whoever set this computer up lets many people use it (APP-14)."""
    return Picture(shared=Shared(preset=True) if shared else None)


def first_picture(start: Start, brand: Brand, clock: Clock, *, shared: bool = False) -> Picture:
    """What the window shows before anything else is imported (APP-1)."""
    picture, at = blank(shared), clock.read().at
    for event in first_events(start, brand):
        picture, _ = step(picture, event, at)
    return picture


def make_core(
    start: Start,
    *,
    brand: Brand,
    folders: Folders,
    clock: Clock,
    version: str,
    server: str | None = None,
    language: Callable[[], str] = lambda: "en",
    limit: float | None = None,
    shared: bool = False,
) -> tuple[Keeper, Papers]:
    """The keeper, and the papers that a product is shown.

    From the same start; on a running loop `keeper.start()` then lets the effects begin.

    `limit`: seconds that a call may take; a test's, that has no time to wait.
    """
    from app.license import effects
    from app.license.client import LIMIT, Client
    from app.license.credentials import Credentials, FileStore, KeyringStore
    from app.license.keeper import LOOK_EVERY, Keeper
    from app.license.papers import Papers
    from app.license.world import World

    files = FileStore(folders.data)
    store = files if folders.profile else KeyringStore(brand.product, folders.room)
    world = World(
        client=Client(server or brand.server, version, language=language, limit=limit or LIMIT),
        cache=start.cache,
        credentials=Credentials(store, files),
        statement=start.statement,
        clock=clock,
        brand=brand,
        version=version,
        device=start.device,
        account=start.event.account.id if start.event.account else "",
        language=language,
    )
    world.credentials.remembers = not shared
    keeper = Keeper(
        clock,
        effects.performer(world),
        picture=blank(shared),
        at_end=lambda: effects.farewell(world),
        look_every=A_TESTS_CLOCK if clock.is_a_tests else LOOK_EVERY,
    )
    for event in first_events(start, brand):
        keeper.post(event)
    return keeper, Papers(world)
