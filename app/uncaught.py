"""Errors that nobody expected, wherever they happen: in a Qt slot, a thread, the loop (APP-7).

Each stands in the log under an id, and the last id in the support information. Without a console,
as the installed desktop runs, nothing else would tell of them.
"""

from __future__ import annotations

import logging
import sys
import threading
from types import TracebackType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from asyncio import AbstractEventLoop

log = logging.getLogger(__name__)


class Uncaught:
    """The same error again, as at each painting, is not written again."""

    def __init__(self) -> None:
        self.last = ""
        self._known: dict[tuple[type[BaseException], str, int], str] = {}

    def watch(self) -> None:
        """From now on; imports nothing, since it comes before the first paint."""
        sys.excepthook = self._in_a_slot
        threading.excepthook = self._in_a_thread

    def in_the_loop(self, _loop: AbstractEventLoop, context: dict[str, Any]) -> None:
        """An exception handler, as event loops take one."""
        said = str(context.get("message") or "the event loop")
        error = context.get("exception")
        if isinstance(error, BaseException):
            self.note(said, error)
        else:
            log.error("unexpected: %s", said)

    def note(self, where: str, error: BaseException) -> None:
        kind = (type(error), *_place(error.__traceback__))
        again = self._known.get(kind)
        self.last = again or _new_id()
        if again is None:
            self._known[kind] = self.last
            log.error("an error nobody expected [%s]: %s", self.last, where, exc_info=error)

    def _in_a_slot(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        """Python's last word for whatever is raised into Qt, too."""
        if issubclass(kind, Exception):
            self.note("outside of the event loop", error.with_traceback(trace))
        sys.__excepthook__(kind, error, trace)

    def _in_a_thread(self, args: threading.ExceptHookArgs) -> None:
        if isinstance(args.exc_value, Exception):
            self.note("a thread", args.exc_value)
        threading.__excepthook__(args)


def _place(trace: TracebackType | None) -> tuple[str, int]:
    """Where it was raised: the innermost frame."""
    if trace is None:
        return "", 0
    while trace.tb_next is not None:
        trace = trace.tb_next
    return trace.tb_frame.f_code.co_filename, trace.tb_lineno


def _new_id() -> str:
    from uuid import uuid4  # late: hardly ever used

    return uuid4().hex[:8]


uncaught = Uncaught()
"""Of this process."""
