"""Whose token a call carries."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings

from contract.problems import Code
from server.accounts.models import Session
from server.accounts.tokens import hash_of
from server.clock import DatabaseClock, now
from server.ready import Ready
from server.rulebook.accounts import token_is_good
from server.rulebook.facts import Refusal

NOTE_USE_AFTER = timedelta(hours=1)  # a use is noted this seldom: a call is no write by itself

_SESSION = Ready(
    lambda token_hash: (
        Session.objects.select_related("account", "device")
        .annotate(clock=DatabaseClock())
        .filter(token_hash=token_hash)
    )
)


def authenticate(authorization: str) -> Session | Refusal:
    """The session behind `Authorization: Bearer TOKEN`, its account and device loaded."""
    token = token_in(authorization)
    if token is None:
        return Refusal(Code.TOKEN_INVALID)
    session = next(iter(_SESSION(hash_of(token))), None)
    if session is None or not session.account.is_active:
        return Refusal(Code.TOKEN_INVALID)
    at = now(session.clock)
    if not token_is_good(session.used_at, at, settings.TERMS):
        return Refusal(Code.TOKEN_INVALID)
    if at - session.used_at > NOTE_USE_AFTER:
        Session.objects.filter(pk=session.pk).update(used_at=at)
    return session


def token_in(authorization: str) -> str | None:
    """What a header carries, if it could be a token of ours."""
    scheme, _, token = authorization.partition(" ")
    token = token.strip()
    if scheme.lower() != "bearer" or not token.isascii() or not 20 <= len(token) <= 100:
        return None
    return token
