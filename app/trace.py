"""`--trace FILE`: one JSON line for each picture, for tests from outside.

Never a token, a lease or a name in it (APP-7).
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TextIO

import msgspec

from app.license.face import face
from app.license.picture import (
    Connection,
    NotYetKnown,
    Offline,
    Online,
    Picture,
    ReadOnly,
    SignedOut,
    SigningIn,
    TooOld,
    allowed,
    notices,
)


class Trace:
    """Subscribes to a keeper; a line is flushed before the next step."""

    def __init__(self, path: Path, now: Callable[[], datetime]) -> None:
        self._file: TextIO = path.open("a", encoding="utf-8")
        self._now = now

    def __call__(self, picture: Picture, painted: float | None = None) -> None:
        """`painted`: when the first picture was seen, by the steady clock."""
        told = describe(picture, self._now()) | ({} if painted is None else {"painted": painted})
        line = msgspec.json.encode(told)
        self._file.write(line.decode() + "\n")
        self._file.flush()

    def close(self) -> None:
        self._file.close()


def describe(picture: Picture, at: datetime) -> dict[str, object]:
    """The picture as plain values, without who it is about."""
    line: dict[str, object] = {
        "at": at.astimezone(UTC),
        "standing": type(picture.standing).__name__,
        "why": _why(picture),
        "face": face(picture).value,
        "connection": _connection(picture.connection),
        "fault": _fault(picture.connection),
        "allow": sorted(allowed(picture, at)),
        "notices": sorted(notice.kind.value for notice in notices(picture)),
        "work": picture.work.intent.value if picture.work else None,
        "remark": picture.remark.code if picture.remark else None,
    }
    return {name: value for name, value in line.items() if name not in ABSENT or value is not None}


ABSENT = frozenset({"why", "fault", "remark"})


def _why(picture: Picture) -> str | None:
    standing = picture.standing
    if isinstance(standing, SignedOut | ReadOnly):
        return standing.why.value
    return standing.step.value if isinstance(standing, SigningIn) else None


def _connection(connection: Connection) -> str:
    match connection:
        case NotYetKnown():
            return "unknown"
        case Online():
            return "online"
        case Offline():
            return "offline"
        case TooOld():
            return "too-old"


def _fault(connection: Connection) -> str | None:
    return connection.fault.value if isinstance(connection, Offline) else None
