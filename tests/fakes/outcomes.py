"""Says what an outcome is, and fails with the outcome itself where it is the other thing."""

from __future__ import annotations

from server.rulebook.facts import Refusal
from server.seats.held import Held


def held(answer: Held | Refusal | None) -> Held:
    assert isinstance(answer, Held), answer
    return answer


def refused(answer: object) -> Refusal:
    assert isinstance(answer, Refusal), answer
    return answer
