"""Where a USB stick is, if there is one: the first place that a file dialog shows."""

from __future__ import annotations

import sys
from collections.abc import Iterable

from PySide6.QtCore import QStorageInfo

MOUNT_FOLDERS = ("/media/", "/run/media/", "/Volumes/", "/mnt/")


def stick_folder(volumes: Iterable[QStorageInfo] | None = None) -> str:
    """The root of the first stick that can be written to; empty where there is none."""
    mounted = QStorageInfo.mountedVolumes() if volumes is None else volumes
    return next((v.rootPath() for v in mounted if is_stick(v)), "")


def is_stick(volume: QStorageInfo) -> bool:
    if not volume.isValid() or not volume.isReady() or volume.isReadOnly() or volume.isRoot():
        return False
    if sys.platform == "win32":
        return volume.rootPath() != QStorageInfo.root().rootPath()
    return volume.rootPath().startswith(MOUNT_FOLDERS)
