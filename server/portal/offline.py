"""`/offline/validate`: the request of a computer that never goes online, and its response (AIR).

A GET shows what would be bound, a POST binds. The response waits in this browser's session until
it is saved; the same request again gives the same one.
"""

from __future__ import annotations

from allauth.account.forms import ReauthenticateForm
from allauth.account.internal.flows.logout import logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from contract.offline_files import FileFault, check_code, find_request
from contract.problems import Code
from server.config.brand import brand
from server.portal import fresh
from server.portal.headers import secret_in_address
from server.portal.refusals import Said, say
from server.portal.refused import told
from server.portal.returns import LONGEST_FILE, taken_back
from server.portal.targets import enter, signed_in, with_next
from server.rulebook.facts import Refusal
from server.seats.bind import bind, look

KEPT = "offline_response"


@never_cache
@secret_in_address
def validate(request: HttpRequest) -> HttpResponse:
    text = request.POST.get("request") or request.GET.get("request", "")
    if not request.user.is_authenticated:
        return enter(request, _address(text))
    if request.method == "POST" and "file" in request.FILES:
        return _uploaded(request)
    if request.method == "POST" and text:
        return _accepted(request, text)
    return _show(request, text) if text else _start(request)


def _uploaded(request: HttpRequest) -> HttpResponse:
    file = request.FILES["file"].read(LONGEST_FILE + 1)
    found = find_request(file)
    if found is FileFault.RETURN_INSTEAD:  # brought to the wrong box, meant well
        return taken_back(request, file)
    if isinstance(found, FileFault):
        return _start(request, Refusal(Code.REQUEST_DAMAGED, {"fault": found.value}))
    return HttpResponseRedirect(_address(found))


def _accepted(request: HttpRequest, text: str) -> HttpResponse:
    if "password" in request.POST and not _password_is_right(request):
        return _show(request, text, wrong_password=True)
    bound = bind(request.user, text, fresh.signed_in_at(request))
    if isinstance(bound, Refusal):
        return _show(request, text, bound)
    code = check_code(text)
    name = f"{brand().product}-{code.replace(' ', '-')}.seatkeeper"
    request.session[KEPT] = {"file": bound.response.decode(), "name": name, "check_code": code}
    return redirect("offline-done")


def _password_is_right(request: HttpRequest) -> bool:
    """Counted like a sign-in (ACC-4); right, it makes this session fresh."""
    form = ReauthenticateForm({"password": request.POST["password"]}, user=request.user)
    if form.is_valid():
        fresh.remember(request)
        return True
    return False


def _show(
    request: HttpRequest, text: str, refusal: Refusal | None = None, wrong_password: bool = False
) -> HttpResponse:
    found = look(request.user, text)
    if isinstance(found, Refusal):
        return _start(request, found, text)
    said = say(refusal) if refusal else None
    if wrong_password:
        said = Said(Code.CREDENTIALS_INVALID, _("The password is not right. Nothing was bound."))
    shown = {
        "offer": found,
        "owner": "" if found.pool.owner == request.user.public_id else found.pool.owner_name,
        "text": text,
        "here": _address(text),
        "refusal": said,
        "ask_password": not fresh.is_fresh(request),
        "password_wrong": wrong_password,
    }
    page = render(request, "portal/offline/accept.html", shown)
    if wrong_password:
        refusal = Refusal(Code.CREDENTIALS_INVALID)
    return told(page, refusal) if refusal else page


def _start(request: HttpRequest, refusal: Refusal | None = None, text: str = "") -> HttpResponse:
    said = say(refusal) if refusal else None
    shown = {"refusal": said, "text": text, "here": _address(text)}
    page = render(request, "portal/offline/start.html", shown)
    return told(page, refusal) if refusal else page


@require_POST
def other_account(request: HttpRequest) -> HttpResponse:
    """Signed in as somebody else: the request stays (AIR-2)."""
    text = request.POST.get("request", "")
    logout(request)
    return HttpResponseRedirect(with_next(reverse("account_login"), _address(text)))


@require_safe
@signed_in
def done(request: HttpRequest) -> HttpResponse:
    kept = request.session.get(KEPT)
    return render(request, "portal/offline/done.html", kept) if kept else redirect("offline")


@require_safe
@signed_in
def response_file(request: HttpRequest) -> HttpResponse:
    kept = request.session.get(KEPT)
    if not kept:
        return redirect("offline")
    headers = {"Content-Disposition": f'attachment; filename="{kept["name"]}"'}
    return HttpResponse(kept["file"], content_type="application/octet-stream", headers=headers)


def _address(text: str) -> str:
    query = f"?{urlencode({'request': text})}" if text else ""
    return reverse("offline") + query
