"""Where somebody wanted to go, kept over signing in, registering and confirming (AIR-2, ORG-1).

The way on travels as `next` in the address and in forms, and in allauth's unfinished sign-in; it
never leaves this site (SAFE-5).
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from urllib.parse import urlencode

from allauth.account.internal.constants import LoginStageKey
from allauth.account.internal.stagekit import stash_login
from allauth.account.stages import LoginStage, LoginStageController
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache

View = Callable[..., HttpResponse]
LONGEST = 4000  # characters of a way on; what is longer leads nowhere


def own_address(request: HttpRequest, text: str | None) -> str | None:
    """The address if it is one of this site, else none."""
    if not text or len(text) > LONGEST or not text.startswith("/"):
        return None
    hosts = {request.get_host()}
    return text if url_has_allowed_host_and_scheme(text, hosts, request.is_secure()) else None


def with_next(address: str, target: str | None) -> str:
    keeps = target and len(target) <= LONGEST
    return f"{address}?{urlencode({'next': target})}" if keeps else address


def signed_in(view: View) -> View:
    """The page is for confirmed accounts; others come back to it once they are one."""

    @never_cache
    @wraps(view)
    def asked(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if request.user.is_authenticated:
            return view(request, *args, **kwargs)
        return enter(request, request.get_full_path())

    return asked


def acts(page: str) -> Callable[[View], View]:
    """Acts on a POST alone; a GET, such as a reload after an error, goes to its page."""

    def decorate(view: View) -> View:
        @signed_in
        @wraps(view)
        def act(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
            if request.method == "POST":
                return view(request, *args, **kwargs)
            return HttpResponseRedirect(reverse(page))

        return act

    return decorate


def enter(request: HttpRequest, target: str) -> HttpResponse:
    """To the sign-in, or to the one page that an unconfirmed account has (ACC-2)."""
    if waiting_for_mail(request) is not None:
        keep_target(request, target)
        return HttpResponseRedirect(reverse("account_email_verification_sent"))
    return HttpResponseRedirect(with_next(reverse("account_login"), target))


def waiting_for_mail(request: HttpRequest) -> LoginStage | None:
    """The sign-in of this browser that waits for its address to be confirmed."""
    if request.user.is_authenticated:
        return None
    return LoginStageController.enter(request, LoginStageKey.VERIFY_EMAIL.value)


def keep_target(request: HttpRequest, target: str | None) -> None:
    stage = waiting_for_mail(request)
    if stage is not None and target:
        stage.login.redirect_url = target
        stash_login(request, stage.login)
