"""The language switch of every page (PORT-3), kept by this browser and by the account."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from server.accounts.profile import change_language
from server.portal.targets import own_address


def language(request: HttpRequest) -> HttpResponse:
    """Nothing is switched by a GET."""
    chosen = request.POST.get("language", "")
    response = HttpResponseRedirect(own_address(request, request.POST.get("next")) or "/")
    if request.method != "POST" or chosen not in dict(settings.LANGUAGES):
        return response
    if request.user.is_authenticated:
        change_language(request.user, chosen)
    return remember(response, chosen)


def remember(response: HttpResponse, chosen: str) -> HttpResponse:
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        chosen,
        max_age=365 * 24 * 3600,
        samesite=settings.LANGUAGE_COOKIE_SAMESITE,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        httponly=True,
    )
    return response
