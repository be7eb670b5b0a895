"""What crosses the wire, one file a resource: the types of both sides and of the OpenAPI document.

Unknown members are ignored, so that either side may grow. A member that CONTRACT marks as
optional has the default `None` and is left out where it has it; where "left out" and "null" mean
two things (a nickname taken away), the default is `UNSET`. Instants are aware; ours are in UTC.
"""

from __future__ import annotations

from typing import Any, TypeVar

import msgspec

from contract.wire.malformed import Malformed, as_malformed

__all__ = ["BODY_LIMIT", "Malformed", "decode", "encode", "plain"]

BODY_LIMIT = 64 * 1024

Value = TypeVar("Value")


def encode(value: object) -> bytes:
    """JSON in UTF-8; instants in UTC are written with `Z`."""
    return msgspec.json.encode(value)


def decode(data: bytes | str, kind: type[Value]) -> Value:
    """The value; `Malformed`, with the place of the fault, for anything else."""
    try:
        return msgspec.json.decode(data, type=kind)
    except (msgspec.DecodeError, UnicodeError, RecursionError) as error:
        raise as_malformed(error) from None


def plain(value: object) -> Any:
    """The same as built-in values, for a template or the members of a refusal."""
    return msgspec.to_builtins(value)
