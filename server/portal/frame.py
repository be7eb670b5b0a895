"""What every page has around its content: the brand, the language, who is signed in (PORT-2)."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils import translation

from server.config.bodies import LARGEST
from server.config.brand import brand
from server.organizations.members import has_organization
from server.portal.errors import bad_request, too_large

NUL = "\0"


def frame(request: HttpRequest) -> dict[str, object]:
    return {
        "brand": brand(),
        "languages": settings.LANGUAGES,
        "invites": lambda: has_organization(request.user),  # asked only by pages that show it
    }


class SmallBodies:
    """Nothing that belongs here is large: more is refused before it is read (CONTRACT 2)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        length = request.META.get("CONTENT_LENGTH") or "0"
        if length.isdigit() and int(length) > LARGEST:
            return too_large(request)
        return self.get_response(request)


class PlainTexts:
    """No text of a person has a NUL, and PostgreSQL keeps none: it is refused before anybody looks
    it up. What a file holds is for its reader to judge."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if NUL in request.path_info or _has_nul(request.GET) or _has_nul(request.POST):
            return bad_request(request)
        return self.get_response(request)


def _has_nul(texts: QueryDict) -> bool:
    return any(NUL in text for name, values in texts.lists() for text in (name, *values))


class OwnLanguage:
    """Signed in, pages speak the account's language unless this browser was told another one.

    Where the account has not chosen, the browser's wish stands.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        told_here = settings.LANGUAGE_COOKIE_NAME in request.COOKIES
        if not told_here and request.user.is_authenticated:
            _speak(request.user.language)
        response = self.get_response(request)
        response.headers["Content-Language"] = translation.get_language()
        return response


def _speak(language: str) -> None:
    if language in dict(settings.LANGUAGES):
        translation.activate(language)
