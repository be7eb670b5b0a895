"""Reserving the seat for offline time, and returning it early (OFF-1..4)."""

from __future__ import annotations

from datetime import datetime

from msgspec.structs import replace

from app.license import errands
from app.license.events import ExtendAsked, PlaceEnded, ReturnEarlyAsked
from app.license.picture import Intent, Picture, Ready, Remark, RemarkCode, lease_of
from app.license.steps.moves import Step, begin, done


def extend(picture: Picture, event: ExtendAsked, at: datetime) -> Step:
    if picture.shared is not None:  # logging out would end it
        return replace(picture, remark=Remark(Intent.EXTEND, RemarkCode.NOT_POSSIBLE)), ()
    return begin(picture, Intent.EXTEND, lambda g: errands.Extend(g, event.until))


def return_early(picture: Picture, event: ReturnEarlyAsked, at: datetime) -> Step:
    lease = lease_of(picture)
    if lease is None or lease.offline_until is None:
        return picture, ()
    return begin(picture, Intent.RETURN_EARLY, errands.ReturnEarly)


def place_ended(picture: Picture, event: PlaceEnded, at: datetime) -> Step:
    """Nothing was in use: the return of the reservation was the close of the place."""
    lease = lease_of(picture)
    ready = replace(done(picture), standing=Ready(), contact_due=None, taken=False)
    return ready, (errands.DeleteLease(lease.seat),) if lease else ()
