"""`/offline/return`: the return file of a bound computer, which frees its seat (AIR-6).

The file's own signature speaks, so nobody has to sign in.
"""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from server.portal.refusals import say
from server.portal.refused import told
from server.rulebook.facts import Refusal
from server.seats.give_back import give_back

LONGEST_FILE = 64 * 1024


@never_cache
def return_file(request: HttpRequest) -> HttpResponse:
    if request.method == "POST" and "file" in request.FILES:
        return taken_back(request, request.FILES["file"].read(LONGEST_FILE + 1))
    return render(request, "portal/offline/return.html")


def taken_back(request: HttpRequest, file: bytes) -> HttpResponse:
    outcome = give_back(file)
    if isinstance(outcome, Refusal):
        page = render(request, "portal/offline/return.html", {"refusal": say(outcome)})
        return told(page, outcome)
    day = date_format(outcome.freed_on, "DATE_FORMAT")
    text = (
        _("This file was brought here before: the seat was freed on %(day)s.")
        if outcome.again
        else _("The seat is free again. That computer can no longer use it.")
    )
    messages.success(request, text % {"day": day})
    return redirect("offline-return")
