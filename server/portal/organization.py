"""`/organization/`: the owner's invited users, and the two ways to invite (ORG-1, ORG-4, ORG-5)."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from contract.problems import Code
from server.organizations.block import block
from server.organizations.delete import delete
from server.organizations.members import organization_of
from server.organizations.unblock import unblock
from server.portal.refusals import say
from server.portal.refused import told
from server.portal.targets import acts, signed_in
from server.portal.use import holders_of
from server.rulebook.facts import Refusal


@require_safe
@signed_in
def organization(request: HttpRequest) -> HttpResponse:
    return _page(request)


@acts("organization")
def block_member(request: HttpRequest) -> HttpResponse:
    outcome = block(request.user, request.POST.get("member", ""))
    return _back(
        request, outcome, _("Blocked. This person gets no new seat until you unblock them.")
    )


@acts("organization")
def unblock_member(request: HttpRequest) -> HttpResponse:
    outcome = unblock(request.user, request.POST.get("member", ""))
    return _back(request, outcome, _("Unblocked."))


@signed_in
def delete_member(request: HttpRequest, member_id: str) -> HttpResponse:
    view = organization_of(request.user)
    found = next((m for m in view.members if m.account_id == member_id), None) if view else None
    if found is None:
        return _back(request, Refusal(Code.NOT_A_MEMBER), "")
    if request.method != "POST":
        return render(request, "portal/delete_member.html", {"member": found})
    return _back(request, delete(request.user, member_id), _("Deleted from your list."))


def _back(request: HttpRequest, outcome: object, done: str) -> HttpResponse:
    if isinstance(outcome, Refusal):
        return told(_page(request, refusal=say(outcome)), outcome)
    messages.success(request, done)
    return redirect("organization")


def _page(request: HttpRequest, **more: object) -> HttpResponse:
    view = organization_of(request.user)
    holders = holders_of(request.user) if view else ()
    shown = {"organization": view, "holders": holders, "here": reverse("organization")}
    return render(request, "portal/organization.html", shown | more)
