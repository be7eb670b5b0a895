"""The shape that all messages share, and the plain parts that several of them hold."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

import msgspec

Instant = Annotated[datetime, msgspec.Meta(tz=True)]
"""RFC 3339 with a zone; one without it is refused rather than guessed."""

Text = Annotated[str, msgspec.Meta(max_length=1000)]
"""What somebody typed; no text of ours is longer."""

Token16 = Annotated[str, msgspec.Meta(pattern=r"^[A-Za-z0-9_-]{22}$")]
"""16 random bytes in base64url: place ids, lease ids, nonces."""


class Message(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A JSON object; members that this version does not know are ignored."""


class Owner(Message, frozen=True):
    """Whose license it is, and how to reach them (SEAT-7)."""

    id: str
    name: str
    email: str
