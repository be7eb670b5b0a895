"""Many devices fight for few seats while server processes are killed; every answer is checked.

Four server processes on PostgreSQL, the default server on SQLite. Nothing that was confirmed may
be lost, no pool may be over, no seat that is free refused; no "database is locked", no deadlock,
no 500. Exit code 1 when anything of that was seen.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import random
import re
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tools.bench.fight import Device, Ring
from tools.bench.processes import end_politely, load_of_others
from tools.bench.servers import Server
from tools.bench.witness import Block, compare, judge, witnesses
from tools.bootstrap import ROOT
from tools.postgres import Postgres, private_postgres

BLOCKABLE = 0.1  # of the devices; as many others reserve now and then
LOGGED = re.compile(r"Traceback|database is locked|deadlock detected|ERROR:.*", re.IGNORECASE)
CUT_OFF = re.compile(r"terminating connection|unexpected EOF|Broken pipe", re.IGNORECASE)


@dataclass(frozen=True)
class Plan:
    database: str
    servers: int
    workers: int = 1
    devices: int = 200
    seats: int = 20
    seconds: float = 60
    seed: int = 1
    between: float = 2.0  # seconds from one kill to the next, about
    durable: bool = True


@dataclass
class Outcome:
    plan: Plan
    calls: int = 0
    kills: Counter[str] = field(default_factory=Counter)
    answers: dict[str, int] = field(default_factory=dict)
    repeated: int = 0
    blocks: int = 0
    most: int = 0  # seats certainly taken at one instant
    most_seen: int = 0  # living rows at one look of the owner's
    faults: list[str] = field(default_factory=list)


def main(arguments: list[str]) -> int:
    end_politely()
    parser = argparse.ArgumentParser(prog="dev.py bench kill", description=__doc__)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--database", choices=["postgres", "sqlite", "both"], default="both")
    parser.add_argument("--seconds", type=float, default=60, help="of each fight")
    parser.add_argument("--devices", type=int, default=200)
    parser.add_argument("--seats", type=int, default=20)
    parser.add_argument("--servers", type=int, default=4, help="on PostgreSQL")
    parser.add_argument("--seed", type=int, default=random.randrange(10**6))
    asked = parser.parse_args(arguments)
    outcomes = [
        fight(Plan(name, servers, 1, asked.devices, asked.seats, asked.seconds, asked.seed))
        for name, servers in (("postgres", asked.servers), ("sqlite", 1))
        if asked.database in (name, "both")
    ]
    print(
        json.dumps([_told(each) for each in outcomes], indent=1) if asked.json else _shown(outcomes)
    )
    return int(any(each.faults for each in outcomes))


def fight(plan: Plan) -> Outcome:
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="seatkeeper-kill-")))
        postgres = None
        if plan.database == "postgres":
            postgres = stack.enter_context(private_postgres(durable=plan.durable))
        address = postgres.address if postgres else ""
        servers = [Server(folder, address, plan.workers) for _ in range(plan.servers)]
        members = ["--members", str(plan.devices), "--pools", "1", "--seats", str(plan.seats)]
        servers[0].python("tools.bench.seed", *members, "--closed")
        for each in servers:
            stack.callback(each.stop)
            each.spawn()
        for each in servers:
            each.wait_until_ready()
        return _fought(plan, servers, postgres)


def _fought(plan: Plan, servers: list[Server], postgres: Postgres | None) -> Outcome:
    outcome = Outcome(plan)
    some = max(1, round(plan.devices * BLOCKABLE))
    ring = Ring([each.port for each in servers], range(some, 2 * some))
    with _owner_at_work(servers[0], some, plan.seed) as owner:
        devices = [Device(number, ring, plan.seed) for number in range(plan.devices)]
        for device in devices:
            device.start()
        _kill_at_random(plan, servers, outcome.kills)
        ring.over.set()
        for device in devices:
            device.join(timeout=60)
        seen = owner()
    _judge(outcome, ring, seen)
    outcome.faults += [fault for each in servers for fault in _logged(each.log)]
    outcome.faults += _logged(postgres.log) if postgres else []
    return outcome


@contextlib.contextmanager
def _owner_at_work(server: Server, some: int, seed: int) -> Iterator[Any]:
    line = [
        sys.executable, "-P", "-m", "tools.bench.people", *server.where,
        "--blockable", "0", str(some), "--seed", str(seed),
    ]  # fmt: skip
    with subprocess.Popen(
        line, cwd=ROOT, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        assert process.stdout
        assert process.stdout.readline() == "ready\n"

        def told() -> Any:
            said, _ = process.communicate("", timeout=60)
            return json.loads(said)

        try:
            yield told
        finally:
            process.kill()


def _kill_at_random(plan: Plan, servers: list[Server], kills: Counter[str]) -> None:
    """Whole servers and single workers, in turn with being left alone; all are back at the end."""
    chance = random.Random(plan.seed)
    deadline = time.monotonic() + plan.seconds
    waiting = threading.Event()
    while time.monotonic() < deadline:
        waiting.wait(chance.uniform(0.5, 1.5) * plan.between)
        server = chance.choice(servers)
        if chance.random() < 0.5:
            server.kill_a_worker()
            kills["a worker"] += 1
        else:
            server.kill()
            kills["a whole server"] += 1
            server.start()


def _judge(outcome: Outcome, ring: Ring, seen: dict[str, Any]) -> None:
    blocks = [Block(int(each[0]), *each[1:]) for each in seen["blocks"]]
    heard = witnesses(ring.calls, blocks)
    outcome.most, faults = judge(ring.calls, heard, outcome.plan.seats)
    outcome.faults += ring.faults + faults + compare(heard, seen["rows"])
    if seen["most"] > outcome.plan.seats:
        outcome.faults.append(f"the owner saw {seen['most']} seats taken")
    if len(heard) < outcome.plan.devices:
        outcome.faults.append(f"only {len(heard)} devices were ever answered")
    outcome.calls, outcome.blocks, outcome.most_seen = len(ring.calls), len(blocks), seen["most"]
    outcome.repeated = sum(1 for each in ring.calls if each.tries > 1)
    answers = Counter(f"{each.act}: {each.code or each.status}" for each in ring.calls)
    outcome.answers = dict(sorted(answers.items()))


def _logged(log: Path) -> list[str]:
    """What a log says that must not be: a process that was killed cuts connections, no more."""
    lines = log.read_text(errors="replace").splitlines()
    return [
        f"{log.name}: {line}" for line in lines if LOGGED.search(line) and not CUT_OFF.search(line)
    ]


def _told(outcome: Outcome) -> dict[str, object]:
    return {**vars(outcome), "plan": vars(outcome.plan), "load_before": load_of_others()}


def _shown(outcomes: list[Outcome]) -> str:
    return "\n".join(line for each in outcomes for line in _lines(each))


def _lines(outcome: Outcome) -> list[str]:
    plan = outcome.plan
    return [
        f"{plan.database}: {plan.servers} servers, {plan.devices} devices, {plan.seats} seats, "
        f"{plan.seconds:.0f} s, seed {plan.seed}",
        f"  killed: {dict(outcome.kills)}; blocks: {outcome.blocks}",
        f"  {outcome.calls} calls, {outcome.repeated} of them repeated after a cut",
        *[f"    {number:6} {what}" for what, number in outcome.answers.items()],
        f"  most seats taken at one instant: {outcome.most}, seen at once: {outcome.most_seen}",
        f"  FAULTS: {len(outcome.faults)}",
        *[f"    {fault}" for fault in outcome.faults[:20]],
    ]
