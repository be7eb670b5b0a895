"""`/api/v1/offline/…`: binding a computer that never goes online, and its return."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

import msgspec

from contract.wire.message import Message


class Binding(Message, frozen=True):
    """The request as it stands in the link of the page."""

    request: Annotated[str, msgspec.Meta(max_length=64 * 1024)]


class ReturnFile(Message, frozen=True):
    """The return file itself is the body."""

    format: int
    kind: Literal["return"]
    jws: Annotated[str, msgspec.Meta(max_length=4096)] = msgspec.field(name="return")


class Freed(Message, frozen=True):
    freed_on: date
