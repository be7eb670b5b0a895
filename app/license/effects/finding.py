"""Looking on sticks for the file that answers the request that waits (AIR-4)."""

from __future__ import annotations

from app.license import errands as do
from app.license import events as e
from app.license.effects.binding import known
from app.license.threads import within
from app.license.world import World
from app.offline.finding import candidates
from app.offline.response import Good, Known, judge

LOOKING = 30.0
"""Seconds; a stick that is slower than that is opened by hand."""


async def look_on_sticks(world: World, errand: do.LookOnSticks) -> e.Event | None:
    """Of two looks at once the later one counts, whichever ends first."""
    world.looks += 1
    this = world.looks
    try:
        found = await within(LOOKING, lambda: candidates(world.sticks()))
    except OSError:
        return None
    here = await known(world)
    path = next((str(path) for path, data in found if _answers(data, here)), "")
    return e.SticksLooked(path) if this == world.looks else None


def _answers(data: bytes, here: Known) -> bool:
    """This request, and nothing else: what is only good in itself is opened by hand."""
    verdict = judge(data, here)
    return isinstance(verdict, Good) and verdict.lease.nonce == here.waiting
