"""`seat [--wait]`: this computer has a seat as long as the command runs (HOST-1, HOST-7).

`run` without a program, for a job script that starts it beside its work and ends it afterwards.
Each change is a line: a sentence, or JSON. Interrupted while it has a seat, it is done (0).
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import signal
import sys
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from app.host.alone import live, say
from app.host.stay import staying
from app.host.told import CANNOT_START, DONE, NO_ANSWER, NOT_ALLOWED, refused, written
from contract.link import Now

if TYPE_CHECKING:
    from app.commands import Shell

Tell = Callable[[dict[str, object]], None]


def hold(shell: Shell, *, wait: bool, as_json: bool) -> int:
    return live(_until_interrupted(shell, wait, partial(_tell, as_json)))


def _tell(as_json: bool, now: dict[str, object]) -> None:
    if as_json:
        sys.stdout.write(json.dumps(now) + "\n")
        sys.stdout.flush()
    else:
        say(_sentence(now))


def _sentence(now: dict[str, object]) -> str:
    match now:
        case {"seat": "taken", "until": str(until)}:
            return f"You have a seat. Saving works until {until}, and longer while this runs."
        case {"seat": "taken"}:
            return "You have a seat."
        case {"seat": "waiting", "place": place}:
            return f"All seats are taken. Your place in line: {place}."
        case _:
            return str(now["message"])


async def _until_interrupted(shell: Shell, wait: bool, tell: Tell) -> int:
    return await held(shell, wait, tell, _interrupted())


def _interrupted() -> asyncio.Event:
    ended, loop = asyncio.Event(), asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        with contextlib.suppress(NotImplementedError, ValueError, RuntimeError):
            loop.add_signal_handler(number, ended.set)
    return ended


async def held(shell: Shell, wait: bool, tell: Tell, ended: asyncio.Event) -> int:
    async with staying(shell, _Says(tell), wait=wait) as stay:
        now = await stay.decided(ended)
        if ended.is_set():
            return DONE if _may(now) else NOT_ALLOWED
        if now is None:
            tell({"seat": "none", "code": "no-answer", "message": NO_ANSWER})
            return CANNOT_START
        if not _may(now):
            return refused(now.reason)
        await ended.wait()
        return DONE


def _may(now: Now | None) -> bool:
    return now is not None and "use" in now.allow


class _Says:
    """Each change once, and nothing while it is being asked for."""

    def __init__(self, tell: Tell) -> None:
        self._tell = tell
        self._said: dict[str, object] = {}

    def __call__(self, now: Now) -> None:
        line = _line(now)
        if line and line != self._said:
            self._said = line
            self._tell(line)


def _line(now: Now) -> dict[str, object]:
    if _may(now):
        return {"seat": "taken", "until": written(now.until)}
    if now.asking:
        return {}
    if now.reason == "waiting":
        return {"seat": "waiting", "place": now.place}
    return {"seat": "none", "code": now.reason, "message": now.message or ""}
