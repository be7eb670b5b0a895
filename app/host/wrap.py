"""`run -- PROGRAM`: a program holds a seat as long as it runs (HOST-1), without a window.

Where a manager runs already, the program is one more product of it. Where none does, this process
is the manager: it has the link, and the program is told where. A crash is a close (HOST-3).
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import subprocess
from collections.abc import Sequence
from typing import TYPE_CHECKING

from app.host import reasons
from app.host.alone import PATIENCE_S, alone, instance_of, is_settled, live, once, say
from app.host.client import Client
from app.host.open_product import LINK_VARIABLE
from app.host.told import CANNOT_RUN, CANNOT_START, NOT_THERE, refused
from app.license.events import ProductClosed, ProductOpened
from app.license.keeper import Keeper
from app.license.picture import Picture, allowed
from app.license.threads import in_thread

if TYPE_CHECKING:
    from app.commands import Shell


def run(shell: Shell, program: Sequence[str]) -> int:
    instance = instance_of(shell)
    if not instance.claim():
        return _as_a_product(Client(instance.where, shell.brand.product), program)
    try:
        return live(shell, _live(shell, instance.where, program))
    finally:
        instance.close()


# --- beside a running manager ----------------------------------------------------------------


def _as_a_product(client: Client, program: Sequence[str]) -> int:
    if not client.come():
        say("The running license manager does not answer.")
        return CANNOT_START
    try:
        now = client.decided(PATIENCE_S)
        if now is None or "use" not in now.allow:
            say(now.message or "" if now else "The running license manager does not answer.")
            return refused(now.reason if now else None)
        begun = _begin(program, client.where)
        return begun if isinstance(begun, int) else _exit_code(_waited(begun))
    finally:
        client.leave()


def _waited(begun: subprocess.Popen[bytes]) -> int:
    """Ctrl-C reaches the program by itself; what it makes of it is its own."""
    while True:
        with contextlib.suppress(KeyboardInterrupt):
            return begun.wait()


# --- as the manager --------------------------------------------------------------------------


async def _live(shell: Shell, where: str, program: Sequence[str]) -> int:
    async with alone(shell, where) as keeper:
        keeper.post(ProductOpened())
        try:
            return await _while_allowed(shell, keeper, where, program)
        finally:
            keeper.post(ProductClosed())


async def _while_allowed(shell: Shell, keeper: Keeper, where: str, program: Sequence[str]) -> int:
    def is_decided(picture: Picture) -> bool:
        return "use" in allowed(picture, shell.clock.read().at) or is_settled(picture)

    picture = await once(keeper, is_decided)
    if "use" not in allowed(picture, shell.clock.read().at):
        say(reasons.words(picture))
        return refused(reasons.reason(picture))
    begun = _begin(program, where)
    if isinstance(begun, int):
        return begun
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):  # the program is told, and then its seat ends
        with contextlib.suppress(NotImplementedError, ValueError, RuntimeError):
            loop.add_signal_handler(number, _pass_on, begun, number)
    unsubscribe = keeper.subscribe(_Tells(shell))
    code = await in_thread(begun.wait)
    unsubscribe()
    return _exit_code(code)


class _Tells:
    """Says once that the seat is gone, and once that it is back; the program goes on (HOST-2)."""

    def __init__(self, shell: Shell) -> None:
        self._shell = shell
        self._might = True

    def __call__(self, picture: Picture) -> None:
        may = "save" in allowed(picture, self._shell.clock.read().at)
        if may != self._might:
            self._might = may
            say("The seat is there again." if may else reasons.words(picture))


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


def _pass_on(begun: subprocess.Popen[bytes], number: int) -> None:
    if number == signal.SIGTERM:  # a terminal's Ctrl-C reaches the program by itself
        begun.terminate()


def _exit_code(code: int) -> int:
    """Ended by a signal: as a shell says it."""
    return 128 - code if code < 0 else code
