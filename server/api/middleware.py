"""Answers what computers ask before anything else of Django is entered.

No session, cookie, CSRF check or account stands in the way of the API, and whatever happens
there is told as a problem document. Everything else goes on to the portal.
"""

from __future__ import annotations

import logging
from collections.abc import Callable

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, resolve

from contract.problems import Code
from server.api.problems import problem_response, unexpected
from server.outage import RETRY_AFTER, is_outage
from server.rulebook.facts import Refusal

OURS = ("/api/", "/.well-known/seatkeeper-keys", "/.well-known/jwks.json", "/healthz", "/readyz")
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
}

log = logging.getLogger(__name__)


class ApiFirst:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith(OURS):
            return self.get_response(request)
        return with_headers(_answer(request))


def with_headers(response: HttpResponse) -> HttpResponse:
    response.headers.setdefault("Cache-Control", "no-store")
    for name, value in headers().items():
        response.headers.setdefault(name, value)
    return response


def headers() -> dict[str, str]:
    """What every answer of the API carries."""
    if not settings.SECURE_HSTS_SECONDS:
        return HEADERS
    return HEADERS | {"Strict-Transport-Security": f"max-age={settings.SECURE_HSTS_SECONDS}"}


def _answer(request: HttpRequest) -> HttpResponse:
    try:
        found = resolve(request.path_info, "server.api.urls")
    except Resolver404:
        return problem_response(Refusal(Code.NOT_FOUND), request)
    try:
        return found.func(request, *found.args, **found.kwargs)
    except Exception as error:  # the edge: whatever it was, it is logged and told as ours
        return unexpected(error, _refusal_for(error), request)


def _refusal_for(error: Exception) -> Refusal:
    if not is_outage(error):
        return Refusal(Code.INTERNAL)
    connection.close()  # the next call begins with another one
    return Refusal(Code.MAINTENANCE, {"retry_after": RETRY_AFTER})
