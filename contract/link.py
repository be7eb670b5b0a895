"""The local link: its name, and the JSON lines on it (CONTRACT 3).

Only what a second start of the manager says stands here yet; the licensed product's lines come
with the link itself.
"""

from __future__ import annotations

import hashlib

import msgspec

from contract.jws import read_members

LINE_LIMIT = 64 * 1024


class Open(msgspec.Struct, frozen=True):
    """A second start: raise the window, and take these files as if they had been dropped."""

    open: tuple[str, ...] = ()


def link_name(product: str, profile: str | None = None, user: str | None = None) -> str:
    """`seatkeeper-PRODUCT`, with the user's SID (Windows), with a mark of a profile's real path."""
    mark = hashlib.sha256(profile.encode()).hexdigest()[:8] if profile is not None else None
    return "-".join(filter(None, ("seatkeeper", product, user, mark)))


def write_line(message: Open) -> bytes:
    return msgspec.json.encode(message) + b"\n"


def read_line(line: bytes) -> Open | None:
    """What is said; None for what this version does not understand, which is ignored."""
    members = read_members(line) if len(line) <= LINE_LIMIT else None
    if members is None or "open" not in members:
        return None
    try:
        return msgspec.convert(members, Open)
    except msgspec.ValidationError:
        return None
