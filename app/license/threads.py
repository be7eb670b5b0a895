"""Calls that block and cannot be cancelled: in threads that nobody waits for at the end."""

from __future__ import annotations

import asyncio
import contextlib
import queue
import threading
from collections.abc import Callable
from typing import TypeVar

Value = TypeVar("Value")


def in_thread(call: Callable[[], Value]) -> asyncio.Future[Value]:
    """What `call` returns or raises. Unlike an executor's, the thread does not keep a program
    from ending: a key store or a name server may never answer."""
    loop = asyncio.get_running_loop()
    future: asyncio.Future[Value] = loop.create_future()

    threading.Thread(target=_run, args=(loop, future, call), daemon=True).start()
    return future


async def within(seconds: float, call: Callable[[], Value]) -> Value:
    """In a thread of its own; `TimeoutError` (an `OSError`) where a stick or a share hangs."""
    async with asyncio.timeout(seconds):
        return await in_thread(call)


def _run(
    loop: asyncio.AbstractEventLoop, future: asyncio.Future[Value], call: Callable[[], Value]
) -> None:
    try:
        value = call()
    except Exception as error:  # handed to whoever awaits it
        _tell(loop, _fail, future, error)
    else:
        _tell(loop, _succeed, future, value)


def _tell(loop: asyncio.AbstractEventLoop, tell: Callable[..., None], *what: object) -> None:
    with contextlib.suppress(RuntimeError):  # the loop has closed meanwhile
        loop.call_soon_threadsafe(tell, *what)


def _succeed(future: asyncio.Future[Value], value: Value) -> None:
    if not future.done():
        future.set_result(value)


def _fail(future: asyncio.Future[Value], error: Exception) -> None:
    if not future.done():
        future.set_exception(error)


class OneByOne:
    """A thread that does what it is given in that order, and goes on when nobody waits any more.

    So a file that is being written when a wait is cancelled cannot come after the next step.
    """

    def __init__(self) -> None:
        self._calls: queue.SimpleQueue[Callable[[], None] | None] = queue.SimpleQueue()
        threading.Thread(target=self._work, daemon=True).start()

    def _work(self) -> None:
        while (call := self._calls.get()) is not None:
            call()

    def end(self) -> None:
        """After what was given before."""
        self._calls.put(None)

    def do(self, call: Callable[[], Value]) -> asyncio.Future[Value]:
        loop = asyncio.get_running_loop()
        future: asyncio.Future[Value] = loop.create_future()
        self._calls.put(lambda: _run(loop, future, call))
        return future
