"""What the person chose in the window: language, and where the window was. Decides nothing."""

from __future__ import annotations

import contextlib
from pathlib import Path

import msgspec

from app.license import files

FORMAT = 1


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """`settings.json`; a damaged one is as good as none."""

    format: int = FORMAT
    language: str = ""  # empty: the system's
    geometry: str = ""  # of the window: x,y,width,height, and ",maximized"
    contrast: str = ""  # "high"; empty: the system's
    folder: str = ""  # where a file was last saved or opened


def read_settings(folder: Path) -> Settings:
    data = files.read_small(folder / "settings.json")
    kept = None if data is None else files.decoded(data, Settings)
    return kept or Settings()


def write_settings(folder: Path, settings: Settings) -> None:
    """Raises `OSError`; losing a setting is nothing to bother anybody with."""
    files.write_private(folder / "settings.json", msgspec.json.encode(settings))


class SettingsFile:
    """Read once; written at each change. Losing one is nothing to bother anybody with."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.now = read_settings(folder)

    def keep(self, **changes: str) -> None:
        changed = msgspec.structs.replace(self.now, **changes)
        if changed == self.now:
            return
        self.now = changed
        with contextlib.suppress(OSError):
            write_settings(self._folder, changed)
