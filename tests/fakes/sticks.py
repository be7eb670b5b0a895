"""Real sticks, as real as the machine allows: FAT on a loop device, FAT by FUSE, ext4, memory.

Each is mounted for as long as a block lasts, can be filled, write-protected and pulled out.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

KINDS = ("vfat", "fat by FUSE", "ext4", "tmpfs")
SIZE_MB = 8


@dataclass
class Stick:
    root: Path
    kind: str

    def protect(self) -> None:
        _run("mount", "-o", "remount,ro", str(self.root))

    def pull_out(self) -> None:
        """Gone from where it was at once, whoever still writes."""
        _run("umount", "-l", str(self.root))

    def move_to(self, at: Path) -> None:
        """Seen at another place from now on, as if it was plugged in just now."""
        at.mkdir()
        _run("mount", "--bind", str(self.root), str(at))
        self.pull_out()
        self.root = at

    def fill(self) -> None:
        """Other files leave no room."""
        with contextlib.suppress(OSError), (self.root / "photographs").open("wb", 0) as file:
            while True:
                file.write(bytes(4096))


@contextlib.contextmanager
def plugged_in(at: Path, image: Path, *kinds: str) -> Iterator[Stick]:
    """The first of these kinds that this machine can mount; skips where it can none."""
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        pytest.skip("only root can mount a stick")
    at.mkdir(parents=True)
    stick = None
    try:
        kind = next((kind for kind in kinds or KINDS if _mounted(kind, at, image)), "")
        if not kind:
            pytest.skip("this machine mounts no stick")
        stick = Stick(at, kind)
        yield stick
    finally:
        for place in {at, stick.root if stick else at}:
            while os.path.ismount(place):
                _run("umount", "-l", str(place))
            place.rmdir()


def _mounted(kind: str, at: Path, image: Path) -> bool:
    with contextlib.suppress(OSError, subprocess.CalledProcessError, StopIteration):
        _mount(kind, at, image)
    return os.path.ismount(at)


def _mount(kind: str, at: Path, image: Path) -> None:
    if kind == "tmpfs":
        return _run("mount", "-t", "tmpfs", "-o", f"size={SIZE_MB}m", "stick", str(at))
    image.write_bytes(b"")
    os.truncate(image, SIZE_MB << 20)
    if kind == "ext4":
        _run("mkfs.ext4", "-q", "-F", "-m", "0", str(image))
        return _run("mount", "-o", "loop", str(image), str(at))
    _run("mkfs.vfat", "-n", "STICK", str(image))
    if kind == "vfat":
        return _run("mount", "-t", "vfat", "-o", "loop", str(image), str(at))
    return _run("fusefat", "-o", "rw+", str(image), str(at))


def _run(*line: str) -> None:
    path = f"{os.environ['PATH']}:/usr/sbin:/sbin"
    program = shutil.which(line[0], path=path)
    if program is None:
        raise FileNotFoundError(line[0])
    subprocess.run([program, *line[1:]], check=True, capture_output=True, timeout=30)
