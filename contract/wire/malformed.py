"""A body that is none: where its fault is, as a JSON pointer (RFC 6901), and of what sort."""

from __future__ import annotations

import re

import msgspec


class Malformed(ValueError):
    """`errors` of `invalid-input` (CONTRACT 1): the pointer and `malformed|required|invalid`."""

    def __init__(self, pointer: str, code: str) -> None:
        super().__init__(f"{code} at {pointer or 'the whole body'}")
        self.pointer = pointer
        self.code = code

    @property
    def errors(self) -> list[dict[str, str]]:
        return [{"pointer": self.pointer, "code": self.code}]


_PLACE = re.compile(r" - at `\$(?P<place>[^`]*)`$")
_MISSING = re.compile(r"missing required field `(?P<name>[^`]+)`")
_STEP = re.compile(r"\.([^.\[]+)|\[(\d+|\.\.\.)\]")


def as_malformed(error: Exception) -> Malformed:
    """From msgspec's words, `… - at `$.device.id``, which name no value of the sender's."""
    if not isinstance(error, msgspec.ValidationError):
        return Malformed("", "malformed")
    place = _PLACE.search(str(error))
    steps = _STEP.findall(place["place"]) if place else []
    pointer = "".join(f"/{_escaped(name or index)}" for name, index in steps)
    missing = _MISSING.search(str(error))
    if missing:
        return Malformed(f"{pointer}/{_escaped(missing['name'])}", "required")
    return Malformed(pointer, "invalid")


def _escaped(step: str) -> str:
    return step.replace("~", "~0").replace("/", "~1")
