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

from server.clock import now
from server.config.brand import brand
from server.config.secrets import master_secret
from server.signing.setup import make_first_keys
from server.upkeep.brand_file import write_brand


def prepare(address: str) -> None:
    """After this the server can answer under `address`."""
    with _one_at_a_time(settings.DATA):
        _tables()
        roots = make_first_keys(settings.DATA, now())
        write_brand(settings.DATA / "brand.toml", address, roots)
        brand.cache_clear()


def prepare_database() -> None:
    """Enough for a command beside the server."""
    with _one_at_a_time(settings.DATA):
        _tables()


def _tables() -> None:
    master_secret()
    call_command("migrate", interactive=False, verbosity=0)
    call_command("createcachetable", verbosity=0)


@contextmanager
def _one_at_a_time(data: Path) -> Iterator[None]:
    try:
        import fcntl
    except ImportError:  # Windows: one server starts at a time there
        yield
        return
    with (data / ".starting").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
