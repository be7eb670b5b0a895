"""What processes cost that only wait: memory, CPU time, wake-ups, from Linux's /proc."""

from __future__ import annotations

import time
from dataclasses import dataclass

from tools.bench.processes import PROC, cpu_seconds, memory_mb


@dataclass(frozen=True)
class Idle:
    memory: float  # MB resident; those beside it share its libraries, so none is divided
    cpu: float  # ms a second
    wakeups: float  # a second, all threads


def idle(pids: dict[str, int], settles: float, seconds: float) -> dict[str, Idle]:
    """All at the same time, once they have settled."""
    time.sleep(settles)
    began = time.monotonic()
    before = {name: (cpu_seconds(pid), _wakeups(pid)) for name, pid in pids.items()}
    time.sleep(seconds)
    found = {}
    for name, pid in pids.items():
        cpu, wakeups = before[name]
        span = time.monotonic() - began
        found[name] = Idle(
            memory=memory_mb(pid),
            cpu=(cpu_seconds(pid) - cpu) / span * 1000,
            wakeups=(_wakeups(pid) - wakeups) / span,
        )
    return found


def _wakeups(pid: int) -> int:
    """How often its threads went to sleep of themselves: once for each time they were woken."""
    return sum(
        _number(task / "status", "voluntary_ctxt_switches")
        for task in (PROC / str(pid) / "task").iterdir()
    )


def _number(path: object, name: str) -> int:
    with open(str(path), encoding="ascii") as file:
        line = next(line for line in file if line.startswith(name + ":"))
    return int(line.split()[1])
