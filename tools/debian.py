"""What a bare Debian lacks, by what is to be done. Standard library alone: runs before all else."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from tools.quiet import quietly

QT = """libglib2.0-0 libgl1 libegl1 libdbus-1-3 libfontconfig1 libxkbcommon0 libxkbcommon-x11-0
    libxcb-cursor0 libxcb-icccm4 libxcb-keysyms1 libxcb-shape0
    fonts-noto-core fonts-liberation""".split()
SCREEN = "xvfb xauth openbox".split()
READER = "dbus at-spi2-core python3-gi gir1.2-atspi-2.0".split()  # as screen readers read
TRAY = "trayer".split()  # of X11; the one of D-Bus is a fake
BROWSER = "chromium libatomic1".split()  # the second is for the program that drives it
DATABASE = "postgresql".split()
KEY_STORE = "gnome-keyring dbus".split()  # a real Secret Service, on a bus of the tests' own
STICK = "dosfstools fusefat".split()  # a real FAT stick where the kernel has no driver for it

PACKAGES = {
    "nothing": [],
    "window": QT,
    "database": DATABASE,
    "everything": QT + SCREEN + READER + TRAY + BROWSER + DATABASE + KEY_STORE + STICK,
}


def is_root_on_debian() -> bool:
    return Path("/etc/debian_version").exists() and hasattr(os, "geteuid") and os.geteuid() == 0


def missing(packages: list[str]) -> list[str]:
    """Those of the packages that dpkg does not know as installed; none where there is no dpkg."""
    if not packages or not shutil.which("dpkg-query"):
        return []
    row = "${binary:Package} ${Provides} ${db:Status-Status}\n"
    listing = quietly("dpkg-query", "-W", "-f", row)
    installed: set[str] = set()
    for line in listing.splitlines():
        names, _, status = line.rpartition(" ")
        if status == "installed":
            installed.update(name.strip(",").partition(":")[0] for name in names.split())
    return [package for package in packages if package not in installed]


def install(packages: list[str]) -> None:
    apt = ["apt-get", "-q", "-y", "-o", "Acquire::Retries=3", "-o", "Dpkg::Use-Pty=0"]
    for rest in (["update"], ["install", "--no-install-recommends", *packages]):
        quietly(*apt, *rest, DEBIAN_FRONTEND="noninteractive", LC_ALL="C.UTF-8")
