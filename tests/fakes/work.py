"""How much a database did: rows that PostgreSQL read of the places, steps of SQLite's machine."""

from __future__ import annotations

from types import TracebackType

from django.db import connection

_READ = """
SELECT coalesce(sum(seq_tup_read + idx_tup_fetch), 0) FROM pg_stat_xact_user_tables
WHERE relname = 'seats_place'"""


class Work:
    """`done` is what was done in between; on PostgreSQL all of it in one transaction."""

    def __init__(self) -> None:
        self.done = 0

    def __enter__(self) -> Work:
        if connection.vendor == "sqlite":
            connection.connection.set_progress_handler(self._step, 1)
        else:
            self.done = -self._read()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if connection.vendor == "sqlite":
            connection.connection.set_progress_handler(None, 1)
        else:
            self.done += self._read()

    def _step(self) -> int:
        self.done += 1
        return 0

    @staticmethod
    def _read() -> int:
        with connection.cursor() as cursor:
            cursor.execute(_READ)
            return int(cursor.fetchone()[0])
