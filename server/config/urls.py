"""Which face answers which address. The API is asked before anything else (`ApiFirst`)."""

from __future__ import annotations

from django.urls import include, path

urlpatterns = [
    path("", include("server.portal.urls")),
]

handler404 = "server.portal.errors.not_found"
handler500 = "server.portal.errors.failed"
handler400 = "server.portal.errors.bad_request"
handler403 = "server.portal.errors.forbidden"
