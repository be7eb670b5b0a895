"""The local link: its name, and the JSON lines on it, both ways (CONTRACT 3, HOST-1, HOST-6).

A line is one JSON object in UTF-8, and its first member says what it is. What this version does
not know is ignored: a line, or a member of one. What a proof of the device is stands in `proof`.
"""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

import msgspec

from contract.digest import sha256
from contract.jws import read_members

LINE_LIMIT = 64 * 1024

CHALLENGE_PATTERN = "^[A-Za-z0-9_-]{16,128}$"


class Open(msgspec.Struct, frozen=True):
    """A second start: raise the window, and take these files as if they had been dropped."""

    open: tuple[str, ...] = ()


class Hello(msgspec.Struct, frozen=True):
    """A product is there, and in use until its connection ends. The number is the link's form."""

    hello: Annotated[int, msgspec.Meta(ge=1)]
    product: Annotated[str, msgspec.Meta(max_length=40)]
    pid: Annotated[int, msgspec.Meta(ge=0)] = 0


class Prove(msgspec.Struct, frozen=True):
    """Show that the device key is here (HOST-6). The challenge is random, made for this once."""

    prove: Annotated[str, msgspec.Meta(pattern=CHALLENGE_PATTERN)]


class Unsaved(msgspec.Struct, frozen=True):
    """Whether a document has changes that no file has."""

    unsaved: bool


class Bye(msgspec.Struct, frozen=True):
    """The product ends. A connection that breaks says the same."""

    bye: bool


class Closing(msgspec.Struct, frozen=True):
    """To `may_close`: it closes now."""

    closing: bool


class Busy(msgspec.Struct, frozen=True):
    """To `may_close`: not now, something is not saved."""

    busy: bool


class Wait(msgspec.Struct, frozen=True):
    """All seats are taken, and this product waits for one: stand in line as long as it is there."""

    wait: bool


class Diagnose(msgspec.Struct, frozen=True):
    """Look at each step between this computer and the server, and tell what was found."""

    diagnose: bool


FromProduct = Open | Hello | Prove | Unsaved | Bye | Closing | Busy | Wait | Diagnose


class Now(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """How it stands. A product that checks for itself believes the lease, and the rest never.

    `allow` has "use", "save", "export"; or "show" alone: open and show, no more; or nothing where
    nobody is signed in. `reason` is a code and `message` its sentence in the manager's language,
    both there where saving is not allowed. `keys` is the key statement that the lease goes with.
    `asking`: it is being found out, and what comes may be better. `place` is the one in line.
    """

    allow: tuple[str, ...]
    lease: str | None = None
    keys: str | None = None
    reason: str | None = None
    message: str | None = None
    until: datetime | None = None
    asking: bool = False
    place: int | None = None


class State(msgspec.Struct, frozen=True):
    """At once after `hello`, and at each change."""

    state: Now


class Proof(msgspec.Struct, frozen=True):
    """The answer to `prove`; null where the device key cannot be had now."""

    proof: str | None


class MayClose(msgspec.Struct, frozen=True):
    """Please close, if nothing is lost by it."""

    may_close: bool = True


class Findings(msgspec.Struct, frozen=True):
    """The answer to `diagnose`: by `check`, with stable codes, and the words that people read."""

    findings: tuple[dict[str, Any], ...]


class TakeOver(msgspec.Struct, frozen=True):
    """To `open`, from a manager that has no window: be the manager as soon as it has let go."""

    take_over: bool = True


FromManager = State | Proof | MayClose | Findings | TakeOver

_OF_PRODUCT: dict[str, type[FromProduct]] = {
    "open": Open, "hello": Hello, "prove": Prove, "unsaved": Unsaved, "bye": Bye,
    "closing": Closing, "busy": Busy, "wait": Wait, "diagnose": Diagnose,
}  # fmt: skip
_OF_MANAGER: dict[str, type[FromManager]] = {
    "state": State, "proof": Proof, "may_close": MayClose, "findings": Findings,
    "take_over": TakeOver,
}  # fmt: skip


def link_name(product: str, profile: str | None = None, user: str | None = None) -> str:
    """`seatkeeper-PRODUCT`, with the user's SID (Windows), with a mark of a profile's real path."""
    mark = sha256(profile.encode()).hex()[:8] if profile is not None else None
    return "-".join(filter(None, ("seatkeeper", product, user, mark)))


def write_line(message: FromProduct | FromManager) -> bytes:
    return msgspec.json.encode(message) + b"\n"


def read_line(line: bytes) -> FromProduct | None:
    """What a product or a second start says; None for what this version does not understand."""
    found: FromProduct | None = _read(line, _OF_PRODUCT)
    return found


def read_answer(line: bytes) -> FromManager | None:
    """What the manager says; None for what this version does not understand."""
    found: FromManager | None = _read(line, _OF_MANAGER)
    return found


def _read(line: bytes, kinds: dict[str, Any]) -> Any:
    members = read_members(line) if len(line) <= LINE_LIMIT else None
    kind = next((kinds[name] for name in members or () if name in kinds), None)
    if kind is None:
        return None
    try:
        return msgspec.convert(members, kind)
    except msgspec.ValidationError:
        return None
