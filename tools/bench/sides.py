"""What is measured side by side: each returns one round's figures for some seconds of work."""

from __future__ import annotations

import contextlib
import json
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from tools.bench.figures import Round
from tools.bench.processes import cpu_seconds
from tools.bench.raw_sqlite import RawLoop
from tools.bootstrap import ROOT
from tools.postgres import Postgres

Side = Callable[[float], Round]
SQL = ROOT / "tools" / "bench" / "sql"
MILLI, MICRO = 1e3, 1e6


@dataclass(frozen=True)
class Http:
    """The load of one way over some connections; without a server's pid no CPU is told."""

    way: str
    port: int
    connections: int
    devices: int
    server: int = 0
    database: int = 0
    first: int = 0  # the number of the first device
    cookie: str = ""  # of the owner's browser

    def __call__(self, seconds: float) -> Round:
        before = [_cpu(self.server), _cpu(self.database)]
        told = json.loads(
            _output([sys.executable, "-P", "-m", "tools.bench.load", *self._words(seconds)])
        )
        server, database = (
            (_cpu(pid) - was) / max(1, told["requests"]) * MICRO
            for pid, was in zip((self.server, self.database), before, strict=True)
        )
        return Round(
            told["requests"] / told["seconds"], told["p50"] * MILLI, told["p99"] * MILLI,
            server, database, told["errors"], told["first_error"],
        )  # fmt: skip

    def _words(self, seconds: float) -> list[str]:
        values = {
            "way": self.way, "port": self.port, "connections": self.connections,
            "devices": self.devices, "seconds": seconds, "first": self.first,
            "cookie": self.cookie,
        }  # fmt: skip
        return [word for name, value in values.items() for word in (f"--{name}", str(value))]


@dataclass(frozen=True)
class PgBench:
    """PostgreSQL's own load with the statements of a way; a claim's script is two requests."""

    way: str
    postgres: Postgres
    connections: int
    devices: int

    def __call__(self, seconds: float) -> Round:
        before = _cpu(self.postgres.pid)
        options = {
            "-T": max(1, round(seconds)), "-c": self.connections, "-j": 1, "-M": "prepared",
            "-D": f"devices={self.devices}", "-f": SQL / f"{self.way}.sql",
        }  # fmt: skip
        words = [str(word) for pair in options.items() for word in pair]
        program = str(self.postgres.programs / "pgbench")
        per_script = 2 if self.way == "claim" else 1
        with tempfile.TemporaryDirectory(prefix="seatkeeper-pgbench-") as folder:
            log = ["--log", f"--log-prefix={folder}/log", "--sampling-rate=0.1"]
            said = _output([program, "-n", *words, *log, self.postgres.address])
            took = _latencies(Path(folder), per_script)
        requests = per_script * int(_found(r"actually processed: (\d+)", said))
        rate = per_script * float(_found(r"tps = ([\d.]+)", said))
        cpu = (_cpu(self.postgres.pid) - before) / max(1, requests) * MICRO
        failed = int(_found(r"number of failed transactions: (\d+)", said))
        p50, p99 = took[len(took) // 2], took[len(took) * 99 // 100]
        return Round(rate, p50, p99, 0.0, cpu, failed, "a transaction failed" if failed else "")


def _latencies(folder: Path, per_script: int) -> list[float]:
    """Milliseconds of each transaction in pgbench's log, a tenth of them, in order."""
    lines = [line for each in folder.iterdir() for line in each.read_text().splitlines()]
    return sorted(int(line.split()[2]) / MILLI / per_script for line in lines)


@dataclass(frozen=True)
class SQLiteAlone:
    """A loop around SQLite in this process, so many to a commit; a claim is two requests."""

    way: str
    loop: RawLoop
    to_a_commit: int

    def __call__(self, seconds: float) -> Round:
        begin, cpu = time.monotonic(), time.process_time()
        took = sorted(self.loop.run(self.way, self.to_a_commit, seconds))
        requests = len(took) * self.to_a_commit * (2 if self.way == "claim" else 1)
        return Round(
            requests / (time.monotonic() - begin),
            took[len(took) // 2] * MILLI, took[len(took) * 99 // 100] * MILLI,
            0.0, (time.process_time() - cpu) / requests * MICRO,
        )  # fmt: skip


@contextlib.contextmanager
def emptiness() -> Iterator[int]:
    """The port of something that answers faster than any server: the load's own ceiling."""
    line = [sys.executable, "-P", "-m", "tools.bench.emptiness"]
    with subprocess.Popen(line, cwd=ROOT, text=True, stdout=subprocess.PIPE) as process:
        assert process.stdout
        try:
            yield int(process.stdout.readline())
        finally:
            process.kill()


def _cpu(pid: int) -> float:
    return cpu_seconds(pid) if pid else 0.0


def _output(line: list[str]) -> str:
    done = subprocess.run(line, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"{Path(line[0]).name} failed: {done.stdout}{done.stderr}")
    return done.stdout


def _found(pattern: str, text: str) -> str:
    found = re.search(pattern, text)
    assert found, f"{pattern} is not in:\n{text}"
    return found[1]
