"""What a check found, as values: no words, nothing secret. A picture holds them."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from msgspec import Struct, field


class Check(StrEnum):
    """In the order in which they are shown: from this computer to the server, then what is kept."""

    PROXY = "proxy"
    NAME = "name"
    REACH = "reach"
    CERTIFICATE = "certificate"
    ANSWER = "answer"
    CLOCK = "clock"
    KEY_STORE = "key-store"
    DATA_FOLDER = "data-folder"
    LEASE = "lease"
    KEYS = "keys"
    FILES = "files"
    VERSIONS = "versions"


ON_THE_WAY = (Check.PROXY, Check.NAME, Check.REACH, Check.CERTIFICATE, Check.ANSWER, Check.CLOCK)
"""Each stands on the one before: asked one after the other."""


class State(StrEnum):
    GOOD = "good"
    NOTE = "note"  # works, and is worth knowing
    BAD = "bad"  # somebody has to do something
    SKIPPED = "skipped"  # means nothing here, or cannot be told


class Finding(Struct, frozen=True):
    """`code` is stable and names the sentence; `values` go into it: names, times, addresses."""

    check: Check
    state: State
    code: str
    values: Mapping[str, str] = field(default_factory=dict)


class Diagnosis(Struct, frozen=True):
    """The last finding of each check, and what is being looked at. `run` tells late answers."""

    run: int = 0
    findings: tuple[Finding, ...] = ()
    running: frozenset[Check] = frozenset()

    def of(self, check: Check) -> Finding | None:
        return next((found for found in self.findings if found.check is check), None)


def good(check: Check, code: str, **values: object) -> Finding:
    return _finding(check, State.GOOD, code, values)


def note(check: Check, code: str, **values: object) -> Finding:
    return _finding(check, State.NOTE, code, values)


def bad(check: Check, code: str, **values: object) -> Finding:
    return _finding(check, State.BAD, code, values)


def skipped(check: Check, code: str, **values: object) -> Finding:
    return _finding(check, State.SKIPPED, code, values)


def _finding(check: Check, state: State, code: str, values: Mapping[str, object]) -> Finding:
    return Finding(check, state, code, {name: str(value) for name, value in values.items()})
