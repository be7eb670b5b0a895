"""Which folder is this computer's, where several computers share one home (LEASE-6).

The first one lives in the data folder itself. Another one that finds it lived in touches nothing
there and takes a room beside it: else the two would throw out each other's key and lease by turns.
A home that was copied to a new computer looks the same, and is dealt with in the same way.
"""

from __future__ import annotations

from pathlib import Path

from app.license import device, machine

ROOMS = "computers"


def room_of(data: Path) -> Path:
    """The data folder, or a room in it. Makes nothing, and never raises."""
    own = data / ROOMS / _name()
    if device.is_there(own):
        return own
    if not device.is_there(data) or device.is_ours(data):
        return data
    return next((room for room in _rooms(data) if device.is_ours(room)), own)


def name_of(data: Path) -> str:
    """Of the room, to keep its secrets apart; none for the data folder itself."""
    return data.name if data.parent.name == ROOMS else ""


def house_of(data: Path) -> Path:
    """The data folder that a room lies in."""
    return data.parent.parent if name_of(data) else data


def _rooms(data: Path) -> list[Path]:
    try:
        return sorted((data / ROOMS).iterdir())
    except OSError:
        return []


def _name() -> str:
    """The same at each start; one-way, as all that is kept of a machine (PRI-1)."""
    hints = machine.hints()
    kind = "machine" if "machine" in hints else min(hints, default="")
    return machine.hashed({kind: hints.get(kind, "")}, "room")[kind][:8]
