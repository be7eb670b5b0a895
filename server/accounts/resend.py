"""Send the confirmation mail again. Whether there is such an account is never said (ACC-5)."""

from __future__ import annotations

import hashlib
from datetime import timedelta

from allauth.account.models import EmailAddress
from django.core.cache import cache
from django.db import transaction

from server.accounts.mails import send_confirmation
from server.accounts.models import Account
from server.transaction import one_transaction

QUIET = timedelta(seconds=30)  # between two mails to one address
NOBODY = "nobody@invalid"


@one_transaction
def resend_confirmation(email: str) -> None:
    """Where nobody waits for it, the mail is written all the same and taken back: so the answer
    takes as long."""
    wanted = email.strip().lower()
    if not cache.add(_key(wanted), True, QUIET.total_seconds()):
        return
    address = _waiting(wanted)
    with transaction.atomic():
        send_confirmation(address or EmailAddress(email=NOBODY, user=Account(email=NOBODY)))
        transaction.set_rollback(address is None)


def _waiting(email: str) -> EmailAddress | None:
    rows = EmailAddress.objects.filter(email=email, user__email=email, verified=False)
    address: EmailAddress | None = rows.select_related("user").first()
    return address


def _key(email: str) -> str:
    return f"confirmation:{hashlib.sha256(email.encode()).hexdigest()}"
