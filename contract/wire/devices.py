"""`/api/v1/devices`: one's own computers that hold a place."""

from __future__ import annotations

from typing import Annotated

import msgspec

from contract.wire.message import Instant, Message


class Place(Message, frozen=True):
    """A place of one's own; the computer is named by its id or by a nickname, never by its name."""

    device: str
    platform: str
    since: Instant
    this: bool
    nickname: str | None = None
    until: Instant | None = None


class Devices(Message, frozen=True):
    devices: list[Place]


class Nickname(Message, frozen=True):
    """`null` takes the nickname away."""

    nickname: Annotated[str, msgspec.Meta(min_length=1, max_length=60)] | None


class Released(Message, frozen=True):
    releases_left: int
