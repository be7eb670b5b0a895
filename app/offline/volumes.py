"""The sticks that are plugged in, as far as this system tells: read at each question, never kept.

Nothing here touches a stick: a share or a drive that hangs would hang whoever asks (so no
`statvfs`, and none of Qt's `QStorageInfo`, which does it for every mount).
"""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path

from msgspec import Struct

MOUNTS = "/proc/self/mountinfo"
MOUNT_FOLDERS = ("/media/", "/run/media/", "/mnt/")
ELSEWHERE = re.compile(r"nfs|cifs|smb|9p|sshfs|davfs|autofs|overlay|squashfs|iso9660|proc|sysfs")
REMOVABLE = 2  # Windows' DRIVE_REMOVABLE


class Volume(Struct, frozen=True):
    root: str
    read_only: bool = False

    @property
    def name(self) -> str:
        """As the person knows it: the label, which is the last part of where it is mounted."""
        return Path(self.root).name or self.root


def sticks() -> tuple[Volume, ...]:
    """The one plugged in last comes first."""
    if sys.platform == "win32":
        return _drives()
    return _volumes() if sys.platform == "darwin" else mounted(_read(MOUNTS))


def stick_name(path: str) -> str:
    """Of the stick that this file lies on."""
    on = [stick for stick in sticks() if Path(path).is_relative_to(stick.root)]
    return max(on, key=lambda stick: len(stick.root)).name if on else Path(path).parent.name


def to_write_on() -> tuple[Volume, ...]:
    return tuple(stick for stick in sticks() if not stick.read_only)


# --- Linux -----------------------------------------------------------------------------------


def mounted(table: str) -> tuple[Volume, ...]:
    """Of a table as `/proc/self/mountinfo` has it."""
    found = (_mount(line) for line in reversed(table.splitlines()))
    return tuple(stick for stick in found if stick is not None)


def _mount(line: str) -> Volume | None:
    before, _, after = line.partition(" - ")
    fields, kind = before.split(" "), after.partition(" ")[0]
    if len(fields) < 6 or ELSEWHERE.search(kind):
        return None
    device, root, options = fields[2], _plain(fields[4]), fields[5]
    if not root.startswith(MOUNT_FOLDERS) and not _is_removable(device, root):
        return None
    return Volume(root, read_only="ro" in options.split(",") or _is_ro(after))


def _is_ro(after: str) -> bool:
    """A stick with its own little switch: the file system is read-only, whatever the mount."""
    return "ro" in after.rpartition(" ")[2].split(",")


def _is_removable(device: str, root: str) -> bool:
    """Of a disk, or of the disk that a partition lies on; the system's own never is one."""
    if root in ("/", "/boot", "/boot/efi"):
        return False
    place = os.path.realpath(f"/sys/dev/block/{device}")
    return any(_read(f"{of}/removable").strip() == "1" for of in (place, os.path.dirname(place)))


def _plain(text: str) -> str:
    r"""`\040` is a space."""
    return re.sub(r"\\([0-7]{3})", lambda match: chr(int(match[1], 8)), text)


def _read(path: str) -> str:
    try:
        return Path(path).read_text("utf-8", "surrogateescape")
    except OSError:
        return ""


# --- Windows and macOS (to be tried there: docs/guides/installing.md) --------------------------


def _drives() -> tuple[Volume, ...]:
    if sys.platform != "win32":
        return ()
    import ctypes

    kernel = ctypes.windll.kernel32
    letters = [chr(65 + bit) for bit in range(2, 26) if kernel.GetLogicalDrives() >> bit & 1]
    roots = [f"{letter}:\\" for letter in reversed(letters)]
    return tuple(Volume(root) for root in roots if kernel.GetDriveTypeW(root) == REMOVABLE)


def _volumes() -> tuple[Volume, ...]:
    """Of `/Volumes`, all but the link to the system's own."""
    try:
        found = sorted(entry.path for entry in os.scandir("/Volumes") if not entry.is_symlink())
    except OSError:
        return ()
    return tuple(Volume(path) for path in reversed(found))
