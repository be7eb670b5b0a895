"""Statements for PostgreSQL, several in one go: prepared once a connection, sent together.

A cursor of psycopg costs more than most of our statements do, and each has its own way there and
back. Here psycopg's lower interface (`psycopg.pq`, in pipeline mode) is used, on Django's own
connection and in its transaction. Values go as text; their types follow from the statement.
"""

from __future__ import annotations

import re
import select
from collections.abc import Iterator, Sequence
from itertools import count
from typing import Any
from weakref import WeakKeyDictionary

import psycopg
from psycopg.adapt import AdaptersMap, PyFormat, Transformer
from psycopg.errors import error_from_result
from psycopg.pq import ConnStatus, ExecStatus, PipelineStatus, TransactionStatus
from psycopg.types.datetime import TimestamptzLoader

Statement = tuple[str, Sequence[Any]]
Rows = list[tuple[Any, ...]]

GOOD = (ExecStatus.TUPLES_OK, ExecStatus.COMMAND_OK)
NOTHING_TO_READ = ""
BEGIN: Statement = ("BEGIN", ())
COMMIT: Statement = ("COMMIT", ())


class Prepared:
    """What one connection has prepared so far, and how values come and go there."""

    def __init__(self, connection: psycopg.Connection[Any]) -> None:
        self.connection = connection
        self.adapters = AdaptersMap(connection.adapters)
        self.adapters.register_loader("timestamptz", TimestamptzLoader)  # Django's is in Python
        self.transformer = Transformer(self)
        self.names: dict[str, bytes] = {}
        self.numbers = count()


_PREPARED: WeakKeyDictionary[psycopg.Connection[Any], Prepared] = WeakKeyDictionary()


def run(
    connection: psycopg.Connection[Any], statements: Sequence[Statement], *, commit: bool = False
) -> list[Rows]:
    """The rows of each. The first fault is raised, and nothing that came after it was done."""
    known = _PREPARED.get(connection)
    if known is None:
        known = _PREPARED[connection] = Prepared(connection)
    pgconn = connection.pgconn
    with connection.lock:
        is_idle = pgconn.transaction_status == TransactionStatus.IDLE
        before = [BEGIN] if is_idle and not connection.autocommit else []
        all_of_it = [*before, *statements, *([COMMIT] if commit else [])]
        pgconn.enter_pipeline_mode()
        try:
            expected = list(_send(known, pgconn, all_of_it))
            pgconn.pipeline_sync()
            while pgconn.flush():
                select.select([pgconn.socket], [pgconn.socket], [])
                pgconn.consume_input()
            return _receive(known, pgconn, expected)[len(before) :]
        finally:
            if pgconn.status == ConnStatus.OK and pgconn.pipeline_status != PipelineStatus.OFF:
                pgconn.exit_pipeline_mode()


def _send(known: Prepared, pgconn: Any, statements: Sequence[Statement]) -> Iterator[str]:
    """Says what each result will be: the rows of a statement, or nothing to read."""
    for statement, values in statements:
        name = known.names.get(statement)
        if name is None:
            name = known.names[statement] = b"_ready_%d" % next(known.numbers)
            pgconn.send_prepare(name, _numbered(statement))
            yield NOTHING_TO_READ
        pgconn.send_query_prepared(name, [_as_text(known, each) for each in values])
        yield statement


def _receive(known: Prepared, pgconn: Any, expected: Sequence[str]) -> list[Rows]:
    found: list[Rows] = []
    fault: psycopg.Error | None = None
    for statement in expected:
        result = _next(pgconn)
        if result is None:
            raise psycopg.OperationalError("the connection is lost")
        _next(pgconn)  # nothing more of this one
        if result.status in GOOD and statement:
            found.append(_rows(known, result))
        elif result.status not in GOOD and fault is None:
            fault = error_from_result(result, encoding=known.connection.info.encoding)
    _next(pgconn)  # the end of all
    if fault is not None:
        known.names.clear()  # who knows which were prepared
        raise fault
    return found


def _next(pgconn: Any) -> Any:
    """The next result; others work while this thread waits for it."""
    while pgconn.is_busy():
        select.select([pgconn.socket], [], [])
        pgconn.consume_input()
    return pgconn.get_result()


def _rows(known: Prepared, result: Any) -> Rows:
    if not result.ntuples:
        return []
    known.transformer.set_pgresult(result)
    rows: Rows = known.transformer.load_rows(0, result.ntuples, tuple)
    return rows


def _as_text(known: Prepared, value: Any) -> bytes | None:
    if value is None:
        return None
    kind = type(value)
    if kind is str:
        return bytes(value, "utf-8")
    if kind is int or kind is float:
        return b"%d" % value if kind is int else repr(value).encode()
    dumped = known.transformer.get_dumper(value, PyFormat.TEXT).dump(value)
    return None if dumped is None else bytes(dumped)


def _numbered(statement: str) -> bytes:
    """As PostgreSQL counts the places of a statement that was written for Django."""
    numbers = count(1)
    told = re.sub("%(s|%)", lambda m: f"${next(numbers)}" if m[1] == "s" else "%", statement)
    return told.encode()
