"""What `serve` and `admin` find or make before they begin: secret, tables, cache, keys, brand.

Every step looks first and may be repeated; two processes that start together do not disturb
each other.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection

from server.clock import now
from server.config.brand import brand
from server.signing.setup import make_first_keys
from server.upkeep.brand_file import write_brand
from server.upkeep.master_secret import check_master_secret

LOCK = 0x5EA7_0001  # a number of ours among PostgreSQL's advisory locks


def prepare(address: str, *, sample: bool = False) -> None:
    """After this the server can answer under `address`."""
    with _one_at_a_time(settings.DATA):
        _tables()
        roots = make_first_keys(settings.DATA, now())
        write_brand(settings.DATA / "brand.toml", address, roots)
        brand.cache_clear()
        if sample:
            from server.upkeep.sample import make_sample  # only where it is wanted

            make_sample(settings.DATA / "sample.json")


def prepare_database() -> None:
    """Enough for a command beside the server."""
    with _one_at_a_time(settings.DATA):
        _tables()


def _tables() -> None:
    call_command("migrate", interactive=False, verbosity=0)
    check_master_secret()
    call_command("createcachetable", verbosity=0)


@contextmanager
def _one_at_a_time(data: Path) -> Iterator[None]:
    """Neither beside another process of this folder, nor beside one on another machine."""
    with _alone_in_folder(data), _alone_in_database():
        yield


@contextmanager
def _alone_in_database() -> Iterator[None]:
    if connection.vendor != "postgresql":  # SQLite lies in the folder
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        try:
            yield
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])


@contextmanager
def _alone_in_folder(data: Path) -> Iterator[None]:
    try:
        import fcntl
    except ImportError:  # Windows: one server starts at a time there
        yield
        return
    with (data / ".starting").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
