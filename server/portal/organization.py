"""`/organization/`: the owner's invited users, and the two ways to invite (ORG-1, ORG-4, ORG-5)."""

from __future__ import annotations

from dataclasses import asdict

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from contract.problems import Code
from server.accounts.models import Account
from server.licenses.pool_terms import pool_terms, set_pool_terms
from server.organizations.block import block
from server.organizations.delete import delete
from server.organizations.members import member_of, organization_of
from server.organizations.replace_code import replace_code
from server.organizations.unblock import unblock
from server.portal.forms import PoolTermsForm
from server.portal.refusals import say
from server.portal.refused import INVALID, told
from server.portal.targets import acts, signed_in
from server.portal.use import holder_at, seats_held
from server.rulebook.facts import Refusal
from server.seats.free import free

PAGED = ("search", "members", "seats")  # what an address may add: where each list goes on


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
    found = member_of(request.user, member_id)
    if found is None:
        return _back(request, Refusal(Code.NOT_A_MEMBER), "")
    if request.method != "POST":
        return render(request, "portal/delete_member.html", {"member": found})
    return _back(request, delete(request.user, member_id), _("Deleted from your list."))


@signed_in
def new_code(request: HttpRequest) -> HttpResponse:
    """A GET asks and says what stops, a POST replaces (ORG-2)."""
    view = organization_of(request.user)
    if view is None:
        return redirect("organization")
    if request.method != "POST":
        return render(request, "portal/new_code.html", {"code": view.invite_code})
    outcome = replace_code(request.user, shown=request.POST.get("code", ""))
    return _back(request, outcome, _("Replaced. Code and address are new; the old ones stopped."))


@signed_in
def free_seat(request: HttpRequest, seat: str) -> HttpResponse:
    """A GET asks and says until when that computer may go on, a POST frees (SEAT-13)."""
    holder = holder_at(request.user, seat)
    if holder is None or not holder.may_be_freed:
        return _back(request, Refusal(Code.NO_SEAT), "")
    if request.method != "POST":
        return render(request, "portal/free_seat.html", {"holder": holder})
    return _back(request, free(request.user, seat), _("The seat is free for others."))


@acts("organization")
def set_terms(request: HttpRequest) -> HttpResponse:
    form = PoolTermsForm(request.POST)
    if not form.is_valid():
        page = _page(request, terms=form)
        page.status_code = INVALID
        return page
    outcome = set_pool_terms(request.user, **form.cleaned_data, role="account")
    return _back(request, outcome, _("Saved."))


def _back(request: HttpRequest, outcome: object, done: str) -> HttpResponse:
    if isinstance(outcome, Refusal):
        return told(_page(request, refusal=say(outcome)), outcome)
    messages.success(request, done)
    return redirect("organization")


def _page(request: HttpRequest, **more: object) -> HttpResponse:
    search, members, seats = (request.GET.get(name, "")[:100] for name in PAGED)
    view = organization_of(request.user, members, search.strip())
    shown = {
        "organization": view,
        "search": search,
        "is_first": not members,
        "seats_are_first": not seats,
        "held": seats_held(request.user, seats) if view else None,
        "terms": _terms_now(request.user),
        "here": reverse("organization"),
    }
    return render(request, "portal/organization.html", shown | more)


def _terms_now(owner: Account) -> PoolTermsForm | None:
    held = pool_terms(owner)
    return None if held is None else PoolTermsForm(initial=asdict(held))
