"""When the person at this browser last typed the password (AIR-11): by the clock of the rules."""

from __future__ import annotations

from datetime import UTC, datetime

from django.conf import settings
from django.http import HttpRequest

from server.clock import now
from server.rulebook.bindings import is_fresh_sign_in

KEY = "password_typed_at"
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)


def remember(request: HttpRequest) -> None:
    request.session[KEY] = now().isoformat()


def signed_in_at(request: HttpRequest) -> datetime:
    text = request.session.get(KEY)
    return datetime.fromisoformat(text) if text else LONG_AGO


def is_fresh(request: HttpRequest) -> bool:
    """What the page asks for; `bind` decides by the same rule."""
    return is_fresh_sign_in(signed_in_at(request), now(), settings.TERMS)
