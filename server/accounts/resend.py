"""Send the confirmation mail again. Whether there is such an account is never said."""

from __future__ import annotations

import hashlib
from datetime import timedelta

from allauth.account.models import EmailAddress
from django.core.cache import cache

from server.accounts.mails import send_confirmation

QUIET = timedelta(seconds=30)  # between two mails to one address


def resend_confirmation(email: str) -> None:
    wanted = email.strip().lower()
    if not cache.add(_key(wanted), True, QUIET.total_seconds()):
        return
    address = EmailAddress.objects.filter(email=wanted, verified=False).first()
    if address is not None and address.user.email == wanted:
        send_confirmation(address)


def _key(email: str) -> str:
    return f"confirmation:{hashlib.sha256(email.encode()).hexdigest()}"
