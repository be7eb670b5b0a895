"""Faults on trial, inside one run of pytest: a function's code is exchanged in a fork, and the
tests that run its line are run there, the quickest first, until one fails.

Everything was imported and collected before, so that a trial costs hardly more than its tests.
"""

from __future__ import annotations

import importlib
import os
import resource
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from types import CodeType, FunctionType
from typing import Any

import coverage
import pytest

from tools.mutation.changes import Mutant

PLAIN = ["-o", "addopts=", "--assert=plain"]  # and nothing that tells or shuffles:
PLAIN += [f"-pno:{name}" for name in ("terminal", "xdist", "randomly", "schemathesis")]
PATIENCE = 60  # seconds of work, not of waiting; a test that never ends has noticed something
Tell = Callable[[Mutant, bool], None]


def try_all(mutants: Sequence[Mutant], tests: list[str], root: str, tell: Tell) -> None:
    """Tells of each mutant whether it survived."""
    trials = Trials(mutants, root, tell)
    code = pytest.main([*PLAIN, *tests], plugins=[trials])
    if trials.failed:
        raise SystemExit(f"the tests fail as they are: {', '.join(trials.failed)}")
    if code:
        raise SystemExit("pytest could not begin")


@dataclass(eq=False)  # pytest keeps it in a set
class Trials:
    """Takes the place of pytest's own loop over the tests."""

    mutants: Sequence[Mutant]
    root: str
    tell: Tell
    failed: list[str] = field(default_factory=list)
    seconds: dict[str, float] = field(default_factory=dict)
    by_line: dict[tuple[str, int], set[str]] = field(default_factory=dict)
    faults: int = 0

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self.faults += report.failed

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        items = {item.nodeid: item for item in session.items}
        self._listen(items)
        for mutant in self.mutants if not self.failed else ():
            tests = [items[name] for name in self._witnesses(mutant)]
            self.tell(mutant, self._survives(mutant, tests))
        return True

    def _listen(self, items: dict[str, pytest.Item]) -> None:
        """Which test runs which line, and how long each takes."""
        sources = sorted({os.path.dirname(f"{self.root}/{each.file}") for each in self.mutants})
        measuring = coverage.Coverage(data_file=None, source=sources)
        measuring.start()
        for name, item in items.items():
            measuring.switch_context(name)
            begin = time.monotonic()
            if not self._passes(item):
                self.failed.append(name)
            self.seconds[name] = time.monotonic() - begin
        measuring.stop()
        data = measuring.get_data()
        for file in data.measured_files():
            for line, names in data.contexts_by_lineno(file).items():
                self.by_line[os.path.relpath(file, self.root), line] = set(names) - {""}

    def _witnesses(self, mutant: Mutant) -> list[str]:
        """Those of the whole function, where Python counts a line to another one."""
        found = self.by_line.get((mutant.file, mutant.line)) or {
            name for line in mutant.lines for name in self.by_line.get((mutant.file, line), ())
        }
        return sorted(found, key=lambda name: self.seconds[name])

    def _passes(self, item: pytest.Item) -> bool:
        before = self.faults
        item.config.hook.pytest_runtest_protocol(item=item, nextitem=None)
        return self.faults == before

    def _survives(self, mutant: Mutant, tests: list[pytest.Item]) -> bool:
        sys.stdout.flush()
        child = os.fork()
        if child == 0:
            resource.setrlimit(resource.RLIMIT_CPU, (PATIENCE, PATIENCE))
            os._exit(self._try(mutant, tests))
        return os.waitpid(child, 0)[1] == 0

    def _try(self, mutant: Mutant, tests: list[pytest.Item]) -> int:
        try:
            _exchange(mutant)
            return int(not all(self._passes(item) for item in tests))
        except BaseException:  # whatever it is: it was noticed
            return 1


def _exchange(mutant: Mutant) -> None:
    module = importlib.import_module(mutant.file.removesuffix(".py").replace("/", "."))
    code = compile(mutant.tree, module.__file__ or mutant.file, "exec", dont_inherit=True)
    for part in mutant.function.split("."):
        inner = (each for each in code.co_consts if isinstance(each, CodeType))
        code = next(each for each in inner if each.co_name == part)
    _function(module, mutant.function).__code__ = code
    for kept in vars(module).values():  # answers from before the fault
        getattr(kept, "cache_clear", lambda: None)()


def _function(module: Any, name: str) -> FunctionType:
    found = module
    for part in name.split("."):
        found = found.__dict__[part]
    for inner in ("fget", "__func__", "__wrapped__"):  # a property, a class's method, a cache
        found = getattr(found, inner, None) or found
    assert isinstance(found, FunctionType), name
    return found
