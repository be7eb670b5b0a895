"""`dev.py rules`: each rule of docs/rules.md with the tests that prove it, and those without.

Rules are read from the document, tests from their `@pytest.mark.rule(...)`, and whether they passed
from what the last runs of `dev.py test` wrote down (tools/results.py).
"""

from __future__ import annotations

import argparse
import ast
import json
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from tools import results
from tools.bootstrap import ROOT

RULEBOOK = ROOT / "docs" / "rules.md"
RULE = re.compile(r"^- \*\*([A-Z]+-\d+)\*\*\s*(?:`([^`]*)`)?\s*(.*(?:\n  +\S.*)*)", re.MULTILINE)
CITING = ("app", "contract", "server", "tests", "tools", "examples", "docs")
SUFFIXES = {".py", ".md", ".html", ".toml", ".tsv"}


@dataclass
class Rule:
    id: str
    state: str
    text: str
    tests: list[str] = field(default_factory=list)
    cited: list[str] = field(default_factory=list)
    passed: bool | None = None


def read_rules() -> dict[str, Rule]:
    document = RULEBOOK.read_text(encoding="utf-8") if RULEBOOK.exists() else ""
    rules = {
        found[1]: Rule(found[1], found[2] or "", found[3]) for found in RULE.finditer(document)
    }
    for test, named in marked_tests():
        for name in named:
            rules.setdefault(name, Rule(name, "not in the rulebook", "")).tests.append(test)
    _add_citations(rules)
    outcomes = results.read()
    for rule in rules.values():
        rule.passed = _all_passed([outcomes.get(test) for test in rule.tests])
    return rules


def _all_passed(outcomes: list[bool | None]) -> bool | None:
    if False in outcomes:
        return False
    return None if None in outcomes or not outcomes else True


def _add_citations(rules: dict[str, Rule]) -> None:
    for path in _texts():
        for name in sorted(set(re.findall(r"(?<![\w-])[A-Z]+-\d+(?!\d)", path.read_text("utf-8")))):
            if name in rules:
                rules[name].cited.append(path.relative_to(ROOT).as_posix())


def _texts() -> Iterator[Path]:
    for folder in CITING:
        for path in sorted((ROOT / folder).rglob("*")):
            if path.suffix in SUFFIXES and path != RULEBOOK:
                yield path


def marked_tests() -> Iterator[tuple[str, list[str]]]:
    """(tests/x.py::test_y, its rule ids) for each test that names a rule."""
    for path in sorted((ROOT / "tests").rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        yield from _marked(tree, path.relative_to(ROOT).as_posix(), _module_marks(tree))


def _marked(node: ast.AST, where: str, inherited: list[str]) -> Iterator[tuple[str, list[str]]]:
    for child in ast.iter_child_nodes(node):
        if not isinstance(child, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            continue
        own = [name for mark in child.decorator_list for name in _named_by(mark)]
        named = list(dict.fromkeys(inherited + own))
        if isinstance(child, ast.ClassDef):
            yield from _marked(child, f"{where}::{child.name}", named)
        elif named and child.name.startswith("test"):
            yield f"{where}::{child.name}", named


def _module_marks(tree: ast.Module) -> list[str]:
    """Ids of a module's `pytestmark = ...`."""
    assigned = [node for node in tree.body if isinstance(node, ast.Assign)]
    marks = [n.value for n in assigned if getattr(n.targets[0], "id", "") == "pytestmark"]
    return [name for mark in marks for call in ast.walk(mark) for name in _named_by(call)]


def _named_by(mark: ast.AST) -> list[str]:
    if not isinstance(mark, ast.Call) or not ast.unparse(mark.func).endswith("mark.rule"):
        return []
    return [str(ast.literal_eval(argument)) for argument in mark.args]


def as_json(rules: list[Rule]) -> str:
    shown = {r.id: {"tests": r.tests, "passed": r.passed, "cited": r.cited} for r in rules}
    return json.dumps(shown, indent=1)


def as_list(rules: list[Rule]) -> str:
    proven = [rule for rule in rules if rule.tests]
    bare = [rule for rule in rules if not rule.tests]
    lines = [line for rule in proven for line in (_headline(rule), *_indented(rule.tests))]
    lines += ["", "Without a test:", *map(_headline, bare)]
    return "\n".join(
        [*lines, "", f"{len(proven)} of {len(rules)} rules have a test that names them."]
    )


def _headline(rule: Rule) -> str:
    verdict = {True: "passed", False: "FAILED", None: "not run" if rule.tests else "-"}[rule.passed]
    return f"{rule.id:9} {verdict:8} {rule.state}".rstrip()


def as_page(rule: Rule) -> str:
    parts = [_headline(rule), rule.text, "", "Tests:", *_indented(rule.tests or ["none"])]
    return "\n".join([*parts, "", "Cited in:", *_indented(rule.cited or ["no file"])])


def _indented(lines: list[str]) -> list[str]:
    return [f"          {line}" for line in lines]


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="dev.py rules", description=__doc__.splitlines()[0])
    parser.add_argument("id", nargs="?")
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args(arguments)
    rules = read_rules()
    if asked.id and asked.id.upper() not in rules:
        print(f"no rule {asked.id} in {RULEBOOK.relative_to(ROOT)}", file=sys.stderr)
        return 1
    chosen = [rules[asked.id.upper()]] if asked.id else list(rules.values())
    print(as_json(chosen) if asked.json else as_page(chosen[0]) if asked.id else as_list(chosen))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
