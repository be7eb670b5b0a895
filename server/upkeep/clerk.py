"""The clerk tidies up: rows that no answer depends on any more, and mails that wait.

Nothing waits for it. Whether a block has ended, a token is good or a key may be tried follows
from stored instants at the moment of asking; without the clerk the tables only grow.
"""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.db import models

from server.accounts.models import Session, SignInFailures, SignInPace
from server.accounts.sessions import SessionStore
from server.clock import now
from server.licenses.models import WrongKey
from server.licenses.tries import WINDOW
from server.outbox.send import send_due
from server.outbox.show import forget_old_mails
from server.shop.models import UsedBuyerToken

A_MONTH = timedelta(days=30)  # longer than any token of a buyer was ever good for


def tidy() -> dict[str, int]:
    """What was done, by name. May run at any time, twice at once and beside the server."""
    at = now()
    SessionStore.clear_expired()
    return {
        "mails_sent": send_due(),
        "mails_forgotten": forget_old_mails(),
        "blocks_ended": _deleted(SignInFailures.objects.filter(blocked_until__lte=at)),
        "failures_forgotten": _deleted(
            SignInFailures.objects.filter(
                blocked_until__isnull=True, last_at__lte=at - settings.TERMS.sign_in_memory
            )
        ),
        "paces_ended": _deleted(SignInPace.objects.filter(paid_until__lte=at)),
        "wrong_keys": _deleted(WrongKey.objects.filter(at__lte=at - WINDOW)),
        "sign_ins_ended": _deleted(
            Session.objects.filter(used_at__lte=at - settings.TERMS.token_unused)
        ),
        "buyer_tokens": _deleted(UsedBuyerToken.objects.filter(used_at__lte=at - A_MONTH)),
    }


def _deleted(rows: models.QuerySet) -> int:
    return int(rows.delete()[0])
