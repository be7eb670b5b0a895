"""The log: one line an event on standard error, with whatever could be a secret taken out (SAFE-2).

Tokens stand in headers, in bodies and in the paths of mailed links; license keys and invite
codes in whatever people type. The filter works on the finished text, so that no caller can
forget it.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable

HIDDEN = "[hidden]"
_NAMES = r"password\w*|token|secret|master"

_SECRETS: tuple[tuple[re.Pattern[str], str | Callable[[re.Match[str]], str]], ...] = (
    (re.compile(r"\beyJ[\w-]{8,}\.[\w-]+\.[\w-]*"), HIDDEN),  # leases, requests, any JWS
    (re.compile(r"(?i)\b(bearer|basic)\s+[\w.~+/=-]+"), rf"\1 {HIDDEN}"),
    (re.compile(r"(?i)\b([RI])(?:-[0-9A-F]{3}){4,6}\b"), rf"\1-{HIDDEN}"),
    (re.compile(r"(/(?:confirm|reset|join|key)[\w-]*/)[^\s/?\"']+"), rf"\1{HIDDEN}"),
    (re.compile(r"(?i)([?&](?:request|token|key|code|next|state)=)[^\s&\"']+"), rf"\1{HIDDEN}"),
    (re.compile(rf"(?i)({_NAMES})([\"']?\s*[:=]\s*[\"']?)[^\s,;\"'}}]+"), rf"\1\2{HIDDEN}"),
    (re.compile(r"(?<![\w-])(?=[\w-]*[A-Z])(?=[\w-]*\d)[\w-]{43,}(?![\w-])"), HIDDEN),  # 256 bits
)  # fmt: skip


def redacted(text: str) -> str:
    for pattern, replacement in _SECRETS:
        text = pattern.sub(replacement, text)
    return text


class Redacting(logging.Formatter):
    """Formats a record, traceback and all, and hides what no log may hold."""

    def format(self, record: logging.LogRecord) -> str:
        return redacted(super().format(record))


LOGGING: dict[str, object] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "server.config.log.Redacting",
            "format": "{asctime} {levelname} {name} {message}",
            "style": "{",
        }
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "INFO"},
    "loggers": {
        "django.server": {"handlers": [], "propagate": True},
        "_granian": {"level": "INFO", "propagate": True},
        "granian.access": {"level": "WARNING", "propagate": True},
    },
}
