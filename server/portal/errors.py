"""Pages for what went wrong, in the same dress, and for a form that was open for too long."""

from __future__ import annotations

import sys

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from server.config.brand import brand
from server.outage import RETRY_AFTER, is_outage

TOO_LARGE = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    if isinstance(exception, TOO_LARGE):
        return too_large(request)
    return _page(
        request, 400, _("That did not arrive as it should"), _("Please go back and try again.")
    )


def too_large(request: HttpRequest) -> HttpResponse:
    return _page(
        request,
        413,
        _("That is too large"),
        _("No file or text that belongs here is this large. Please check which file you chose."),
    )


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page(
        request,
        403,
        _("This page is not yours to open"),
        _("You may be signed in with another account than the one that you meant."),
    )


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    return _page(
        request,
        403,
        _("This page was open for too long"),
        _("For your safety nothing was done. Please go back, reload the page and try again."),
    )


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page(
        request,
        404,
        _("There is nothing here"),
        _("The address may be mistyped, or the page has moved."),
    )


def failed(request: HttpRequest) -> HttpResponse:
    """Called where the error is being handled. Asks nothing of database or session: they may be
    what failed."""
    if is_outage(sys.exception()):
        connection.close()  # the next page begins with another one
        return _come_again()
    return _alone(
        500,
        _("Something went wrong on our side"),
        _("Nothing of yours is lost. Please try again in a few minutes."),
    )


def _come_again() -> HttpResponse:
    response = _alone(
        503,
        _("The server is being worked on"),
        _("Nothing of yours is lost. Please try again in a few minutes."),
    )
    response.headers["Retry-After"] = str(RETRY_AFTER)
    return response


def _alone(status: int, title: str, text: str) -> HttpResponse:
    page = render_to_string(
        "portal/error.html",
        {
            "brand": brand(),
            "alone": True,
            "title": title,
            "text": text,
        },
    )
    return HttpResponse(page, status=status)


def _page(request: HttpRequest, status: int, title: str, text: str) -> HttpResponse:
    page = render_to_string("portal/error.html", {"title": title, "text": text}, request)
    return HttpResponse(page, status=status)
