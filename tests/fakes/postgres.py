"""A real PostgreSQL of this test run alone, fast rather than durable: see tools/postgres.py."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

from tools import postgres
from tools.postgres import installed as installed


@contextlib.contextmanager
def private_postgres() -> Iterator[str]:
    """Yields the address of an empty database."""
    with postgres.private_postgres() as lent:
        yield lent.address
