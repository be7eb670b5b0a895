"""The desktop's log: JSON lines with rotation, and no password, token or lease in them (APP-7).

Until the first paint lines are only kept: `log_file.py`, where they go, is imported after it.
"""

from __future__ import annotations

import contextlib
import logging
import re
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import msgspec

HIDDEN = "[hidden]"

SECRETS = (
    r"eyJ[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]*){1,2}"  # a JWS: a lease, a request, a statement
    r"|(?i:\b(?:bearer|basic)\s+)\S+"
    r"|(?i:(?:\bcode|password|token|secret|verifier|private_key)['\"]?\s*[=:]\s*)"
    r"(?:'[^']*'|\"[^\"]*\"|\S+)"
    r"|(?<=://)[^\s/]*@"  # the sign-in of a proxy
    r"|\b[A-Za-z0-9_-]{40,}\b"  # as long as a key or a token
    r"|\b[Rr](?:-?[0-9A-Fa-f]{3}){6}\b"  # a license key
)


def redact(text: str) -> str:
    return re.sub(SECRETS, HIDDEN, text)  # compiled by the first line: not before the first paint


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


class Early(logging.Handler):
    """Keeps what is said before there is a file; a start that dies says it to standard error."""

    def __init__(self) -> None:
        super().__init__()
        self._kept: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        self._kept.append(record)

    def write_to(self, folder: Path) -> logging.Handler:
        """From now on into the folder; where it cannot be written, to standard error alone."""
        from app.log_file import open_log  # late: it brings sockets along

        handler = open_log(folder)
        self._pass_on(handler)
        return handler

    def close(self) -> None:
        if self._kept:
            self._pass_on(logging.StreamHandler(sys.stderr))
        super().close()

    def _pass_on(self, handler: logging.Handler) -> None:
        root = logging.getLogger()
        root.removeHandler(self)
        root.addHandler(handler)
        handler.setFormatter(JsonLine())
        for record in self._kept:
            handler.handle(record)
        self._kept.clear()


def set_up() -> Early:
    """Lines are kept until they are told where to go."""
    root = logging.getLogger()
    root.setLevel(logging.INFO)
    for quiet in ("httpx", "httpcore", "asyncio", "keyring"):
        logging.getLogger(quiet).setLevel(logging.WARNING)
    early = Early()
    root.addHandler(early)
    return early


@contextlib.contextmanager
def written_to(folder: Path) -> Iterator[None]:
    """For as long as this process is the manager: two that turn one file over lose lines."""
    handler = set_up().write_to(folder)
    try:
        yield
    finally:
        logging.getLogger().removeHandler(handler)
        handler.close()
