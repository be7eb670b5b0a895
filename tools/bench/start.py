"""The desktop beside an empty PySide6 window: how soon it is painted, what it costs when idle.

Process start to first painted window, with a good lease and no network, on a display of its own;
all take turns. Then both lie idle for some seconds, beside an empty window with an event loop of
asyncio. Wall time tells what a person waits; CPU time tells it better on a machine in use.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from tools.bench import papers, windows
from tools.bench.figures import Ratio, machine, wanted
from tools.bench.idle import Idle, idle
from tools.bootstrap import ROOT
from tools.processes import running
from tools.screen import virtual_screen

GOALS = {"wall": 1.30, "status": 0.8, "memory": 1.6}
GESTURE_MS = 100
SETTLES_S = 60.0
"""Without a network the desktop tries often at first, then seldom."""


@dataclass
class Program:
    name: str
    words: list[str]
    wall: list[float] = field(default_factory=list)  # ms
    cpu: list[float] = field(default_factory=list)

    def start(self, environment: dict[str, str]) -> None:
        began = time.monotonic()
        said = subprocess.run(
            self.words, cwd=ROOT, env=environment, capture_output=True, text=True, check=False
        )
        ended = time.monotonic()
        if said.returncode:
            raise RuntimeError(f"{self.name} did not start: {said.stderr[-2000:]}")
        painted, cpu = _said(said.stdout, ended)
        self.wall.append((painted - began) * 1000)
        self.cpu.append(cpu * 1000)


def _said(line: str, ended: float) -> tuple[float, float]:
    """A command paints nothing: it is done when it has ended."""
    with contextlib.suppress(ValueError):
        painted, cpu = map(float, line.split())
        return painted, cpu
    return ended, 0.0


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="dev.py bench start", description=__doc__)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--rounds", type=int, default=11)
    parser.add_argument("--seconds", type=float, default=20, help="to lie idle")
    asked = parser.parse_args(arguments)
    before = machine()
    subprocess.run(
        [sys.executable, "-m", "compileall", "-q", "app", "contract"], cwd=ROOT, check=True
    )
    with _stage() as (options, environment):
        programs = _starts(options)
        _take_turns(programs, asked.rounds, environment)
        rests = _idle(options, environment, asked.seconds)
        gestures = _gestures(options, environment)
    ratios = _ratios(programs, rests, gestures)
    if asked.json:
        told = {
            "bench": "start", "machine": before,
            "starts": {each.name: {"wall_ms": each.wall, "cpu_ms": each.cpu} for each in programs},
            "idle": {name: vars(rest) for name, rest in rests.items()}, "gestures_ms": gestures,
            "ratios": [{**vars(each), "reached": each.reached} for each in ratios],
        }  # fmt: skip
        print(json.dumps(told, indent=1))
    else:
        _print(before, programs, rests, ratios)
    return 0


@contextlib.contextmanager
def _stage() -> Iterator[tuple[list[str], dict[str, str]]]:
    """A display, a profile, and surroundings in which byte code is used as it is in the field."""
    with tempfile.TemporaryDirectory(prefix="start-") as folder:
        options = papers.make(Path(folder))
        with virtual_screen(Path(folder, "screen.log")) as environment:
            environment["XDG_RUNTIME_DIR"] = folder
            environment.pop("DBUS_SESSION_BUS_ADDRESS", None)
            yield options, environment


def _starts(options: list[str]) -> list[Program]:
    python = [sys.executable, "-P"]
    status = [*python, "-m", "app", *options, "status", "--json"]
    return [
        Program("empty window", [*python, "-c", windows.EMPTY_STARTS]),
        Program("desktop", [*python, "-c", windows.DESKTOP_STARTS, *options]),
        Program("status --json", status),
    ]


def _take_turns(programs: list[Program], rounds: int, environment: dict[str, str]) -> None:
    for number in range(rounds + 1):
        print(f"  round {number}/{rounds} …", file=sys.stderr, flush=True)
        for program in programs:
            program.start(environment)
    for program in programs:  # the first fills the caches
        del program.wall[0], program.cpu[0]


def _idle(options: list[str], environment: dict[str, str], seconds: float) -> dict[str, Idle]:
    """Side by side, so that they are disturbed alike."""
    python = [sys.executable, "-P", "-c"]
    lines = {
        "empty window": [*python, windows.EMPTY_LIVES],
        "empty window with qasync": [*python, windows.EMPTY_LIVES_WITH_QASYNC],
        "desktop": [*python, windows.DESKTOP_LIVES, *options],
    }
    with contextlib.ExitStack() as stack:
        running_now = {
            name: stack.enter_context(
                running(line, cwd=ROOT, env=environment, stdout=subprocess.PIPE)
            )
            for name, line in lines.items()
        }
        for process in running_now.values():
            assert process.stdout
            process.stdout.readline()  # it is painted
        print(f"  idle for {seconds:.0f} s …", file=sys.stderr, flush=True)
        return idle({name: each.pid for name, each in running_now.items()}, SETTLES_S, seconds)


def _gestures(options: list[str], environment: dict[str, str]) -> dict[str, float]:
    line = [sys.executable, "-P", "-c", windows.GESTURES, *options]
    done = subprocess.run(
        line, cwd=ROOT, env=environment, capture_output=True, text=True, check=True
    )
    told: dict[str, float] = json.loads(done.stdout)
    return told


def _ratios(
    programs: list[Program], rests: dict[str, Idle], gestures: dict[str, float]
) -> list[Ratio]:
    empty, desktop, status = programs
    window, loop, own = rests["empty window"], rests["empty window with qasync"], rests["desktop"]
    more = own.wakeups - loop.wakeups
    slowest = max(gestures, key=lambda name: gestures[name])
    found = [
        ("desktop / empty window, to the paint", _over(desktop.wall, empty.wall), GOALS["wall"]),
        ("the same, the best run of each", min(desktop.wall) / min(empty.wall), None),
        ("the same, CPU time", _over(desktop.cpu, empty.cpu), None),
        ("status --json / empty window", _over(status.wall, empty.wall), GOALS["status"]),
        ("memory (resident), desktop / empty window", own.memory / window.memory, GOALS["memory"]),
        ("idle wake-ups a second, beyond an empty qasync window's", more, 1.0),
        ("idle CPU ms a second, beyond an empty qasync window's", own.cpu - loop.cpu, None),
        (f"slowest gesture ({slowest}), ms", gestures[slowest], float(GESTURE_MS)),
    ]  # fmt: skip
    return [Ratio(what, round(value, 3), goal, at_most=True) for what, value, goal in found]


def _over(one: list[float], other: list[float]) -> float:
    return median(one) / median(other)


def _print(
    before: dict[str, object],
    programs: list[Program],
    rests: dict[str, Idle],
    ratios: list[Ratio],
) -> None:
    print("  " + ", ".join(f"{key} {value}" for key, value in before.items()))
    print(f"  load after: {os.getloadavg()[0]:.1f}\n")
    print(f"  {'start':28} {'median ms':>10} {'best ms':>8} {'CPU ms':>8}")
    for each in programs:
        cpu = f"{median(each.cpu):8.0f}" if any(each.cpu) else f"{'':8}"
        print(f"  {each.name:28} {median(each.wall):10.0f} {min(each.wall):8.0f} {cpu}")
    print(f"\n  {'idle':28} {'memory MB':>10} {'CPU ms/s':>9} {'wake-ups/s':>10}")
    for name, rest in rests.items():
        print(f"  {name:28} {rest.memory:10.1f} {rest.cpu:9.2f} {rest.wakeups:10.2f}")
    print()
    for ratio in ratios:
        print(f"  {ratio.what:58} {ratio.value:7.3f}{wanted(ratio)}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
