"""Small private files, written so that a power cut leaves the old one or the new one (LEASE-5)."""

from __future__ import annotations

import contextlib
import errno
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import msgspec

PATIENCE = (0.02, 0.05, 0.1, 0.2, 0.4)
"""Seconds between tries where a scanner or indexer holds the file for a moment (Windows)."""

LARGEST = 64 * 1024

BESIDE = ".new"
"""How a file is called while it is being written."""

LONGEST_WRITE = 600.0

BINARY = getattr(os, "O_BINARY", 0)  # Windows would turn line ends

Kept = TypeVar("Kept")


def make_private_folder(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    if sys.platform != "win32":
        folder.chmod(0o700)


def write_private(path: Path, data: bytes) -> None:
    """Readable for this user alone, its folder too. Raises `OSError`."""
    make_private_folder(path.parent)
    put(path, data, path.with_name(f".{path.name}.{os.getpid()}{BESIDE}"), 0o600)


def put(
    path: Path,
    data: bytes,
    beside: Path,
    mode: int = 0o666,
    before_it_counts: Callable[[], None] = lambda: None,
) -> None:
    """Beside it, flushed, then in its place in one move: whole, or as it was. Raises `OSError`.

    `before_it_counts` may raise one, too: then nothing has changed.
    """
    try:
        _write_new(beside, data, mode)
        before_it_counts()
        replace(beside, path)
    except OSError:
        with contextlib.suppress(OSError):
            beside.unlink()
        raise
    _flush_folder(path.parent)


def _write_new(path: Path, data: bytes, mode: int) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | BINARY, mode)
    with os.fdopen(descriptor, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def sweep(folder: Path) -> None:
    """Away with what a kill or a power cut left beside the files of a folder.

    It may hold a token; it is nobody's any more once it is older than any write takes.
    """
    with contextlib.suppress(OSError):
        for left in folder.glob(f".*{BESIDE}"):
            if time.time() - left.stat().st_mtime > LONGEST_WRITE:
                left.unlink()


def replace(source: Path, target: Path) -> None:
    """In one move; tried again where Windows refuses it for a moment."""
    _make_way(target)
    for pause in PATIENCE:
        try:
            source.replace(target)
        except PermissionError:
            if sys.platform != "win32":
                raise
            time.sleep(pause)
        else:
            return
    source.replace(target)


def _flush_folder(folder: Path) -> None:
    """So that the new name is on the disk, too; a disk that fails at it is told."""
    if sys.platform == "win32":
        return
    try:
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
    except OSError as error:
        if error.errno not in CANNOT_FLUSH_FOLDERS:
            raise


CANNOT_FLUSH_FOLDERS = {
    *(errno.EINVAL, errno.ENOTSUP, errno.ENOSYS),  # some file systems
    *(errno.EACCES, errno.EPERM),  # a folder that may be written to, and not be read
}


def remove(path: Path) -> None:
    """The file, if it is there. Raises `OSError`."""
    _make_way(path)
    path.unlink(missing_ok=True)


def _make_way(path: Path) -> None:
    """A folder that lies where a file belongs is moved away with what is in it."""
    if path.is_dir() and not path.is_symlink():
        names = (path.with_name(f"{path.name}.folder-{n}") for n in range(1, 100))
        path.rename(next(name for name in names if not name.exists()))


def read_small(path: Path) -> bytes | None:
    """What it holds, cut one byte behind the limit; None where it is absent or unreadable.

    What is there and is no file (a folder, a pipe that may never end) is as good as empty.
    """
    try:
        if path.exists() and not path.is_file():
            return b""
        with path.open("rb") as file:
            return file.read(LARGEST + 1)
    except OSError:
        return None


def decoded(data: bytes, kind: type[Kept]) -> Kept | None:
    """JSON from the disk; None where it is damaged, in whatever way."""
    try:
        return msgspec.json.decode(data, type=kind)
    except (msgspec.DecodeError, UnicodeError, RecursionError):
        return None
