"""`dev.py test --coverage`: every branch of the contract and of the rulebook is taken by a test of
its own, without a database. Anything less than 100 % fails, and is told with its lines."""

from __future__ import annotations

import os
import subprocess
import tempfile
from pathlib import Path

from tools.bootstrap import PYTHON, ROOT

SOURCES = ["contract", "server/rulebook"]
TESTS = [
    "tests/contract", "tests/server/rulebook", "tests/field/test_lease_attacks.py",
    "tests/field/test_response_files.py",
]  # fmt: skip


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "COVERAGE_FILE": str(Path(folder) / "data")}
        coverage = [str(PYTHON), "-m", "coverage"]
        sources = f"--source={','.join(SOURCES)}"
        tests = ["-m", "pytest", "-q", "-n0", "-p", "no:randomly", *TESTS]
        code = subprocess.call(
            [*coverage, "run", "--branch", sources, *tests], cwd=ROOT, env=environment
        )
        report = [*coverage, "report", "--show-missing", "--skip-covered", "--fail-under=100"]
        return subprocess.call(report, cwd=ROOT, env=environment) or code
