"""Becoming another program of the project: signals and exit code need no go-between."""

from __future__ import annotations

import os
import subprocess
import sys


def become(module: str, *arguments: str) -> int:
    line = [sys.executable, "-P", "-m", module, *arguments]
    if os.name == "nt":  # there, exec starts a second process and ends this one too early
        return subprocess.call(line)
    os.execv(line[0], line)


def value_of(arguments: list[str], name: str) -> str | None:
    """What stands after `--name`, or after `--name=`."""
    for word, following in zip(arguments, [*arguments[1:], None], strict=True):
        if word == name:
            return following
        if word.startswith(f"{name}="):
            return word.partition("=")[2]
    return None
