"""`serve`: prepares the data folder, then answers until it is told to stop.

Standard output carries one line alone, `ready ADDRESS`; all else goes to standard error.
"""

from __future__ import annotations

from argparse import ArgumentParser

from django.conf import settings
from django.core.cache import caches
from django.core.cache.backends.locmem import LocMemCache
from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from server.upkeep.first_start import prepare
from server.upkeep.port import claimed
from server.upkeep.run import run


class Command(BaseCommand):
    help = "Start the server."
    requires_system_checks = "__all__"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--port", type=int, required=True, help="without it a free one")
        parser.add_argument("--host", default="127.0.0.1", help="the address to listen on")
        parser.add_argument("--workers", type=int, default=1, help="processes")
        parser.add_argument(
            "--threads", type=int, default=_threads(), help=f"of each process; else {_threads()}"
        )
        parser.add_argument("--sample", action="store_true", help="sample people and licenses")

    def handle(self, **options: object) -> None:
        port = int(str(options["port"]))  # __main__ names a free one where nobody did
        workers = int(str(options["workers"]))
        if workers > 1 and isinstance(caches["default"], LocMemCache):
            raise CommandError("An in-memory cache serves one worker: each would count by itself.")
        host = str(options["host"])
        with claimed(host, port):
            prepare(settings.ADDRESS, sample=bool(options["sample"]))
            connection.close()  # the workers open their own
            run(host, port, workers=workers, threads=int(str(options["threads"])))


def _threads() -> int:
    """Those who wait together share one commit. On PostgreSQL each may hold a connection, of
    which there are 100 unless somebody says otherwise."""
    return 32 if connection.vendor == "sqlite" else 16
