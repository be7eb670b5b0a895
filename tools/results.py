"""What became of each test when `dev.py test` last ran it: build/results.json, from junit files."""

from __future__ import annotations

import json
from pathlib import Path
from xml.etree import ElementTree

from tools.bootstrap import ROOT

RESULTS = ROOT / "build" / "results.json"


def read() -> dict[str, bool | None]:
    """tests/x.py::test_y -> passed; all the cases of a table together; None: skipped."""
    try:
        results: dict[str, bool | None] = json.loads(RESULTS.read_text())
    except (OSError, ValueError):
        return {}
    return results


def remember(report: Path) -> None:
    """Adds a junit file's outcomes; a run of some tests leaves the others as they were."""
    if report.exists():
        merged = {**read(), **outcomes_in(report)}
        RESULTS.write_text(json.dumps(merged, indent=1, sort_keys=True))


def outcomes_in(report: Path) -> dict[str, bool | None]:
    found: dict[str, bool | None] = {}
    for case in ElementTree.parse(report).iter("testcase"):
        name, outcome = _name_of(case), _outcome_of(case)
        found[name] = _both(found[name], outcome) if name in found else outcome
    return found


def _both(one: bool | None, other: bool | None) -> bool | None:
    if one is False or other is False:
        return False
    return None if one is None or other is None else True


def _outcome_of(case: ElementTree.Element) -> bool | None:
    tags = {child.tag for child in case}
    if tags & {"failure", "error"}:
        return False
    return None if "skipped" in tags else True


def _name_of(case: ElementTree.Element) -> str:
    """pytest writes tests.server.test_x.TestY and test_z[case]; the longest file counts."""
    dots = case.get("classname", "").split(".")
    test = case.get("name", "").partition("[")[0]
    for count in range(len(dots), 0, -1):
        path = Path(*dots[:count]).with_suffix(".py")
        if (ROOT / path).is_file():
            return "::".join([path.as_posix(), *dots[count:], test])
    return "::".join([*dots, test])
