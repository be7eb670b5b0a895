"""Random operations against the naive model, for as long as wished; any difference is told.

In process by the verbs, over HTTP to a running server, or by the rulebook alone. The rows lie in
memory where the machine has a folder for that, and PostgreSQL does not wait for the disk: this
looks for wrong answers, not for what a power cut leaves (`bench kill` does).
"""

from __future__ import annotations

import argparse
import json
import random
import subprocess
import sys
import tempfile
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from tools.bench.processes import end_politely
from tools.bench.servers import Server, serving
from tools.bootstrap import ROOT
from tools.postgres import private_postgres

MEMORY = Path("/dev/shm")


def main(arguments: list[str]) -> int:
    end_politely()
    parser = argparse.ArgumentParser(prog="dev.py bench soak", description=__doc__)
    parser.add_argument("--json", action="store_true", help="it always is JSON")
    parser.add_argument("--operations", type=int, default=5000, help="of each job")
    parser.add_argument("--database", choices=["sqlite", "postgres", "none"], default="sqlite")
    parser.add_argument("--http", action="store_true", help="computers' calls over HTTP")
    parser.add_argument("--seed", type=int)
    parser.add_argument("--jobs", type=int, default=1, help="side by side, each with its own seed")
    asked = parser.parse_args(arguments)
    asked.seed = random.randrange(10**9) if asked.seed is None else asked.seed
    with ThreadPoolExecutor(asked.jobs) as pool:
        seeds = range(asked.seed, asked.seed + asked.jobs)
        found = list(pool.map(lambda seed: _job(asked, seed), seeds))
    way = "over HTTP" if asked.http else "verbs in process"
    way = "rulebook alone" if asked.database == "none" else way
    print(json.dumps({"database": asked.database, "way": way, **_sum(found)}, indent=1))
    return int(any(each["differences"] for each in found))


def _job(asked: argparse.Namespace, seed: int) -> dict[str, Any]:
    with ExitStack() as stack:
        where = MEMORY if MEMORY.is_dir() else None
        data = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="soak-", dir=where)))
        address = ""
        if asked.database == "postgres":
            address = stack.enter_context(private_postgres()).address
        clock = data / "clock"
        clock.write_text("0")
        server = Server(data, address, options=("--clock", str(clock)) if asked.http else ())
        words = ["--operations", str(asked.operations), "--seed", str(seed)]
        words += ["--values"] if asked.database == "none" else []
        if asked.http:
            stack.enter_context(serving(server))
            words += ["--port", str(server.port)]
        return _soak([*server.where, *words])


def _soak(words: list[str]) -> dict[str, Any]:
    """The model belongs to the tests, and runs as a program of its own."""
    done = subprocess.run(
        [sys.executable, "-P", "-m", "tests.server.model.soak", *words],
        cwd=ROOT, stdout=subprocess.PIPE, text=True, check=False,
    )  # fmt: skip
    if not done.stdout:
        raise SystemExit("the soak itself failed: see above")
    said: dict[str, Any] = json.loads(done.stdout)
    return said


def _sum(found: list[dict[str, Any]]) -> dict[str, Any]:
    """Figures added up, but for what is the same in each job, or one after another."""
    total = {name: [each[name] for each in found] for name in found[0]}
    answers: Counter[str] = sum((Counter(each) for each in total.pop("answers")), Counter())
    summed = {
        name: sum(values) if isinstance(values[0], int) and name != "seed" else values
        for name, values in total.items()
    }
    summed["told"] = [each for told in total["told"] for each in told]
    return {**summed, "answers": dict(answers.most_common())}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
