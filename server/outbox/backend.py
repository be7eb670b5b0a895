"""How mails leave: by SMTP where the operator named a server, else as files in `DIR/mail`.

A mail that SMTP does not take is kept as a file beside them, and said in the log: whoever
registered is not shown an error for it.
"""

from __future__ import annotations

import logging
import os
import secrets
import smtplib
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.backends.smtp import EmailBackend as Smtp
from django.core.mail.utils import DNS_NAME

from server.clock import now

SECONDS = 15  # a mail server that says nothing must not hold a worker for longer

log = logging.getLogger(__name__)


class Mails(BaseEmailBackend):
    def send_messages(self, messages: Sequence[EmailMessage]) -> int:
        if not settings.DEPLOYMENT.smtp:
            return sum(keep(message, settings.DATA / "mail") for message in messages)
        try:
            return smtp_server(settings.DEPLOYMENT.smtp).send_messages(messages) or 0
        except (OSError, smtplib.SMTPException) as error:
            log.error("%s mails were not sent: %s", len(messages), type(error).__name__)
            return sum(keep(message, settings.DATA / "mail" / "unsent") for message in messages)


def smtp_server(url: str) -> Smtp:
    """`smtp://user:password@host:587` with STARTTLS where the port is not 25; `smtps://…`."""
    parts = urlsplit(url)
    is_tls = parts.scheme == "smtps"
    port = parts.port or (465 if is_tls else 587)
    DNS_NAME._fqdn = urlsplit(settings.ADDRESS).hostname  # how we greet; asks no DNS for it
    return Smtp(
        host=parts.hostname,
        port=port,
        username=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        use_ssl=is_tls,
        use_tls=not is_tls and port != 25,
        timeout=SECONDS,
    )


def keep(message: EmailMessage, folder: Path) -> int:
    """Written beside, then renamed: whoever watches the folder sees whole mails alone."""
    folder.mkdir(parents=True, exist_ok=True)
    name = f"{now():%Y%m%dT%H%M%S.%f}-{secrets.token_hex(4)}.eml"
    draft = folder / f".{name}"
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(message.message().as_bytes())
    draft.rename(folder / name)
    return 1
