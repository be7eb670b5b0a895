"""`seat` where a manager runs already: one more product of it, as long as the command runs."""

from __future__ import annotations

import math
import signal
from collections.abc import Callable
from types import FrameType

from app.host.alone import PATIENCE_S, say
from app.host.client import Client

DONE, CANNOT_START, NOT_ALLOWED, SIGNED_OUT = 0, 2, 3, 4


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
            return SIGNED_OUT if reason in ("signed-out", "signing-in") else NOT_ALLOWED
        has_seat = True
        until = now.until.strftime("%Y-%m-%dT%H:%M:%SZ") if now.until else None
        tell({"seat": "taken", "until": until})
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
