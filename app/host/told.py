"""What commands tell the script that called them: exit codes and instants (HOST-7)."""

from __future__ import annotations

from datetime import datetime

DONE, FOUND_BAD, CANNOT_START, NOT_ALLOWED, SIGNED_OUT, NO_CONNECTION = range(6)
CANNOT_RUN, NOT_THERE = 126, 127  # as a shell has it

NO_ANSWER = "The running license manager does not answer."


def refused(reason: str | None) -> int:
    """By why nothing is allowed."""
    return SIGNED_OUT if reason in ("signed-out", "signing-in") else NOT_ALLOWED


def written(at: datetime | None) -> str | None:
    """RFC 3339 in UTC, to the second."""
    return at.strftime("%Y-%m-%dT%H:%M:%SZ") if at else None
