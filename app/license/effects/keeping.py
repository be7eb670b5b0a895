"""Writing what a full disk may refuse without harm."""

from __future__ import annotations

import logging
from collections.abc import Callable

from app.license.world import World

log = logging.getLogger(__name__)


async def remember(world: World, write: Callable[[], None]) -> None:
    """What a full disk may refuse without harm."""
    try:
        await world.disk.do(write)
    except OSError as error:
        log.warning("a file of the profile could not be written: %s", type(error).__name__)
