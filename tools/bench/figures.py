"""Figures of a run: several rounds of each subject, their medians, and how they are shown."""

from __future__ import annotations

import json
import os
import platform
import sys
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from statistics import median

from tools.bench.processes import load_of_others


@dataclass(frozen=True)
class Round:
    """One subject for some seconds. Times are milliseconds, CPU microseconds a request."""

    rate: float  # requests a second
    p50: float
    p99: float
    server_cpu: float = 0.0
    database_cpu: float = 0.0
    errors: int = 0
    first_error: str = ""


@dataclass
class Subject:
    name: str
    run: Callable[[float], Round]
    rounds: list[Round] = field(default_factory=list)

    def middle(self, figure: str) -> float:
        return median(getattr(each, figure) for each in self.rounds)

    @property
    def best(self) -> float:
        return max(each.rate for each in self.rounds)

    @property
    def errors(self) -> int:
        return sum(each.errors for each in self.rounds)

    def summary(self) -> dict[str, float]:
        names = ("rate", "p50", "p99", "server_cpu", "database_cpu")
        return {**{name: round(self.middle(name), 3) for name in names}, "errors": self.errors}


@dataclass(frozen=True)
class Ratio:
    """One subject's rate in another's; `goal` is the least that is wanted, if anything is."""

    what: str
    value: float
    goal: float | None = None
    at_most: bool = False
    best: float | None = None  # of the best rounds: a busy machine strikes those least

    @property
    def reached(self) -> bool | None:
        if self.goal is None:
            return None
        return self.value <= self.goal if self.at_most else self.value >= self.goal


def interleave(subjects: list[Subject], rounds: int, seconds: float) -> None:
    """Each in turn, again and again, so that a slow minute of the machine strikes them alike."""
    for number in range(rounds):
        for subject in subjects:
            print(f"  round {number + 1}/{rounds}: {subject.name} …", file=sys.stderr, flush=True)
            subject.rounds.append(subject.run(seconds))


def of(subjects: list[Subject], over: str, under: str, goal: float | None = None) -> Ratio:
    named = {each.name: each for each in subjects}
    middle = named[over].middle("rate") / named[under].middle("rate")
    best = named[over].best / named[under].best
    return Ratio(f"{over} / {under}", round(middle, 3), goal, best=round(best, 3))


def machine() -> dict[str, object]:
    return {
        "cores": os.cpu_count(),
        "python": platform.python_version(),
        "load_before": round(load_of_others(), 2),
    }


def show(
    name: str,
    before: dict[str, object],
    subjects: list[Subject],
    ratios: list[Ratio],
    more: dict[str, object],
    *,
    as_json: bool,
) -> int:
    """Prints it; the exit code tells of errors alone: a busy machine is no failure."""
    failed = [each for each in subjects if each.errors]
    if as_json:
        told = {
            "bench": name, "machine": before, **more,
            "subjects": {
                each.name: {**each.summary(), "rounds": [asdict(one) for one in each.rounds]}
                for each in subjects
            },
            "ratios": [{**asdict(each), "reached": each.reached} for each in ratios],
        }  # fmt: skip
        print(json.dumps(told, indent=1))
        return int(bool(failed))
    _print_table(before, subjects)
    for ratio in ratios:
        best = "" if ratio.best is None else f"  (best rounds {ratio.best:.3f})"
        print(f"  {ratio.what:58} {ratio.value:7.3f}{best}{wanted(ratio)}")
    for what, value in more.items():
        print(f"  {what:58} {value}")
    for subject in failed:
        error = next(each.first_error for each in subject.rounds if each.errors)
        print(f"  ERRORS: {subject.name}: {subject.errors}, the first: {error}")
    return int(bool(failed))


def _print_table(before: dict[str, object], subjects: list[Subject]) -> None:
    print("  " + ", ".join(f"{key} {value}" for key, value in before.items()))
    columns = ("req/s", "p50 ms", "p99 ms", "p99/p50", "CPU µs", "db µs")
    print(f"  {'':38} {columns[0]:>9}" + "".join(f" {name:>8}" for name in columns[1:]))
    for each in subjects:
        p50, p99 = each.middle("p50"), each.middle("p99")
        print(
            f"  {each.name:38} {each.middle('rate'):9.0f} {p50:8.2f} {p99:8.2f} "
            f"{p99 / p50 if p50 else 0:8.1f} {each.middle('server_cpu'):8.0f} "
            f"{each.middle('database_cpu'):8.0f}"
        )
    print()


def wanted(ratio: Ratio) -> str:
    if ratio.goal is None:
        return ""
    word = "at most" if ratio.at_most else "at least"
    return f"   wanted: {word} {ratio.goal}  {'reached' if ratio.reached else 'NOT REACHED'}"
