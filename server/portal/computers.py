"""`/computers`: the computers on which this person holds a seat; one that is lost gives it up there
(SEAT-14, PRI-1)."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from contract.problems import Code
from server.portal.refusals import say
from server.portal.refused import told
from server.portal.targets import acts, signed_in
from server.portal.use import own_computers
from server.rulebook.facts import Refusal
from server.seats.devices import free_device, name_device


@require_safe
@signed_in
def computers(request: HttpRequest) -> HttpResponse:
    return _page(request)


@acts("computers")
def name_computer(request: HttpRequest) -> HttpResponse:
    name = request.POST.get("name", "").strip()
    outcome = name_device(request.user, request.POST.get("computer", ""), name or None)
    return _back(request, outcome, _("Saved."))


@signed_in
def free_computer(request: HttpRequest, device: str) -> HttpResponse:
    own = own_computers(request.user)
    found = next((each for each in own.computers if each.device == device), None)
    if found is None:
        return _back(request, Refusal(Code.NOT_FOUND), "")
    if request.method != "POST":
        shown = {"computer": found, "left": own.releases_left}
        return render(request, "portal/free_computer.html", shown)
    done = _(
        "The seat is given up. If that computer is found, the product takes a seat there anew."
    )
    return _back(request, free_device(request.user, device), done)


def _back(request: HttpRequest, outcome: object, done: str) -> HttpResponse:
    if isinstance(outcome, Refusal):
        return told(_page(request, refusal=say(outcome)), outcome)
    messages.success(request, done)
    return redirect("computers")


def _page(request: HttpRequest, **more: object) -> HttpResponse:
    own = own_computers(request.user)
    shown = {"computers": own.computers, "left": own.releases_left, "here": reverse("computers")}
    return render(request, "portal/computers.html", shown | more)
