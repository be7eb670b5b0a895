"""Put a mail into the outbox, inside the act's own transaction: both are there, or neither."""

from __future__ import annotations

import secrets
from datetime import datetime
from email.utils import format_datetime
from urllib.parse import urlsplit

import msgspec
from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction

from server.clock import now
from server.config.secrets import seal, unseal
from server.outbox.loop import ring
from server.outbox.models import Mail

PURPOSE = "mail"


class Words(msgspec.Struct):
    """What is sealed while a mail waits."""

    subject: str
    body: str


def queue(kind: str, to: str, subject: str, body: str) -> None:
    """It leaves once the transaction has committed, by whichever process is first."""
    at = now()
    words = msgspec.json.encode(Words(subject, body))
    Mail.objects.create(
        message_id=_message_id(at), kind=kind, to=to, sealed=seal(words, PURPOSE),
        queued_at=at, due_at=at,
    )  # fmt: skip
    transaction.on_commit(ring)


def message_of(mail: Mail) -> EmailMultiAlternatives:
    """The mail itself, alike at every try: whoever gets it twice can see that it is one."""
    assert mail.sealed is not None  # whoever sends it holds it
    words = msgspec.json.decode(unseal(mail.sealed, PURPOSE), type=Words)
    headers = {"Message-ID": mail.message_id, "Date": format_datetime(mail.queued_at)}
    return EmailMultiAlternatives(
        words.subject, words.body, settings.DEFAULT_FROM_EMAIL, [mail.to], headers=headers
    )


def _message_id(at: datetime) -> str:
    """Ours: Django would ask DNS for this machine's name, and wait where none answers."""
    host = urlsplit(settings.ADDRESS).hostname or "localhost"
    return f"<{at:%Y%m%dT%H%M%S.%f}.{secrets.token_hex(8)}@{host}>"
