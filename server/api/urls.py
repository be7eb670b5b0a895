"""The API's addresses, from the calls that were declared; and the operators' two."""

from __future__ import annotations

from django.urls import path

from server.api.answer import Endpoint
from server.api.described import every_call
from server.api.health import healthz, readyz


def _endpoints() -> dict[str, Endpoint]:
    found: dict[str, Endpoint] = {}
    for each in every_call():
        found.setdefault(each.path, Endpoint()).methods[each.method] = each
    return found


urlpatterns = [
    path("healthz", healthz),
    path("readyz", readyz),
    *(path(address.lstrip("/"), endpoint) for address, endpoint in _endpoints().items()),
]
