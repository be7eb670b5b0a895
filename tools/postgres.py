"""A real PostgreSQL of one run alone: on a socket in a folder, no port, gone afterwards."""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tools.quiet import quietly

UNSAFE_BUT_FAST = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off"
DURABLE = "-c fsync=on -c synchronous_commit=on -c full_page_writes=on"


@dataclass(frozen=True)
class Postgres:
    """A running one: where its socket and its log lie, and whose programs it runs."""

    folder: Path
    programs: Path

    @property
    def address(self) -> str:
        return f"postgresql://app@/postgres?host={self.folder}"

    @property
    def log(self) -> Path:
        return self.folder / "log"

    @property
    def pid(self) -> int:
        return int((self.folder / "db" / "postmaster.pid").read_text().split()[0])


def installed() -> Path | None:
    """Debian keeps the programs out of the path, a folder for each version."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    return found[-1].parent if found else None


@contextlib.contextmanager
def private_postgres(*, durable: bool = False) -> Iterator[Postgres]:
    """An empty database. Durable: each commit waits for the disk, as at an operator's."""
    programs = installed()
    assert programs, "no PostgreSQL is installed"
    folder = Path(tempfile.mkdtemp(prefix="seatkeeper-pg-"))
    as_user = _as_its_own_user(folder)
    quietly(*as_user, programs / "initdb", "-D", folder / "db", "-U", "app", "-A", "trust",
            "-E", "UTF8", "--no-locale", "--no-sync")  # fmt: skip
    control = [*as_user, programs / "pg_ctl", "-D", folder / "db"]
    settings = DURABLE if durable else UNSAFE_BUT_FAST
    options = f"-k {folder} -c listen_addresses='' -c max_connections=300 {settings}"
    quietly(*control, "-w", "-l", folder / "log", "-o", options, "start")
    try:
        yield Postgres(folder, programs)
    finally:
        quietly(*control, "-m", "immediate", "stop")
        shutil.rmtree(folder, ignore_errors=True)


def _as_its_own_user(folder: Path) -> list[str]:
    """PostgreSQL refuses to run as root, so root lends it Debian's user."""
    if os.geteuid():
        return []
    shutil.chown(folder, "postgres")
    return ["runuser", "-u", "postgres", "--"]
