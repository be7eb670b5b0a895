"""Whose license it is, when it is somebody else's."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct

from app.license.picture import ReadOnly, Refusal, Waiting
from app.views.seen import Seen


class Owner(Struct, frozen=True):
    id: str
    name: str
    email: str


def owner_of(seen: Seen) -> Owner | None:
    """From the license shown, or from the pool that a refusal names first."""
    if seen.license is not None and seen.license.owner is not None:
        told = seen.license.owner
        return Owner(told.id, told.name, told.email)
    own = seen.picture.account.id if seen.picture.account else None
    for tried in _tried(refusal_of(seen)):
        owner = tried.get("owner")
        if isinstance(owner, Mapping):
            if owner.get("id") == own:
                return None  # one's own seats: nobody else to ask
            return Owner(*(str(owner.get(part) or "") for part in ("id", "name", "email")))
    return None


def seats_tried(seen: Seen) -> int | None:
    """How many seats the first pool of a refusal has."""
    seats = next((tried.get("seats") for tried in _tried(refusal_of(seen))), None)
    return seats if isinstance(seats, int) else None


def refusal_of(seen: Seen) -> Refusal | None:
    standing = seen.picture.standing
    return standing.refusal if isinstance(standing, ReadOnly | Waiting) else None


def _tried(refusal: Refusal | None) -> list[Mapping[str, object]]:
    pools = refusal.members.get("tried") if refusal else None
    if not isinstance(pools, Sequence) or isinstance(pools, str):
        return []
    return [pool for pool in pools if isinstance(pool, Mapping)]
