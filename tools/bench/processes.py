"""What a process and all that it started have used of the machine, from Linux's /proc."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

TICK = os.sysconf("SC_CLK_TCK") if hasattr(os, "sysconf") else 100
PROC = Path("/proc")


def end_politely() -> None:
    """SIGTERM ends a bench as an error does: what it started is stopped, what it made is gone."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))


def family(pid: int) -> list[int]:
    """The process and its descendants."""
    parents = {}
    for entry in PROC.iterdir():
        if entry.name.isdecimal() and (stat := _stat(int(entry.name))):
            parents[int(entry.name)] = int(stat[1])
    found = [pid]
    for each in found:
        found += [child for child, parent in parents.items() if parent == each]
    return found


def cpu_seconds(pid: int) -> float:
    """User and system time of the family, children that ended and were waited for included."""
    return sum(_ticks(each) for each in family(pid)) / TICK


def _ticks(pid: int) -> int:
    return sum(int(number) for number in _stat(pid)[11:15])


def memory_mb(pid: int) -> float:
    """The largest resident set in the family, now."""
    return max((_resident(each) for each in family(pid)), default=0) / 1024


def _resident(pid: int) -> int:
    try:
        lines = (PROC / str(pid) / "status").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("VmRSS")), 0)


def _stat(pid: int) -> list[str]:
    """The fields of /proc/PID/stat from the state on; none of a process that has gone."""
    try:
        return (PROC / str(pid) / "stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []


def load_of_others() -> float:
    """The machine's load before a bench adds its own: figures of a busy machine say so."""
    return os.getloadavg()[0]
