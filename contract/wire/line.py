"""`/api/v1/line`: standing in line for a seat (SEAT-7)."""

from __future__ import annotations

from contract.wire.message import Instant, Message


class LineAnswer(Message, frozen=True):
    place: int
    ahead: int
    next_contact_in: int
    offered_until: Instant | None = None
