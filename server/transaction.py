"""One act, one transaction: what a verb runs in.

A database that runs transactions side by side may refuse one of them for another's sake
(serialization failure, deadlock). Then the whole act is decided anew, from what is stored now.
Locks are the verb's own first statements.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from threading import Lock
from typing import ParamSpec, TypeVar

from django.db import OperationalError, connection, transaction

from server.config.database import LOCK_WAIT
from server.ready import changes_together

P = ParamSpec("P")
T = TypeVar("T")

TRIES = 5
AGAIN = {"40001", "40P01"}  # serialization failure, deadlock detected


class ChangedMeanwhile(Exception):
    """What was read before a lock was had is no longer so: the act begins anew."""


_writes = Lock()


@contextmanager
def alone() -> Iterator[None]:
    """On SQLite one transaction writes at a time. Those of this process queue up here and are
    woken; those of others sleep and look again, so that a busy file would leave some to starve.
    Nobody queues for longer than a file is waited for: where another program keeps it locked,
    waits would add up."""
    if connection.vendor != "sqlite":
        yield
        return
    if not _writes.acquire(timeout=LOCK_WAIT):
        raise OperationalError("database is locked")
    try:
        yield
    finally:
        _writes.release()


def one_transaction(act: Callable[P, T]) -> Callable[P, T]:
    """Runs `act` in a transaction, again if the database says so; in another one, just once."""

    @wraps(act)
    def wrapped(*args: P.args, **kwargs: P.kwargs) -> T:
        if connection.in_atomic_block:
            with transaction.atomic():
                return act(*args, **kwargs)
        for _ in range(TRIES - 1):
            try:
                with alone(), transaction.atomic(), changes_together():
                    return act(*args, **kwargs)
            except ChangedMeanwhile:
                continue
            except OperationalError as error:
                if getattr(error.__cause__, "sqlstate", None) not in AGAIN:
                    raise
        with alone(), transaction.atomic(), changes_together():
            return act(*args, **kwargs)

    return wrapped
