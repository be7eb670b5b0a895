"""How it stands, in the words of the link: what a product is told, and what a command goes by."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from app.host import reasons
from app.license.picture import Licensed, Picture, Waiting, allowed, is_settled
from contract.link import Now

if TYPE_CHECKING:
    from app.license.papers import Signed

ORDER = ("show", "use", "save", "export")


def state_of(picture: Picture, signed: Signed | None, at: datetime) -> Now:
    """A lease that serves, or why there is none."""
    may = allowed(picture, at)
    held = picture.standing
    until = held.lease.ends_at if isinstance(held, Licensed) and "save" in may else None
    serves = "use" in may
    return Now(
        allow=tuple(name for name in ORDER if name in may),
        lease=signed.lease if signed and serves else None,
        keys=signed.keys if signed and serves else None,
        reason=None if "save" in may else reasons.reason(picture),
        message=None if "save" in may else reasons.words(picture),
        until=until,
        asking=not serves and not is_settled(picture),
        place=held.place if isinstance(held, Waiting) else None,
    )
