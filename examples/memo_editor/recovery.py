"""The recovery copy: written always, whatever the license says, so that no work is ever lost."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path


@dataclass(frozen=True)
class Copy:
    """What was in a window that did not end as it should."""

    text: str
    path: str = ""  # of the document, if it had one


class Recovery:
    """One file for each process; those of processes that have ended are there to be restored."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._own = folder / f"recovery-{os.getpid()}.json"

    def keep(self, copy: Copy) -> None:
        """Beside, then in its place: a power cut leaves the old one or the new one."""
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        new = self._own.with_suffix(".new")
        with new.open("w", encoding="utf-8") as file:
            json.dump(asdict(copy), file)
            file.flush()
            os.fsync(file.fileno())
        new.replace(self._own)

    def forget(self) -> None:
        self._own.unlink(missing_ok=True)

    def left_behind(self) -> list[tuple[Path, Copy]]:
        """Newest first."""
        found = sorted(self._folder.glob("recovery-*.json"), key=_age, reverse=True)
        copies = [(path, _read(path)) for path in found if path != self._own and _is_left(path)]
        return [(path, copy) for path, copy in copies if copy is not None and copy.text]


def _age(path: Path) -> int:
    return path.stat().st_mtime_ns


def _read(path: Path) -> Copy | None:
    try:
        kept = json.loads(path.read_text("utf-8"))
        return Copy(str(kept["text"]), str(kept.get("path", "")))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _is_left(path: Path) -> bool:
    """The process that wrote it is no more. Not for Windows, where this call would end it."""
    number = path.stem.rpartition("-")[2]
    try:
        os.kill(int(number), 0)
    except ProcessLookupError:
        return True
    except (OSError, ValueError):
        return False
    return False
