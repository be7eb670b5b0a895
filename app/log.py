"""The desktop's log: JSON lines with rotation, and no password, token or lease in them (APP-7)."""

from __future__ import annotations

import logging
import logging.handlers
import re
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from app.license.files import make_private_folder

SIZE = 1_000_000
KEPT = 5
HIDDEN = "[hidden]"

_SECRETS = re.compile(
    r"eyJ[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]*){1,2}"  # a JWS: a lease, a request, a statement
    r"|(?i:bearer\s+)\S+"
    r"|(?i:\b(?:password|token|code|private_key)['\"]?\s*[=:]\s*)\S+"
    r"|\b[A-Za-z0-9_-]{40,}\b"  # as long as a key or a token
    r"|\b[Rr](?:-?[0-9A-Fa-f]{3}){6}\b"  # a license key
)


def redact(text: str) -> str:
    return _SECRETS.sub(HIDDEN, text)


class JsonLine(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        line = {
            "at": datetime.fromtimestamp(record.created, UTC),
            "level": record.levelname.lower(),
            "from": record.name,
            "says": redact(record.getMessage()),
        }
        if record.exc_info:
            line["trace"] = redact(self.formatException(record.exc_info))
        return msgspec.json.encode(line).decode()


class LogFile(logging.handlers.RotatingFileHandler):
    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - logging's name
        """A line that a full disk did not take is lost, and no more than that."""


def set_up(folder: Path) -> None:
    """Into the folder; where it cannot be written, to standard error alone."""
    root = logging.getLogger()
    root.setLevel(logging.INFO)
    for quiet in ("httpx", "httpcore", "asyncio", "keyring"):
        logging.getLogger(quiet).setLevel(logging.WARNING)
    root.addHandler(_handler(folder))


def _handler(folder: Path) -> logging.Handler:
    handler: logging.Handler
    try:
        make_private_folder(folder)
        handler = LogFile(
            folder / "seatkeeper.log", maxBytes=SIZE, backupCount=KEPT, encoding="utf-8"
        )
    except OSError:
        handler = logging.StreamHandler()
    handler.setFormatter(JsonLine())
    return handler
