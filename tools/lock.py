"""requirements.lock: says what pyproject.toml asks for, pinned and hashed, and names no registry.

`python -m tools.lock` writes it anew after a change of pyproject.toml.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from tools.bootstrap import LOCK, ROOT, UV

ADDRESS = re.compile(r"\w+://\S+|--(?:extra-)?index-url|--find-links")


def compile_into(target: Path) -> subprocess.CompletedProcess[str]:
    """Keeps the pins that stand in `target` where pyproject.toml still allows them."""
    line = "pip compile --universal --generate-hashes --no-header -q --group dev pyproject.toml -o"
    command = [str(UV), *line.split(), str(target)]
    surroundings = {**os.environ, "UV_SYSTEM_CERTS": "1"}
    return subprocess.run(
        command, cwd=ROOT, env=surroundings, capture_output=True, text=True, check=False
    )


def check() -> tuple[bool, str]:
    found = ADDRESS.search(LOCK.read_text())
    if found:
        return False, f"{LOCK.name} names an address: {found.group()}"
    with tempfile.TemporaryDirectory() as folder:
        again = Path(folder, LOCK.name)
        again.write_text(LOCK.read_text())
        done = compile_into(again)
        if done.returncode and _is_offline(done.stderr):
            return True, "not compiled again: no connection to a registry"
        if done.returncode:
            return False, done.stderr
        same = again.read_text() == LOCK.read_text()
    return (
        same,
        ""
        if same
        else f"{LOCK.name} is not what pyproject.toml asks for: run python -m tools.lock",
    )


def _is_offline(message: str) -> bool:
    return any(
        word in message
        for word in ("dns error", "Connect", "connect", "timed out", "Request failed")
    )


if __name__ == "__main__":
    outcome = compile_into(LOCK)
    sys.exit(outcome.stderr or outcome.returncode)
