"""`/support`: whom to write to, and what to tell them (PORT-2)."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe


@require_safe
def support(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/support.html")
