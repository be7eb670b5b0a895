"""The house itself: what its walls, its lock file and its floor must keep."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from tools.rules import read_rules

ROOT = Path(__file__).parent.parent
ROOMS_NOBODY_NEEDS = {"utils", "util", "common", "helpers", "misc", "base", "lib"}


def python_files(*folders: str) -> Iterator[Path]:
    for folder in folders:
        yield from sorted((ROOT / folder).rglob("*.py"))


def test_calling_qt_does_not_lose_references_to_none(qapp: QApplication) -> None:
    """PySide6 6.12.0 on Python 3.11 lost one with each call and died after some five thousand."""
    before = sys.getrefcount(None)
    for _ in range(2000):
        qapp.processEvents()
    assert sys.getrefcount(None) > before - 100


def test_pyside_stays_below_the_version_that_dies() -> None:
    assert tuple(map(int, version("PySide6-Essentials").split(".")[:2])) < (6, 12)


def test_lock_file_names_no_registry_and_hashes_everything() -> None:
    lock = (ROOT / "requirements.lock").read_text()
    pins = re.findall(r"^[\w.-]+==", lock, re.MULTILINE)
    unhashed = re.findall(r"^[\w.-]+==[^\\\n]*$", lock, re.MULTILINE)
    assert (len(pins) > 50, unhashed, re.findall(r"\w+://\S+|--\w+-url|--find-links", lock)) == (
        True,
        [],
        [],
    )


def test_dev_py_imports_the_standard_library_alone() -> None:
    for path in (
        ROOT / "dev.py",
        ROOT / "tools/bootstrap.py",
        ROOT / "tools/debian.py",
        ROOT / "tools/quiet.py",
    ):
        assert imported_roots(path) <= sys.stdlib_module_names | {"tools"}, path.name


def imported_roots(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            names |= {alias.name.partition(".")[0] for alias in node.names}
        if isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module.partition(".")[0])
    return names


def test_license_rooms_of_the_desktop_load_no_widget() -> None:
    """import-linter cannot name a part of PySide6, so this asks a fresh interpreter."""
    rooms = [
        ".".join(p.relative_to(ROOT).with_suffix("").parts) for p in python_files("app/license")
    ]
    load = f"import sys, importlib; [importlib.import_module(room) for room in {rooms}]"
    ask = "print(sorted({'PySide6.QtWidgets', 'PySide6.QtGui'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", f"{load}; {ask}"], capture_output=True, text=True)
    assert (done.stdout.strip(), done.stderr) == ("[]", "")


def test_no_room_is_called_after_nothing() -> None:
    found = {path.stem for path in python_files("app", "contract", "server", "tools", "tests")}
    folders = {
        path.parent.name for path in python_files("app", "contract", "server", "tools", "tests")
    }
    assert (found | folders) & ROOMS_NOBODY_NEEDS == set()


def test_coroutine_tests_never_spin_a_loop_within() -> None:
    """qtbot.waitUntil inside a coroutine stops the whole run: two loops enter one task."""
    found = {
        f"{path.name}: {name}" for path in python_files("tests") for name in nested_loops(path)
    }
    assert found == set()


def nested_loops(path: Path) -> set[str]:
    coroutines = [
        n for n in ast.walk(ast.parse(path.read_text())) if isinstance(n, ast.AsyncFunctionDef)
    ]
    called = {
        n.attr
        for function in coroutines
        for n in ast.walk(function)
        if isinstance(n, ast.Attribute)
    }
    return called & {"waitUntil", "waitSignal", "waitSignals", "waitExposed", "exec"}


def test_tests_sleep_only_between_two_looks() -> None:
    """A sleep by itself hides a race; in a loop that looks for something it waits."""
    assert [path.name for path in python_files("tests") if sleeps_alone(path)] == []


def sleeps_alone(path: Path) -> bool:
    tree = ast.parse(path.read_text())
    looking = {n for loop in ast.walk(tree) if isinstance(loop, ast.While) for n in ast.walk(loop)}
    calls = {n for n in ast.walk(tree) if isinstance(n, ast.Call)} - looking
    return any(ast.unparse(call.func) == "time.sleep" for call in calls)


@pytest.mark.asyncio
async def test_coroutines_run_on_the_event_loop_of_qt() -> None:
    import asyncio

    assert type(asyncio.get_running_loop()).__module__.startswith("qasync")


def test_rules_that_tests_name_stand_in_the_rulebook() -> None:
    rules = read_rules()
    assert [rule.id for rule in rules.values() if rule.state == "not in the rulebook"] == []
    assert len(rules) > 100
