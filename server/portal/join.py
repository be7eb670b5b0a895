"""`/join/CODE`: whose organization it is, what the owner will see, and a button (ORG-1, SAFE-5).

Signed out, the page leads through sign-in or registration and back here; before that it names
nobody.
"""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from server.accounts.networks import network_of
from server.organizations.join import ask_to_join
from server.organizations.join import join as join_organization
from server.portal.headers import secret_in_address
from server.portal.refusals import say
from server.portal.refused import told
from server.portal.targets import enter, waiting_for_mail
from server.rulebook.facts import Refusal


@never_cache
@secret_in_address
def join(request: HttpRequest, code: str) -> HttpResponse:
    if not request.user.is_authenticated:
        return _invited(request)
    return _join(request, code) if request.method == "POST" else _ask(request, code)


def _invited(request: HttpRequest) -> HttpResponse:
    if waiting_for_mail(request) is not None:
        return enter(request, request.path)
    return render(request, "portal/invited.html", {"next": request.path})


def _ask(request: HttpRequest, code: str) -> HttpResponse:
    question = ask_to_join(request.user, code, network_of(request))
    if isinstance(question, Refusal):
        return _refused(request, question)
    return render(request, "portal/join.html", {"question": question})


def _join(request: HttpRequest, code: str) -> HttpResponse:
    joined = join_organization(request.user, code, network_of(request))
    if isinstance(joined, Refusal):
        return _refused(request, joined)
    text = _("You have joined. You can now use the licenses of %(owner)s.")
    messages.success(request, text % {"owner": joined.owner_name})
    return redirect("licenses")


def _refused(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    return told(render(request, "portal/join.html", {"refusal": say(refusal)}), refusal)
