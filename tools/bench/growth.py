"""Contact, claim, the owner's page in pools of growing size: what they cost must not grow.

Ten pools each time; a size is the number of places in one of them. All sizes stand side by side,
each in a database of its own, and take turns. The smallest is what the others are compared with.
"""

from __future__ import annotations

import argparse
import tempfile
from contextlib import ExitStack
from pathlib import Path

from tools.bench.figures import Ratio, Subject, interleave, machine, show
from tools.bench.processes import end_politely
from tools.bench.servers import Server, serving
from tools.bench.sides import Http
from tools.postgres import Postgres, private_postgres
from tools.quiet import quietly

POOLS = 10
AT_MOST = 1.5
LOOKING = 4  # connections of the owner's browser
DEVICES = 1000  # that ask; the others just sit there


def main(arguments: list[str]) -> int:
    end_politely()
    parser = argparse.ArgumentParser(prog="dev.py bench growth", description=__doc__)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=5)
    parser.add_argument("--connections", type=int, default=32)
    parser.add_argument("--sizes", type=_numbers, default=[100, 10_000, 100_000])
    parser.add_argument("--database", choices=["postgres", "sqlite", "both"], default="both")
    asked = parser.parse_args(arguments)
    before = machine()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="seatkeeper-bench-")))
        postgres = None
        if asked.database != "sqlite":
            postgres = stack.enter_context(private_postgres(durable=True))
        subjects = []
        for size in asked.sizes:
            for name, server in _servers(folder, size, postgres, asked.database):
                server.python("tools.bench.seed", *_members(size))
                stack.enter_context(serving(server))
                subjects += _ways(name, size, server, asked.connections)
        interleave(subjects, asked.rounds, asked.seconds)
    more = {"places in a pool": asked.sizes, "pools": POOLS}
    return show("growth", before, subjects, _ratios(subjects), more, as_json=asked.json)


def _numbers(text: str) -> list[int]:
    return [int(word) for word in text.split(",")]


def _members(size: int) -> list[str]:
    """All of them sit but those who claim; there is a seat for everybody."""
    return [
        "--pools", str(POOLS), "--members", str(size * POOLS),
        "--closed-from", str(DEVICES // 2), "--closed-to", str(DEVICES),
    ]  # fmt: skip


def _servers(
    folder: Path, size: int, postgres: Postgres | None, wanted: str
) -> list[tuple[str, Server]]:
    made = []
    if postgres is not None:
        made.append(("PostgreSQL", Server(folder / f"pg-{size}", _another(postgres, size))))
    if wanted != "postgres":
        made.append(("SQLite", Server(folder / f"sqlite-{size}")))
    return made


def _another(postgres: Postgres, size: int) -> str:
    """A database of its own in the same PostgreSQL."""
    name = f"size_{size}"
    quietly(postgres.programs / "createdb", "-h", postgres.folder, "-U", "app", name)
    return postgres.address.replace("/postgres?", f"/{name}?")


def _ways(name: str, size: int, server: Server, connections: int) -> list[Subject]:
    """Contacts by the first members, claims by those after them, who sit only for that."""
    devices = min(DEVICES, size * POOLS) // 2
    cookie = server.python("tools.bench.owner").strip()
    page = Http("page", server.port, LOOKING, 1, server.pid, cookie=cookie)
    return [
        Subject(f"owner's page, {name}, pools of {size}", page),
        *[
            Subject(
                f"{way}, {name}, pools of {size}",
                Http(way, server.port, connections, devices, server.pid, first=first),
            )
            for way, first in (("contact", 0), ("claim", devices))
        ],
    ]


def _ratios(subjects: list[Subject]) -> list[Ratio]:
    """How many times the smallest size's cost; cost is the time between two answers."""
    first: dict[str, float] = {}
    found = []
    for each in subjects:
        kind = each.name.rpartition(",")[0]
        rate = each.middle("rate")
        if kind in first:
            times = round(first[kind] / rate, 2)
            found.append(
                Ratio(f"{each.name}: times the smallest's cost", times, AT_MOST, at_most=True)
            )
        first.setdefault(kind, rate)
    return found
