"""A file carried away on a stick: whole and read back there, or not there at all (AIR-1, AIR-4).

A stick is pulled out, full, write-protected, or takes a minute for a page: nothing of that is done
on the event loop, and what nobody waits for any more never appears on the stick later.
"""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
import threading
from pathlib import Path

from app.license import files
from app.license.picture import DiskFault
from app.license.threads import within

WRITING = 60.0
"""Seconds: a cheap stick may have megabytes of other files to flush before ours."""

READING = 15.0

PART = ".part"


async def put(path: Path, data: bytes) -> None:
    """Raises `OSError`, `TimeoutError` among them; the file that was there is whole then."""
    let_go = threading.Event()
    try:
        await within(WRITING, lambda: _put(path, data, let_go))
    finally:
        let_go.set()  # cancelled, or too slow: a thread cannot be stopped, but it can be told


async def get(path: Path) -> bytes:
    """One byte behind the limit is enough to see that it is too large. Raises `OSError`."""
    return await within(READING, lambda: read(path))


def read(path: Path) -> bytes:
    if path.exists() and not path.is_file():
        raise IsADirectoryError(path.name)  # or a pipe, which may never end
    with path.open("rb") as file:
        return file.read(files.LARGEST + 1)


def fault(error: OSError) -> DiskFault:
    """What a person can do something about."""
    if isinstance(error, TimeoutError):
        return DiskFault.SLOW
    if getattr(error, "winerror", None) == WRITE_PROTECTED:
        return DiskFault.READ_ONLY
    return _FAULTS.get(error.errno or 0, DiskFault.OTHER)


WRITE_PROTECTED = 19  # Windows' number, for which C has none

_FAULTS = {
    **dict.fromkeys((errno.ENOSPC, errno.EDQUOT, errno.EFBIG), DiskFault.FULL),
    **dict.fromkeys((errno.EROFS,), DiskFault.READ_ONLY),
    **dict.fromkeys((errno.EACCES, errno.EPERM), DiskFault.DENIED),
    **dict.fromkeys(
        (errno.ENOENT, errno.ENOTDIR, errno.ENODEV, errno.ENXIO, errno.EIO, errno.ESTALE),
        DiskFault.GONE,
    ),
}


def _put(path: Path, data: bytes, let_go: threading.Event) -> None:
    _sweep(path)
    beside = path.with_name(f"{path.name}.{secrets.token_hex(3)}{PART}")
    files.put(path, data, beside, before_it_counts=lambda: _still_wanted(let_go))
    if _read_back(path) != data:
        raise OSError(errno.EIO, "what was written is not what is read")


def _still_wanted(let_go: threading.Event) -> None:
    if let_go.is_set():
        raise OSError(errno.ECANCELED, "nobody waits for it any more")


def _sweep(path: Path) -> None:
    """What a stick that was pulled out kept of an earlier try."""
    with contextlib.suppress(OSError), os.scandir(path.parent) as entries:
        for entry in entries:
            if entry.name.startswith(f"{path.name}.") and entry.name.endswith(PART):
                os.unlink(entry.path)


def _read_back(path: Path) -> bytes:
    """From the stick itself, as far as the system can be asked to forget its own copy."""
    with path.open("rb") as file:
        if hasattr(os, "posix_fadvise"):
            os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
        return file.read(files.LARGEST + 1)
