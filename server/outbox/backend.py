"""How a mail leaves: by SMTP where the operator named a server, else as a file in `DIR/mail`.

Whatever stands in the way is raised: the outbox tries again.
"""

from __future__ import annotations

import os
import re
import secrets
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.backends.smtp import EmailBackend as Smtp
from django.core.mail.utils import DNS_NAME

SECONDS = 15  # a mail server that says nothing is not waited for any longer


class Mails(BaseEmailBackend):
    def send_messages(self, messages: Sequence[EmailMessage]) -> int:
        if settings.DEPLOYMENT.smtp:
            return smtp_server(settings.DEPLOYMENT.smtp).send_messages(messages) or 0
        return sum(keep(message, settings.DATA / "mail") for message in messages)


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
    """Written beside, under another ending, then renamed: whoever watches for mails sees whole
    ones alone. A mail that is sent once more is the same file."""
    folder.mkdir(parents=True, exist_ok=True)
    name = f"{_own_name(message)}.eml"
    draft = folder / f".{secrets.token_hex(8)}.draft"
    try:
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(message.message().as_bytes())
        draft.rename(folder / name)
    except OSError:
        draft.unlink(missing_ok=True)
        raise
    return 1


def _own_name(message: EmailMessage) -> str:
    told = re.fullmatch(r"<([\w.-]{8,80})@.*>", message.extra_headers.get("Message-ID", ""))
    return told[1] if told else secrets.token_hex(8)
