"""Random operations against the naive model, for as long as wished; any difference is told.

In process by the verbs, or over HTTP to a running server. The rows lie in memory where the
machine has a folder for that: this looks for wrong answers, not for what a power cut leaves.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

from tools.bench.processes import end_politely
from tools.bench.servers import Server, serving
from tools.bootstrap import ROOT
from tools.postgres import private_postgres

MEMORY = Path("/dev/shm")


def main(arguments: list[str]) -> int:
    end_politely()
    parser = argparse.ArgumentParser(prog="dev.py bench soak", description=__doc__)
    parser.add_argument("--json", action="store_true", help="it always is JSON")
    parser.add_argument("--operations", type=int, default=5000)
    parser.add_argument("--database", choices=["sqlite", "postgres"], default="sqlite")
    parser.add_argument("--http", action="store_true", help="computers' calls over HTTP")
    parser.add_argument("--seed", type=int)
    asked = parser.parse_args(arguments)
    with ExitStack() as stack:
        where = MEMORY if MEMORY.is_dir() else None
        data = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="soak-", dir=where)))
        address = ""
        if asked.database == "postgres":
            address = stack.enter_context(private_postgres()).address
        clock = data / "clock"
        clock.write_text("0")
        server = Server(data, address, options=("--clock", str(clock)) if asked.http else ())
        words = ["--operations", str(asked.operations)]
        words += ["--seed", str(asked.seed)] if asked.seed is not None else []
        if asked.http:
            stack.enter_context(serving(server))
            words += ["--port", str(server.port)]
        return _soak(asked, [*server.where, *words])


def _soak(asked: argparse.Namespace, words: list[str]) -> int:
    """The model belongs to the tests, and runs as a program of its own."""
    done = subprocess.run(
        [sys.executable, "-P", "-m", "tests.server.model.soak", *words],
        cwd=ROOT, stdout=subprocess.PIPE, text=True, check=False,
    )  # fmt: skip
    if not done.stdout:
        return done.returncode
    way = "over HTTP" if asked.http else "verbs in process"
    print(json.dumps({"database": asked.database, "way": way, **json.loads(done.stdout)}, indent=1))
    return done.returncode
