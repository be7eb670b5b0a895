"""Calls about the place whose answer nobody waits for any more (SEAT-15).

A call that was let go of may have arrived all the same, or arrive late: a contact after the close
of its place would count as a new start, and hold a seat for hours. So it goes on to its end, what
follows waits a little for it, and a place that it brought is known by its answer.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from typing import TypeVar

from app.license.world import World
from contract.wire.seat import SeatAnswer

PATIENCE = 1.5
"""Seconds that what follows waits for a call that was let go of; then that one is broken off."""

Got = TypeVar("Got")


async def to_its_end(world: World, call: Awaitable[Got]) -> Got:
    """The answer; whoever stops waiting for it leaves the call to go on."""
    await place_left(world)
    running = asyncio.ensure_future(call)
    try:
        return await asyncio.shield(running)
    except asyncio.CancelledError:
        world.let_go = running
        raise


async def place_left(world: World) -> str:
    """The id of a place that a call brought after nobody waited for it; none, usually."""
    call, world.let_go = world.let_go, None
    if call is None:
        return ""
    await asyncio.wait({call}, timeout=PATIENCE)
    if not call.done():
        call.cancel()
        await asyncio.wait({call}, timeout=PATIENCE)
        return ""
    got = None if call.cancelled() else call.result()
    return got.seat if isinstance(got, SeatAnswer) else ""
