"""What a bare Debian lacks, by what is to be done. Standard library alone: runs before all else."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

QT = """libglib2.0-0 libgl1 libegl1 libdbus-1-3 libfontconfig1 libxkbcommon0 libxkbcommon-x11-0
    libxcb-cursor0 libxcb-icccm4 libxcb-keysyms1 libxcb-shape0
    fonts-noto-core fonts-liberation""".split()
SCREEN = "xvfb xauth openbox".split()
BROWSER = "chromium".split()
DATABASE = "postgresql".split()

PACKAGES = {
    "nothing": [],
    "window": QT,
    "everything": QT + SCREEN + BROWSER + DATABASE,
}


CAPTURED = {
    "stdin": subprocess.DEVNULL,
    "stdout": subprocess.PIPE,
    "stderr": subprocess.STDOUT,
    "text": True,
}


def is_root_on_debian() -> bool:
    return Path("/etc/debian_version").exists() and hasattr(os, "geteuid") and os.geteuid() == 0


def missing(packages: list[str]) -> list[str]:
    """Those of the packages that dpkg does not know as installed; none where there is no dpkg."""
    if not packages or not shutil.which("dpkg-query"):
        return []
    query = ["dpkg-query", "-W", "-f", "${binary:Package} ${Provides} ${db:Status-Status}\n"]
    listing = subprocess.run(query, capture_output=True, text=True, check=True).stdout
    installed: set[str] = set()
    for line in listing.splitlines():
        names, _, status = line.rpartition(" ")
        if status == "installed":
            installed.update(name.strip(",").partition(":")[0] for name in names.split())
    return [package for package in packages if package not in installed]


def install(packages: list[str]) -> None:
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive", "LC_ALL": "C.UTF-8"}
    apt = ["apt-get", "-q", "-y", "-o", "Acquire::Retries=3", "-o", "Dpkg::Use-Pty=0"]
    for command in ([*apt, "update"], [*apt, "install", "--no-install-recommends", *packages]):
        subprocess.run(command, env=quiet, check=True, **CAPTURED)
