"""`GET /api/v1/meta`: a desktop's first call."""

from __future__ import annotations

from contract.wire.message import Instant, Message


class Meta(Message, frozen=True):
    issuer: str
    product: str
    portal: str
    sign_in: list[str]  # "password", "browser"
    minimum_version: str
    server_time: Instant
