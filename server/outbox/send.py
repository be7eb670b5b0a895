"""Send what is due: by the loop of any server process, and by the clerk.

A mail is claimed first, for long enough to be sent, by a write that only one can make. A
process that is killed meanwhile leaves it to whoever looks after that; it then leaves with the
same Message-ID, and as a file under the same name.
"""

from __future__ import annotations

import logging
import smtplib
from datetime import datetime, timedelta

from django.db import connection

from server.clock import now
from server.outbox.mails import message_of
from server.outbox.models import Mail
from server.transaction import one_transaction

HELD = timedelta(minutes=2)  # longer than a mail server is waited for
PAUSES = tuple(timedelta(minutes=each) for each in (0.5, 2, 10, 30, 60, 120, 240, 480, 960))

log = logging.getLogger(__name__)


def send_due() -> int:
    """How many left."""
    sent = 0
    while _is_any_due(now()):
        mail = _claimed()
        if mail is None:
            break
        fault = _tried(mail)
        _note(mail, fault)
        sent += fault is None
    return sent


def _is_any_due(at: datetime) -> bool:
    """A look alone: on SQLite a claim would take the write lock."""
    return Mail.objects.filter(due_at__lte=at).exists()


@one_transaction
def _claimed() -> Mail | None:
    at = now()
    skips = connection.features.has_select_for_update_skip_locked
    due = Mail.objects.filter(due_at__lte=at).order_by("due_at", "pk")
    mail: Mail | None = due.select_for_update(skip_locked=skips).first()
    if mail is not None:
        mail.due_at, mail.tries = at + HELD, mail.tries + 1
        mail.save(update_fields=["due_at", "tries"])
    return mail


def _tried(mail: Mail) -> Exception | None:
    try:
        message_of(mail).send()
    except Exception as error:  # whatever it is, the others are not kept waiting for it
        return error
    return None


@one_transaction
def _note(mail: Mail, fault: Exception | None) -> None:
    """Of the own claim alone: one that took too long may have become another's."""
    at = now()
    if fault is None:
        told = {"sent_at": at, "due_at": None, "sealed": None, "fault": ""}
    elif mail.tries > len(PAUSES) or _is_for_good(fault):
        told = {"given_up_at": at, "due_at": None, "fault": _in_short(fault)}
        log.error("mail %s was given up: %s", mail.message_id, _in_short(fault))
    else:
        told = {"due_at": at + PAUSES[mail.tries - 1], "fault": _in_short(fault)}
        log.warning("mail %s waits for another try: %s", mail.message_id, _in_short(fault))
    Mail.objects.filter(pk=mail.pk, tries=mail.tries).update(**told)


def _is_for_good(fault: Exception) -> bool:
    """The mail server knows that it will never take it: there is no such address."""
    codes = _codes(fault)
    named = isinstance(fault, smtplib.SMTPRecipientsRefused | smtplib.SMTPDataError)
    return named and min(codes) >= 500


def _codes(fault: Exception) -> list[int]:
    if isinstance(fault, smtplib.SMTPRecipientsRefused):
        return [code for code, _ in fault.recipients.values()]
    return [fault.smtp_code] if isinstance(fault, smtplib.SMTPResponseException) else []


def _in_short(fault: Exception) -> str:
    """Never the mail server's words: they may repeat the mail's."""
    number = fault.errno if isinstance(fault, OSError) else None
    codes = [str(each) for each in (*_codes(fault), number) if each is not None]
    return " ".join((type(fault).__name__, *codes))[:80]
