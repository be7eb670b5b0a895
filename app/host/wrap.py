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
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from app import log
from app.garbage import Garbage
from app.host import reasons
from app.host.client import Client
from app.host.link import Link
from app.host.open_product import LINK_VARIABLE
from app.license.compose import make_core
from app.license.events import ProductClosed, ProductOpened
from app.license.keeper import Keeper
from app.license.picture import Picture, SignedOut, Starting, allowed
from app.license.start import read_start
from app.license.threads import in_thread
from app.single_instance import SingleInstance, address
from app.version import VERSION

if TYPE_CHECKING:
    from app.commands import Shell

PATIENCE_S = 30.0
"""How long a decision about the seat may take, before the program is not begun."""

CANNOT_START, NOT_ALLOWED, SIGNED_OUT, CANNOT_RUN, NOT_THERE = 2, 3, 4, 126, 127


def run(shell: Shell, program: Sequence[str]) -> int:
    where, brand = shell.where, shell.brand
    instance = SingleInstance(address(brand.product, where.data, shell.asked.profile), where.data)
    if not instance.claim():
        return _as_a_product(Client(instance.where, brand.product), program)
    try:
        return _as_the_manager(shell, instance.where, program)
    finally:
        instance.close()


# --- beside a running manager ----------------------------------------------------------------


def _as_a_product(client: Client, program: Sequence[str]) -> int:
    if not client.come():
        _say("The running license manager does not answer.")
        return CANNOT_START
    try:
        now = client.decided(PATIENCE_S)
        if now is None or "use" not in now.allow:
            _say(now.message or "" if now else "The running license manager does not answer.")
            return _code(now.reason if now else None)
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


def _as_the_manager(shell: Shell, link: str, program: Sequence[str]) -> int:
    app = QCoreApplication.instance() or QCoreApplication(sys.argv[:1])
    import qasync  # after Qt: it takes what is there

    log.set_up().write_to(shell.where.logs)
    garbage = Garbage()
    code = int(qasync.run(_live(shell, link, program)))
    garbage.deleteLater()
    del app
    return code


async def _live(shell: Shell, where: str, program: Sequence[str]) -> int:
    start = read_start(shell.where.data, shell.brand, shell.clock)
    keeper, papers = make_core(
        start, brand=shell.brand, folders=shell.where, clock=shell.clock, version=VERSION
    )
    link = Link(where, shell.brand.product)
    link.opened = lambda _paths: _say("The window cannot be opened while this program runs.")
    link.listen()
    keeper.start()
    link.follow(keeper, papers, lambda: shell.clock.read().at)
    keeper.post(ProductOpened())
    try:
        return await _while_allowed(shell, keeper, where, program)
    finally:
        keeper.post(ProductClosed())
        await link.close()
        await keeper.close()


async def _while_allowed(shell: Shell, keeper: Keeper, where: str, program: Sequence[str]) -> int:
    picture = await _decided(shell, keeper)
    if "use" not in allowed(picture, shell.clock.read().at):
        _say(reasons.words(picture))
        return _code(reasons.reason(picture))
    begun = _begin(program, where)
    if isinstance(begun, int):
        return begun
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):  # the program is told, and then its seat ends
        with contextlib.suppress(NotImplementedError, ValueError, RuntimeError):
            loop.add_signal_handler(number, _pass_on, begun, number)
    unsubscribe = keeper.subscribe(_Tells(shell, picture))
    code = await in_thread(begun.wait)
    unsubscribe()
    return _exit_code(code)


async def _decided(shell: Shell, keeper: Keeper) -> Picture:
    """The first picture with a lease, or the last one that nothing is under way for."""
    changed = asyncio.Event()
    unsubscribe = keeper.subscribe(lambda _picture: changed.set())
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(PATIENCE_S):
            while not _is_decided(keeper.picture, shell):
                await changed.wait()
                changed.clear()
    unsubscribe()
    return keeper.picture


def _is_decided(picture: Picture, shell: Shell) -> bool:
    if "use" in allowed(picture, shell.clock.read().at):
        return True
    signed_out = isinstance(picture.standing, SignedOut) and picture.session == "absent"
    settled = not isinstance(picture.standing, Starting | SignedOut) and picture.work is None
    return signed_out or (settled and picture.session != "unknown")


class _Tells:
    """Says once that the seat is gone, and once that it is back; the program goes on (HOST-2)."""

    def __init__(self, shell: Shell, picture: Picture) -> None:
        self._shell = shell
        self._might = True

    def __call__(self, picture: Picture) -> None:
        may = "save" in allowed(picture, self._shell.clock.read().at)
        if may != self._might:
            self._might = may
            _say("The seat is there again." if may else reasons.words(picture))


# --- the program -----------------------------------------------------------------------------


def _begin(program: Sequence[str], where: str) -> subprocess.Popen[bytes] | int:
    try:
        return subprocess.Popen(  # noqa: S603  what the person named
            list(program), env={**os.environ, LINK_VARIABLE: where}
        )
    except FileNotFoundError:
        _say(f"There is no program {program[0]}.")
        return NOT_THERE
    except OSError as error:
        _say(f"{program[0]} cannot be run: {error.strerror}")
        return CANNOT_RUN


def _pass_on(begun: subprocess.Popen[bytes], number: int) -> None:
    if number == signal.SIGTERM:  # a terminal's Ctrl-C reaches the program by itself
        begun.terminate()


def _exit_code(code: int) -> int:
    """Ended by a signal: as a shell says it."""
    return 128 - code if code < 0 else code


def _code(reason: str | None) -> int:
    return SIGNED_OUT if reason in ("signed-out", "signing-in") else NOT_ALLOWED


def _say(words: str) -> None:
    sys.stderr.write(words + "\n")
    sys.stderr.flush()
