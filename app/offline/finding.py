"""What on a stick may be a response file: looked for by its name, near the top, and not for long.

Whether one answers the request that waits is judged in `response.py`, before anything is said.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path

from app.license import files
from app.offline import stick
from app.offline.volumes import Volume

MOST_ENTRIES = 2000
"""Looked at in one folder; a stick may be full of photographs."""

MOST_FOLDERS = 40
MOST_FILES = 40


def candidates(sticks: Iterable[Volume]) -> list[tuple[Path, bytes]]:
    """Small files with a name like a response's, the newest first."""
    found = [entry for each in sticks for entry in _named(each.root)]
    found.sort(key=_age)
    return [(Path(entry.path), data) for entry in found[:MOST_FILES] if (data := _data(entry))]


def is_named_so(name: str) -> bool:
    """As it was saved, renamed by a browser or a mail, or shortened by an old file system."""
    lower = name.lower()
    return ".seatkeeper" in lower or lower.endswith(".sea")


def _named(root: str) -> Iterator[os.DirEntry[str]]:
    """In the root of the stick, and in the folders right below it."""
    folders = []
    for entry in _entries(root):
        if entry.is_dir(follow_symlinks=False) and not entry.name.startswith("."):
            folders.append(entry.path)
        elif _may_be_one(entry):
            yield entry
    for folder in folders[:MOST_FOLDERS]:
        yield from (entry for entry in _entries(folder) if _may_be_one(entry))


def _entries(folder: str) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as entries:
            return list(islice(entries, MOST_ENTRIES))
    except OSError:
        return []


def _may_be_one(entry: os.DirEntry[str]) -> bool:
    if not is_named_so(entry.name):
        return False
    try:
        small = entry.stat(follow_symlinks=False).st_size <= files.LARGEST
        return small and entry.is_file(follow_symlinks=False)
    except OSError:
        return False


def _age(entry: os.DirEntry[str]) -> float:
    try:
        return -entry.stat(follow_symlinks=False).st_mtime
    except OSError:
        return 0.0


def _data(entry: os.DirEntry[str]) -> bytes:
    """Empty where the stick is gone meanwhile."""
    try:
        return stick.read(Path(entry.path))
    except OSError:
        return b""
