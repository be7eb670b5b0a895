"""Pages whose address carries a code, key or request send no referrer (SAFE-2)."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse


def secret_in_address(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """No referrer leaves the page.

    Under `no-referrer` browsers send `Origin: null` with a form, which the CSRF check refuses, so
    the page itself (portal/parts/referrer.html) says `same-origin`: still nothing for other sites.
    """

    @wraps(view)
    def quiet(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response.headers["Referrer-Policy"] = "no-referrer"
        return response

    return quiet
