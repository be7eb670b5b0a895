"""What lies on this computer: key store, data folder, files that open here, versions."""

from __future__ import annotations

import os
import platform
import shutil
import sys
import tempfile
from pathlib import Path

from app.license.credentials import Credentials, StoreState
from app.license.diagnosis.findings import Check, Finding, bad, good, note, skipped
from app.license.files import make_private_folder

LITTLE = 50_000_000
"""Bytes; with less left on the disk a lease may soon find no room."""

MIME = "application/x-seatkeeper"
EXTENSION = ".seatkeeper"


def judge_key_store(credentials: Credentials) -> Finding:
    """By what it said when it was asked: it is asked once (APP-13)."""
    match credentials.state:
        case None:
            return skipped(Check.KEY_STORE, "not-asked")
        case StoreState.SILENT:
            return bad(Check.KEY_STORE, "silent")
        case StoreState.NO_STORE:
            return note(Check.KEY_STORE, "file")
    return good(Check.KEY_STORE, "profile" if credentials.in_a_file else "works")


def look_at_data_folder(folder: Path) -> Finding:
    """A file is written there, flushed and removed. Blocks, for ever on a dead network drive."""
    try:
        make_private_folder(folder)
        with tempfile.NamedTemporaryFile(dir=folder, prefix=".check-") as file:
            file.write(b"seatkeeper")
            file.flush()
            os.fsync(file.fileno())
        free = shutil.disk_usage(folder).free
    except OSError as error:
        reason = os.strerror(error.errno) if error.errno else type(error).__name__
        return bad(Check.DATA_FOLDER, "cannot-write", folder=folder, reason=reason)
    found = note if free < LITTLE else good
    code = "little-room" if free < LITTLE else "writable"
    return found(Check.DATA_FOLDER, code, folder=folder, free=free)


def look_at_files() -> Finding:
    """Does a double click on a response file lead here? (APP-11)"""
    known = {"linux": _known_on_linux, "win32": _known_on_windows}.get(sys.platform)
    if known is None:
        return skipped(Check.FILES, "not-known")
    return good(Check.FILES, "opens") if known() else note(Check.FILES, "not-registered")


def _known_on_linux() -> bool:
    """By the caches that desktops read."""
    home = os.environ.get("XDG_DATA_HOME") or str(Path.home() / ".local/share")
    shared = os.environ.get("XDG_DATA_DIRS") or "/usr/local/share:/usr/share"
    folders = [Path(home), *map(Path, shared.split(":"))]
    return any(_names_our_type(folder / "applications/mimeinfo.cache") for folder in folders)


def _names_our_type(cache: Path) -> bool:
    try:
        lines = cache.read_text("utf-8", "replace").splitlines()
    except OSError:
        return False
    return any(line.startswith(f"{MIME}=") and line != f"{MIME}=" for line in lines)


def _known_on_windows() -> bool:
    if sys.platform != "win32":
        return False
    import winreg

    try:
        with winreg.OpenKey(winreg.HKEY_CLASSES_ROOT, EXTENSION):
            return True
    except OSError:
        return False


def tell_versions(version: str) -> Finding:
    import PySide6

    return good(
        Check.VERSIONS,
        "versions",
        seatkeeper=version,
        qt=PySide6.__version__,
        python=platform.python_version(),
        system=f"{platform.system()} {platform.release()} ({platform.machine()})",
    )
