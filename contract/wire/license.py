"""`license`: what is shown of a license, beside the lease and by `GET /api/v1/license`.

It is for people: what may be done follows from the lease alone.
"""

from __future__ import annotations

from datetime import date

from contract.wire.message import Instant, Message, Owner

__all__ = ["License", "LicenseAnswer", "Offline", "Owner", "Period", "Trial"]


class Period(Message, frozen=True):
    """One entry of the list under *Extend* (OFF-1)."""

    id: str
    until: Instant


class Offline(Message, frozen=True):
    """Whether and until when the seat may be reserved (OFF-2)."""

    allowed: bool
    periods: list[Period]
    reason: str | None = None
    available_until: Instant | None = None
    latest: Instant | None = None


class Trial(Message, frozen=True):
    days_left: int
    days_total: int
    last_day: date
    day_ends_at: Instant | None = None


class License(Message, frozen=True):
    license_id: str
    kind: str
    product: str
    features: list[str]
    platforms: list[str]
    seats: int
    policy: str  # "owner" or "member"
    bound: bool
    offline: Offline
    seats_in_use: int | None = None  # a contact leaves it out
    expires_at: Instant | None = None  # decides; None: perpetual
    last_day: date | None = None  # is shown
    trial: Trial | None = None
    owner: Owner | None = None  # only when it is somebody else


class LicenseAnswer(Message, frozen=True):
    license: License
    others: list[License]
