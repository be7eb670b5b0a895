"""`/licenses`: the one box, ways to a license, the trial, own licenses, invitations (PORT-1)."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from contract.problems import Code
from server.accounts.networks import network_of
from server.config.brand import brand
from server.licenses.enter import Activated, AlreadyYours, enter
from server.licenses.mine import my_licenses, my_trial
from server.licenses.request_trial import may_request_trial, request_trial
from server.organizations.invitations import my_invitations
from server.organizations.join import JoinQuestion
from server.organizations.leave import leave
from server.portal.refusals import say
from server.portal.refused import told
from server.portal.targets import acts, signed_in
from server.rulebook.facts import Refusal
from server.shop.buyer import shop_link


@require_safe
@signed_in
def licenses(request: HttpRequest) -> HttpResponse:
    return _page(request)


@acts("licenses")
def enter_text(request: HttpRequest) -> HttpResponse:
    """The box takes a license key or an invite code and tells which it was by its form (ID-4)."""
    text = request.POST.get("text", "")
    outcome = enter(request.user, text, network_of(request))
    match outcome:
        case Refusal():
            return told(_page(request, refusal=say(outcome), text=text[:200]), outcome)
        case JoinQuestion():
            return redirect("join", outcome.invite_code)
        case AlreadyYours():
            text = _("You have activated this license already. Nothing was changed.")
            messages.warning(request, text)
        case Activated():
            messages.success(request, _("The license is activated. You find it below."))
    return redirect("licenses")


@acts("licenses")
def trial(request: HttpRequest) -> HttpResponse:
    outcome = request_trial(request.user)
    if isinstance(outcome, Refusal):
        return told(_page(request, trial_refusal=say(outcome)), outcome)
    text = _(
        "Your free trial has been set up. Its first day begins when you first use the product."
    )
    messages.success(request, text)
    return redirect("licenses")


@acts("licenses")
def show_key(request: HttpRequest) -> HttpResponse:
    """A key is shown when asked for, by a POST: no address, no cache and no history holds it."""
    return _page(request, shown=request.POST.get("license", ""))


@signed_in
def leave_organization(request: HttpRequest, owner_id: str) -> HttpResponse:
    invitation = next((i for i in my_invitations(request.user) if i.owner_id == owner_id), None)
    if invitation is None:
        return _not_left(request, Refusal(Code.MEMBERSHIP_ENDED))
    if request.method != "POST":
        return render(request, "portal/leave.html", {"invitation": invitation})
    refusal = leave(request.user, owner_id)
    if refusal is not None:
        return _not_left(request, refusal)
    messages.success(request, _("You have left this organization."))
    return redirect("licenses")


def _not_left(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    return told(_page(request, leave_refusal=say(refusal)), refusal)


def _page(request: HttpRequest, **more: object) -> HttpResponse:
    shown = {
        "licenses": my_licenses(request.user),
        "trial": my_trial(request.user),
        "invitations": my_invitations(request.user),
        "may_try": may_request_trial(request.user) is None,
        "terms": settings.TERMS,
        "here": reverse("licenses"),
        "shop": shop_link(brand().links.shop, request.user) if brand().links.shop else "",
    }
    return render(request, "portal/licenses.html", shown | more)
