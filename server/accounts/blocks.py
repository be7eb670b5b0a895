"""Failed sign-ins and the block they lead to (ACC-4), for portal and API together."""

from __future__ import annotations

from typing import Any, TypeVar

from django.conf import settings

from server.accounts.models import SignInFailures, SignInPace
from server.clock import now
from server.rulebook.accounts import (
    Failures,
    after_guess,
    may_try,
    slowed,
    with_attempt,
)
from server.rulebook.facts import Refusal
from server.transaction import one_transaction

Row = TypeVar("Row", SignInFailures, SignInPace)


@one_transaction
def begin_attempt(email: str, network: str) -> Refusal | None:
    """Counts the attempt as failed before anyone looks at the password."""
    at = now()
    pace = SignInPace.objects.filter(network=network).first()
    row = _locked(SignInFailures, email=_key(email), network=network)
    failures = Failures(row.count, row.blocked_until, row.last_at)
    refusal = may_try(failures, pace.paid_until if pace else None, at, settings.TERMS)
    if refusal is None:
        after = with_attempt(failures, at, settings.TERMS)
        row.count, row.blocked_until, row.last_at = after.count, after.blocked_until, at
        row.save(update_fields=["count", "blocked_until", "last_at"])
    return refusal


def attempt_succeeded(email: str, network: str) -> None:
    """A success starts the count anew."""
    SignInFailures.objects.filter(email=_key(email), network=network).delete()


@one_transaction
def attempt_failed(network: str) -> Refusal | None:
    """What one address gets wrong over all accounts has a pace of its own. Beyond it that is told
    instead of "wrong", and how long to wait."""
    at = now()
    pace = _locked(SignInPace, network=network, defaults={"paid_until": at})
    refusal = slowed(pace.paid_until, at, settings.TERMS)
    pace.paid_until = after_guess(pace.paid_until, at, settings.TERMS)
    pace.save(update_fields=["paid_until"])
    return refusal


def lift(email: str) -> int:
    """Ends every block of an account: after a password reset, or by support."""
    deleted, _ = SignInFailures.objects.filter(email=_key(email)).delete()
    return deleted


def _locked(kind: type[Row], **named: Any) -> Row:
    """The one row so named. One that a success or the clerk takes away meanwhile is made again."""
    while True:
        made, _ = kind.objects.get_or_create(**named)
        row: Row | None = kind.objects.select_for_update().filter(pk=made.pk).first()
        if row is not None:
            return row


def _key(email: str) -> str:
    return email.strip().lower()[:254]
