"""One fault on trial: the function's code is exchanged in a fork, and the tests that run its line
are run there, the quickest first, until one fails.

Everything was imported before the fork, so that a trial costs hardly more than its tests.
"""

from __future__ import annotations

import importlib
import io
import os
import signal
import sys
import time
from collections.abc import Iterable
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from types import CodeType, FunctionType
from typing import Any

import coverage
import pytest

from tools.mutation.changes import Mutant

QUIET = [
    "-q",
    "-x",
    "-n0",
    "--assert=plain",
    "-p",
    "no:randomly",
    "-p",
    "no:cacheprovider",
    "--no-header",
]
PATIENCE = 30  # seconds; a test that never ends has noticed something, too


@dataclass
class Witnesses:
    """Which tests run which line, and how long each takes; told by one run of all of them."""

    seconds: dict[str, float] = field(default_factory=dict)
    by_line: dict[tuple[str, int], set[str]] = field(default_factory=dict)
    _measuring: coverage.Coverage | None = None

    def of(self, mutant: Mutant) -> list[str]:
        """Those of the whole function, where Python counts a line to another one."""
        found = self.by_line.get((mutant.file, mutant.line)) or {
            test for line in mutant.lines for test in self.by_line.get((mutant.file, line), ())
        }
        return sorted(found, key=lambda test: self.seconds[test])

    def listen(self, tests: list[str], sources: Iterable[str], root: str) -> int:
        self._measuring = coverage.Coverage(data_file=None, source=list(sources))
        self._measuring.start()
        code = pytest.main([*QUIET, *tests], plugins=[self])
        self._measuring.stop()
        data = self._measuring.get_data()
        for file in data.measured_files():
            relative = os.path.relpath(file, root)
            for line, contexts in data.contexts_by_lineno(file).items():
                self.by_line[relative, line] = {each for each in contexts if each}
        return int(code)

    @pytest.hookimpl(hookwrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Any:
        assert self._measuring
        self._measuring.switch_context(item.nodeid)
        begin = time.monotonic()
        yield
        self.seconds[item.nodeid] = time.monotonic() - begin
        self._measuring.switch_context("")


def survives(mutant: Mutant, tests: list[str]) -> bool:
    """Whether all tests pass although the fault is there."""
    if not tests:
        return True
    sys.stdout.flush()
    child = os.fork()
    if child == 0:
        os._exit(_try(mutant, tests))
    begin = time.monotonic()
    while time.monotonic() - begin < PATIENCE:
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            return os.waitstatus_to_exitcode(status) == 0
        time.sleep(0.002)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return False


def _try(mutant: Mutant, tests: list[str]) -> int:
    with redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO()):
        _exchange(mutant)
        return int(pytest.main([*QUIET, *tests]))


def _exchange(mutant: Mutant) -> None:
    module = importlib.import_module(mutant.file.removesuffix(".py").replace("/", "."))
    changed = compile(mutant.tree, module.__file__ or mutant.file, "exec", dont_inherit=True)
    code = changed
    for part in mutant.function.split("."):
        code = next(
            each for each in code.co_consts if isinstance(each, CodeType) and each.co_name == part
        )
    _function(module, mutant.function).__code__ = code


def _function(module: Any, name: str) -> FunctionType:
    found = module
    for part in name.split("."):
        found = found.__dict__[part]
    for inner in ("fget", "__func__", "__wrapped__"):
        found = getattr(found, inner, found)
    assert isinstance(found, FunctionType), name
    return found
