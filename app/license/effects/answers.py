"""What a refusal or a fault means for whoever asked: the desktop's one translator (APP-15)."""

from __future__ import annotations

from app.license import events as e
from app.license.client import LONGEST_WAIT, Nothing, Unreached
from app.license.picture import NetFault, Refusal
from app.license.world import World
from contract.problems import Code

API = "/api/v1"

OF_THE_SERVER = frozenset({Code.INTERNAL, Code.MAINTENANCE, Code.RATE_LIMITED})
"""The server speaks, but not to the question: as good as no answer, and asked again later."""


def answer(world: World, generation: int, got: object) -> e.Event:
    """For all that is not what was asked for."""
    if isinstance(got, Refusal):
        return _refused(world, generation, got)
    if isinstance(got, Unreached):
        return e.NotReached(generation, got.fault, got.detail, got.retry_after, world.chance())
    silent = "204" if isinstance(got, Nothing) else "unexpected"
    return e.NotReached(generation, NetFault.SERVER, silent, jitter=world.chance())


def _refused(world: World, generation: int, refusal: Refusal) -> e.Event:
    if refusal.code == Code.TOKEN_INVALID:
        return e.TokenInvalid(generation)
    if refusal.code == Code.CLIENT_TOO_OLD:
        minimum, download = (_text(refusal, name) for name in ("minimum", "download"))
        return e.ClientTooOld(generation, minimum, download)
    if refusal.code in OF_THE_SERVER:
        wait = seconds_to_wait(refusal)
        return e.NotReached(generation, NetFault.SERVER, refusal.code, wait, world.chance())
    return e.Refused(generation, refusal)


def seconds_to_wait(refusal: Refusal) -> float | None:
    """What the server named, a day at most; nonsense is as good as nothing."""
    wait = refusal.members.get("retry_after")
    if isinstance(wait, bool) or not isinstance(wait, int | float) or not wait > 0:
        return None
    return float(min(wait, LONGEST_WAIT))


def is_no_answer(got: object) -> bool:
    """Nobody, or a server that cannot say: to be sent again."""
    return isinstance(got, Unreached) or (isinstance(got, Refusal) and got.code in OF_THE_SERVER)


def _text(refusal: Refusal, name: str) -> str:
    value = refusal.members.get(name)
    return value if isinstance(value, str) else ""
