"""Two computers that live from one computer's files (LEASE-10): told to both, cut off neither.

Each contact names the last lease received. The last given or the one before is normal: an
answer may be lost. One older lease by itself is a file that was restored. But who named an
older one, was given a new one, and names that when it is an older one too, takes turns with
somebody else: a clone.
"""

from __future__ import annotations

from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Trail:
    """Which leases were given for a place lately, by their ids; empty: none."""

    last: str = ""
    before: str = ""
    stray: str = ""  # given to whoever named an older one
    told: str = ""  # given to the computer that was told, while the other one was not yet


@dataclass(frozen=True, slots=True)
class Heard:
    """The trail once the next lease was given; whether this computer is told of a clone."""

    trail: Trail
    is_clone: bool


def hear(trail: Trail, named: str | None, given: str) -> Heard:
    """A contact that names a lease, and the id of the lease that it is given."""
    after = replace(trail, last=given, before=trail.last)
    if not named or not trail.last:
        return Heard(after, False)
    if trail.told:
        is_other = named != trail.told
        return Heard(replace(after, told="" if is_other else given), is_other)
    is_older = named not in (trail.last, trail.before)
    if is_older and named == trail.stray:
        return Heard(replace(after, stray="", told=given), True)
    if named == trail.stray or (is_older and not trail.stray):  # followed on, or lost sight of
        return Heard(replace(after, stray=given), False)
    return Heard(after, False)


def is_watched(trail: Trail) -> bool:
    """Whether each contact matters: somebody strayed, or is still to be told."""
    return bool(trail.stray or trail.told)
