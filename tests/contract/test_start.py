"""The desktop's start waits for these imports: none of them may bring in what is heavy."""

from __future__ import annotations

import subprocess
import sys

import pytest

MODULES = "lease keys offline_files request_page link brand ids sentences wire.seat wire.problem"
HEAVY = {"asyncio", "cryptography.x509", "cryptography.hazmat.primitives.serialization.ssh", "ssl"}


@pytest.mark.rule("APP-1")
def test_contract_imports_nothing_that_slows_the_start() -> None:
    imports = "; ".join(f"import contract.{name}" for name in MODULES.split())
    program = f"import sys; {imports}; print(*sys.modules)"
    told = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert HEAVY.isdisjoint(told.stdout.split())
