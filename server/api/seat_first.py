"""What is asked of `/api/v1/seat`, by the same verbs, without Django's way in and out.

Middleware and signals are a third of a claim's cost, and none of them is for computers. Where
anything fails, Django's own way does all of it once more, on a connection of its own making, and
says what there is to say: these calls come to the same when they are asked again.
"""

from __future__ import annotations

import io
import logging
from collections.abc import Callable, Iterable
from functools import cache

from django.core.handlers.wsgi import WSGIRequest
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.urls import resolve

from server.api.contact import Application, Environ, Start
from server.api.middleware import with_headers

SEAT = "/api/v1/seat"
LARGEST = 1024  # bytes of a body

log = logging.getLogger(__name__)


class SeatFirst:
    """Stands in front of Django, in the same process and thread."""

    def __init__(self, application: Application) -> None:
        self._application = application

    def __call__(self, environ: Environ, start: Start) -> Iterable[bytes]:
        if environ["PATH_INFO"] != SEAT or not _is_small(environ):
            return self._application(environ, start)
        body = environ["wsgi.input"] = io.BytesIO(environ["wsgi.input"].read(_length(environ)))
        try:
            response = _answered(WSGIRequest(environ))
        except Exception as error:  # the edge of this way in; the other one tells of it
            log.info("a call goes to Django: %s", error)
            connection.close()
            body.seek(0)
            return self._application(environ, start)
        start(f"{response.status_code} {response.reason_phrase}", list(response.items()))
        return [response.content]


def _answered(request: HttpRequest) -> HttpResponse:
    response = with_headers(_endpoint()(request))
    if not response.has_header("Content-Length"):
        response.headers["Content-Length"] = str(len(response.content))
    return response


@cache
def _endpoint() -> Callable[[HttpRequest], HttpResponse]:
    found: Callable[[HttpRequest], HttpResponse] = resolve(SEAT, "server.api.urls").func
    return found


def _length(environ: Environ) -> int:
    return int(environ.get("CONTENT_LENGTH") or 0)


def _is_small(environ: Environ) -> bool:
    length = environ.get("CONTENT_LENGTH") or "0"
    return length.isdecimal() and int(length) <= LARGEST
