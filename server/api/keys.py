"""`/.well-known/…`: the key statement, and the keys for web servers that check leases."""

from __future__ import annotations

import hashlib

from django.http import HttpRequest

from contract import wire
from server.api.call import Answer, Asked, call
from server.signing.jwks import jwks
from server.signing.statement import current_statement

A_DAY = "max-age=86400"


@call(
    "GET",
    "/.well-known/seatkeeper-keys",
    "The key statement",
    gives={200: "application/jwt", 304: None},
    headers={"ETag": "for If-None-Match", "Cache-Control": A_DAY},
)
def get_statement(asked: Asked[None]) -> Answer:
    return _cached(asked.request, current_statement().encode(), "application/jwt")


@call(
    "GET",
    "/.well-known/jwks.json",
    "The signing keys for web servers that check leases",
    gives={200: "application/jwk-set+json", 304: None},
    headers={"ETag": "for If-None-Match", "Cache-Control": A_DAY},
)
def get_jwks(asked: Asked[None]) -> Answer:
    return _cached(asked.request, wire.encode(jwks()), "application/jwk-set+json")


def _cached(request: HttpRequest, content: bytes, content_type: str) -> Answer:
    """304 to whoever has it already; a day's rest in between."""
    etag = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    headers = {"ETag": etag, "Cache-Control": A_DAY}
    known = [each.strip() for each in request.headers.get("If-None-Match", "").split(",")]
    if etag in known or f"W/{etag}" in known:
        return Answer(304, raw=b"", headers=headers)
    return Answer(200, raw=content, content_type=content_type, headers=headers)
