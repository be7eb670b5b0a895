"""`/api/v1/seat`: take, keep, reserve, return early, close."""

from __future__ import annotations

from contract.wire.license import License
from contract.wire.message import Instant, Message, Owner, Token16


class SeatWanted(Message, frozen=True):
    """Without `seat` a start; with the place's own id a contact (SEAT-15)."""

    seat: Token16 | None = None
    last_lease: Token16 | None = None  # its `jti` (LEASE-10)
    take_over: bool = False


class Reserve(Message, frozen=True):
    """`PUT /api/v1/seat/offline` (OFF-1)."""

    until: Instant


class Notice(Message, frozen=True):
    """Something that changed: `seat-moved`, `device-duplicated`; a code not known is ignored."""

    code: str
    owner: Owner | None = None  # whose pool the place is in now
    because: str | None = None
    until: Instant | None = None


class SeatAnswer(Message, frozen=True):
    seat: str
    lease: str
    license: License
    notices: list[Notice]
    next_contact_in: int  # seconds; the desktop adds a random part (LEASE-8)
    server_time: Instant
