"""`run -- PROGRAM`: a program holds a seat as long as it runs (HOST-1), without a window.

The program is told where the link is. A crash of it is a close (HOST-3); when this process is
killed the program goes on, and its seat ends as after any crash of the manager.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import subprocess
from collections.abc import Sequence
from typing import TYPE_CHECKING

from app.host.alone import live, say
from app.host.open_product import LINK_VARIABLE
from app.host.stay import staying
from app.host.told import CANNOT_RUN, CANNOT_START, NO_ANSWER, NOT_THERE, refused
from app.license.threads import in_thread
from contract.link import Now

if TYPE_CHECKING:
    from app.commands import Shell


def run(shell: Shell, program: Sequence[str]) -> int:
    return live(run_in_seat(shell, program))


async def run_in_seat(shell: Shell, program: Sequence[str]) -> int:
    tells = _Tells()
    async with staying(shell, tells) as stay:
        now = await stay.decided()
        if now is None:
            say(NO_ANSWER)
            return CANNOT_START
        if "use" not in now.allow:
            say(now.message or "")
            return refused(now.reason)
        begun = _begin(program, stay.where)
        if isinstance(begun, int):
            return begun
        _pass_signals_on(begun)
        tells.runs = True
        return _exit_code(await in_thread(begun.wait))


class _Tells:
    """Says once that the seat is gone, and once that it is back; the program goes on (HOST-2)."""

    def __init__(self) -> None:
        self.runs = False
        self._might = True

    def __call__(self, now: Now) -> None:
        may = "save" in now.allow
        if self.runs and may != self._might and not now.asking:
            self._might = may
            say("The seat is there again." if may else now.message or "")


# --- the program -----------------------------------------------------------------------------


def _begin(program: Sequence[str], where: str) -> subprocess.Popen[bytes] | int:
    try:
        return subprocess.Popen(  # noqa: S603  what the person named
            list(program), env={**os.environ, LINK_VARIABLE: where}
        )
    except FileNotFoundError:
        say(f"There is no program {program[0]}.")
        return NOT_THERE
    except OSError as error:
        say(f"{program[0]} cannot be run: {error.strerror}")
        return CANNOT_RUN


def _pass_signals_on(begun: subprocess.Popen[bytes]) -> None:
    """The program is told, and then its seat ends."""
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        with contextlib.suppress(NotImplementedError, ValueError, RuntimeError):
            loop.add_signal_handler(number, _pass_on, begun, number)


def _pass_on(begun: subprocess.Popen[bytes], number: int) -> None:
    if number == signal.SIGTERM:  # a terminal's Ctrl-C reaches the program by itself
        begun.terminate()


def _exit_code(code: int) -> int:
    """Ended by a signal: as a shell says it."""
    return 128 - code if code < 0 else code
