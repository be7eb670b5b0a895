"""Contact and claim side by side: the server on both databases, pgbench, SQLite with nothing."""

from __future__ import annotations

import argparse
import contextlib
import sqlite3
import tempfile
from contextlib import ExitStack
from pathlib import Path

from tools.bench.figures import Ratio, Subject, interleave, machine, of, show
from tools.bench.processes import end_politely, memory_mb
from tools.bench.raw_sqlite import RawLoop
from tools.bench.servers import Server, serving
from tools.bench.sides import Http, PgBench, SQLiteAlone, emptiness
from tools.postgres import private_postgres

WIDE = 256  # connections of the second measurement
LONG = 20  # seconds of a piece of a long run
PG, LITE = "PostgreSQL", "SQLite"


def asking(what: str) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="dev.py bench", description=what)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=5, help="of each subject in a round")
    parser.add_argument("--connections", type=int, default=32)
    parser.add_argument("--devices", type=int, default=1000)
    parser.add_argument("--pools", type=int, default=10)
    parser.add_argument("--workers", type=int, default=2, help="server processes on PostgreSQL")
    parser.add_argument(
        "--requests",
        type=int,
        default=0,
        help="then so many more of each server: what memory holds",
    )
    parser.add_argument("--narrow", action="store_true", help=f"leave out {WIDE} connections")
    return parser


def compare(way: str, asked: argparse.Namespace) -> int:
    end_politely()
    before = machine()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="seatkeeper-bench-")))
        postgres = stack.enter_context(private_postgres(durable=True))
        servers = {
            PG: Server(folder / "pg", postgres.address, workers=asked.workers),
            LITE: Server(folder / "sqlite"),
        }
        for server in servers.values():
            _fill(server, way, asked)
        raw = RawLoop(_copy(servers[LITE].data, folder), asked.devices)
        for server in servers.values():
            stack.enter_context(serving(server))
        subjects = [
            *_served(way, asked, servers[PG], PG, postgres.pid),
            *_served(way, asked, servers[LITE], LITE, 0),
            Subject("pgbench", PgBench(way, postgres, asked.connections, asked.devices)),
            *[Subject(_alone(number), SQLiteAlone(way, raw, number)) for number in (1, 32)],
            Subject(
                "the load alone",
                Http("empty", stack.enter_context(emptiness()), asked.connections, 1),
            ),
        ]
        interleave(subjects, asked.rounds, asked.seconds)
        memory = {name: round(memory_mb(each.pid)) for name, each in servers.items()}
        later = {name: _memory_after(way, asked, each) for name, each in servers.items()}
    return show(
        way, before, subjects, _ratios(way, subjects),
        {
            "connections, devices, pools, workers": [
                asked.connections, asked.devices, asked.pools, asked.workers
            ],
            "memory of a server process, MB": memory,
            f"the same after {asked.requests:,} more requests": later,
        },
        as_json=asked.json,
    )  # fmt: skip


def _memory_after(way: str, asked: argparse.Namespace, server: Server) -> int:
    """In one go, over as many connections as the rounds had."""
    load = Http(way, server.port, asked.connections, asked.devices, server.pid)
    left = float(asked.requests)
    while left > 0:
        left -= load(LONG).rate * LONG
    return round(memory_mb(server.pid))


def _fill(server: Server, way: str, asked: argparse.Namespace) -> None:
    closed = ["--closed"] if way == "claim" else []
    members = ["--members", str(asked.devices), "--pools", str(asked.pools)]
    server.python("tools.bench.seed", *members, *closed)


def _copy(data: Path, folder: Path) -> Path:
    """The server's rows again, for the loop without a server."""
    copy = folder / "alone.sqlite3"
    with (
        contextlib.closing(sqlite3.connect(data / "seatkeeper.sqlite3")) as source,
        contextlib.closing(sqlite3.connect(copy)) as target,
    ):
        source.backup(target)
    return copy


def _served(
    way: str, asked: argparse.Namespace, server: Server, name: str, database: int
) -> list[Subject]:
    def over(kind: str, connections: int) -> Http:
        return Http(kind, server.port, connections, asked.devices, server.pid, database)

    found = [Subject(f"{way}, {name}", over(way, asked.connections))]
    if not asked.narrow:
        found.append(Subject(f"{way}, {name}, {WIDE} connections", over(way, WIDE)))
    return [*found, Subject(f"empty answer, {name}", over("empty", asked.connections))]


def _alone(to_a_commit: int) -> str:
    return f"SQLite alone, {to_a_commit} to a commit"


def _ratios(way: str, subjects: list[Subject]) -> list[Ratio]:
    goals = {"contact": (0.45, 0.6), "claim": (0.35, None)}[way]
    return [
        of(subjects, f"{way}, {PG}", "pgbench", goals[0]),
        of(subjects, f"{way}, {LITE}", f"{way}, {PG}", goals[1]),
        of(subjects, f"{way}, {PG}", f"empty answer, {PG}"),
        of(subjects, f"{way}, {LITE}", _alone(1)),
        of(subjects, f"{way}, {LITE}", _alone(32)),
        of(subjects, "the load alone", f"empty answer, {PG}"),
        *[_spread(each) for each in subjects if each.name.startswith(way)],
    ]


def _spread(subject: Subject) -> Ratio:
    ratio = subject.middle("p99") / subject.middle("p50")
    return Ratio(f"{subject.name}: p99 / p50", round(ratio, 2), 5.0, at_most=True)
