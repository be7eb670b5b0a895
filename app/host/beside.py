"""`seat` where a manager runs already: one more product of it, as long as the command runs."""

from __future__ import annotations

import math
import signal
from collections.abc import Callable
from types import FrameType

from app.host.alone import PATIENCE_S, say
from app.host.client import Client
from app.host.told import CANNOT_START, DONE, NOT_ALLOWED, refused, written


class _Ended(Exception):
    """By a signal."""


def hold_beside(
    where: str, product: str, wait: bool, tell: Callable[[dict[str, object]], None]
) -> int:
    """With `wait` as long as it takes: a place in line is asked for in the manager's window."""
    client = Client(where, product)
    if not client.come():
        say("The running license manager does not answer.")
        return CANNOT_START
    _end_on_signals()
    has_seat = False
    try:
        now = client.decided(math.inf if wait else PATIENCE_S)
        if now is None or "use" not in now.allow:
            reason = now.reason if now else "no-answer"
            tell({"seat": "none", "code": reason, "message": (now.message if now else "") or ""})
            return refused(reason)
        has_seat = True
        tell({"seat": "taken", "until": written(now.until)})
        client.stay()
        say("The license manager has ended.")
        return NOT_ALLOWED
    except _Ended:
        return DONE if has_seat else NOT_ALLOWED
    finally:
        client.leave()


def _end_on_signals() -> None:
    def end(_number: int, _frame: FrameType | None) -> None:
        raise _Ended

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, end)
