"""How rules, tests and outcomes find each other."""

from __future__ import annotations

import ast
from pathlib import Path

from tools import results, rules

MODULE = """
import pytest
pytestmark = pytest.mark.rule("ID-1")
@pytest.mark.rule("ID-2", "ID-3")
class TestBox:
    @pytest.mark.rule("ID-4")
    def test_one(self): ...
def test_two(): ...
def no_test(): ...
"""
REPORT = """<testsuites><testsuite>
<testcase classname="tests.tools.test_rules" name="test_x[a]"/>
<testcase classname="tests.tools.test_rules" name="test_x[b]"><failure/></testcase>
<testcase classname="tests.tools.test_rules.TestBox" name="test_y"/>
<testcase classname="tests.tools.test_rules" name="test_z"><skipped/></testcase>
</testsuite></testsuites>"""


def test_marks_of_module_class_and_test_add_up() -> None:
    tree = ast.parse(MODULE)
    found = dict(rules._marked(tree, "t.py", rules._module_marks(tree)))
    assert found["t.py::TestBox::test_one"] == ["ID-1", "ID-2", "ID-3", "ID-4"]
    assert found["t.py::test_two"] == ["ID-1"]


def test_one_failed_case_fails_the_whole_test(tmp_path: Path) -> None:
    report = tmp_path / "tests.xml"
    report.write_text(REPORT)
    assert results.outcomes_in(report) == {
        "tests/tools/test_rules.py::test_x": False,
        "tests/tools/test_rules.py::TestBox::test_y": True,
        "tests/tools/test_rules.py::test_z": None,
    }


def test_rule_passes_only_when_all_its_tests_did() -> None:
    cases = ([], [True], [True, None], [True, False, None])
    assert [rules._all_passed(outcomes) for outcomes in cases] == [None, True, None, False]
