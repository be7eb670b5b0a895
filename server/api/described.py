"""`/api/v1/openapi.json`: the document of all calls, itself among them."""

from __future__ import annotations

from functools import cache

from server.api.call import Answer, Asked, Call, call
from server.api.calls import calls
from server.api.openapi import document


@call("GET", "/api/v1/openapi.json", "This document", gives={200: "application/json"})
def get_openapi(asked: Asked[None]) -> Answer:
    return Answer(200, raw=_document(), headers={"Cache-Control": "max-age=3600"})


def every_call() -> tuple[Call, ...]:
    return (*calls(), get_openapi.call)  # type: ignore[attr-defined]  # set by its declaration


@cache
def _document() -> bytes:
    return document(every_call())
