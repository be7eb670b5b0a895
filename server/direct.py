"""A connection to the database beside Django's own: for the statements that are asked most.

One at a time uses it. It is opened at the first need, and anew after whatever went wrong.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

import psycopg
from django.db import connection as djangos

from server.config.database import LOCK_WAIT, SQLITE_AT_CONNECT
from server.transaction import alone

POSTGRESQL_AT_CONNECT = (
    "SET TIME ZONE 'UTC'",
    # One plan for good, in the order as written: planning would take longer than the work, and
    # one made while tables are small must do for large ones.
    "SET plan_cache_mode = force_generic_plan",
    "SET join_collapse_limit = 1",
    "SET enable_seqscan = off",
    "SET enable_hashjoin = off",
    "SET enable_mergejoin = off",
    "SET jit = off",
)


class Direct:
    def __init__(self) -> None:
        self._open: Any = None

    @property
    def vendor(self) -> str:
        return str(djangos.vendor)

    def connection(self) -> Any:
        """psycopg's, where each statement is a transaction, or sqlite3's, where none begins one."""
        if self._open is None:
            self._open = _sqlite() if self.vendor == "sqlite" else _postgresql()
        return self._open

    @contextmanager
    def transaction(self) -> Iterator[Any]:
        """On SQLite: with the write lock from the beginning, on the disk at the end."""
        with alone():
            connection = self.connection()
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
            except BaseException:
                connection.execute("ROLLBACK")
                raise
            connection.execute("COMMIT")

    def close(self) -> None:
        if self._open is not None:
            self._open.close()
        self._open = None


def _sqlite() -> sqlite3.Connection:
    path = str(djangos.settings_dict["NAME"])
    made = sqlite3.connect(
        path, timeout=LOCK_WAIT, isolation_level=None, check_same_thread=False, uri=True
    )
    made.executescript(SQLITE_AT_CONNECT)
    return made


def _postgresql() -> psycopg.Connection:
    given = djangos.get_connection_params()
    for name in ("cursor_factory", "context", "prepare_threshold"):
        given.pop(name, None)
    made: psycopg.Connection = psycopg.connect(**given, autocommit=True, prepare_threshold=0)
    for setting in POSTGRESQL_AT_CONNECT:
        made.execute(setting)
    return made


def text(instant: datetime) -> str:
    """An instant as Django writes it in SQLite."""
    return str(instant.astimezone(UTC).replace(tzinfo=None))
