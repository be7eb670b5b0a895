"""A refusal as it crosses the wire: RFC 9457, with the code and the members that belong to it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

import msgspec

from contract.problems import KNOWN_REFUSALS_OF_PUT_SEAT, PROBLEMS, Code
from contract.wire import Malformed, decode
from contract.wire.devices import Place
from contract.wire.license import Period
from contract.wire.message import Instant, Message, Owner

CONTENT_TYPE = "application/problem+json"
TYPE_PREFIX = "urn:seatkeeper:problem:"

STANDARD = ("type", "code", "title", "status", "detail", "instance")


class Head(Message, frozen=True):
    """What every problem document has."""

    code: str
    type: str = ""
    title: str = ""
    status: int = 0
    detail: str = ""
    instance: str = ""  # the error's id, which stands in the server's log


@dataclass(frozen=True, slots=True)
class Problem:
    """A problem document, read: the members as they came, `members_of` has them typed."""

    code: str
    title: str
    status: int
    detail: str
    instance: str
    members: Mapping[str, Any] = field(default_factory=dict)


class Wait(Message, frozen=True):
    """Equal to the `Retry-After` header, in seconds."""

    retry_after: int


class TooOld(Message, frozen=True):
    minimum: str
    download: str


class Fault(Message, frozen=True):
    pointer: str
    code: str


class InvalidInput(Message, frozen=True):
    errors: list[Fault]


class TooLarge(Message, frozen=True):
    """How many bytes are taken at most."""

    limit: int | None = None


class Damaged(Message, frozen=True):
    """What is wrong with a file, by the name of a `FileFault`."""

    fault: str | None = None


class Challenge(Message, frozen=True):
    challenge: str
    methods: list[str]


class Tried(Message, frozen=True):
    """One pool that was asked, and why it gave no seat (SEAT-2)."""

    owner: Owner
    seats: int
    reason: str


class Line(Message, frozen=True):
    """How many stand in the line of the full pool, and whether one may join."""

    people: int
    offered: bool


class SeatRefused(Message, frozen=True):
    """`tried` comes with every refusal of `PUT /seat`, the rest with the codes that have it."""

    tried: tuple[Tried, ...] = ()
    devices: tuple[Place, ...] = ()
    line: Line | None = None
    because: str | None = None
    since: Instant | None = None


class PeriodRefused(Message, frozen=True):
    periods: list[Period]
    latest: Instant | None = None


MEMBERS: Mapping[Code, type[Message]] = MappingProxyType(
    {
        Code.CLIENT_TOO_OLD: TooOld,
        Code.TOO_LARGE: TooLarge,
        Code.REQUEST_DAMAGED: Damaged,
        Code.RETURN_DAMAGED: Damaged,
        Code.INVALID_INPUT: InvalidInput,
        Code.SECOND_FACTOR_REQUIRED: Challenge,
        Code.PERIOD_NOT_GRANTED: PeriodRefused,
        Code.RATE_LIMITED: Wait,
        Code.SIGN_IN_BLOCKED: Wait,
        Code.MAINTENANCE: Wait,
        Code.RELEASE_LIMIT_REACHED: Wait,
        Code.RETURN_LIMIT_REACHED: Wait,
        **dict.fromkeys(KNOWN_REFUSALS_OF_PUT_SEAT, SeatRefused),
    }
)
"""The members that belong to a code beside the standard ones."""


def problem_document(
    code: Code, detail: str, instance: str, members: Mapping[str, object]
) -> dict[str, object]:
    """The members of the document, the standard ones first; they win over others so named."""
    known = PROBLEMS[code]
    standard = {
        "type": f"{TYPE_PREFIX}{code}",
        "code": str(code),
        "title": known.title,
        "status": known.status,
        "detail": detail,
        "instance": instance,
    }
    return standard | {name: value for name, value in members.items() if name not in STANDARD}


def read_problem(data: bytes) -> Problem:
    """The document, its code known or not; `Malformed` if it is none."""
    head = decode(data, Head)
    everything = decode(data, dict[str, Any])
    members = {name: value for name, value in everything.items() if name not in STANDARD}
    return Problem(head.code, head.title, head.status, head.detail, head.instance, members)


def members_of(problem: Problem) -> Message | None:
    """The typed members of a known code; None where there are none, or not of that shape."""
    try:
        kind = MEMBERS[Code(problem.code)]
        return msgspec.convert(dict(problem.members), kind, strict=False)
    except (ValueError, KeyError, msgspec.ValidationError):
        return None


__all__ = [
    "CONTENT_TYPE",
    "MEMBERS",
    "Malformed",
    "Problem",
    "members_of",
    "problem_document",
    "read_problem",
]
