"""Where the log's lines go: a file of limited size and the few before it."""

from __future__ import annotations

import logging.handlers
from pathlib import Path

from app.license.files import make_private_folder

SIZE = 1_000_000
KEPT = 5


class LogFile(logging.handlers.RotatingFileHandler):
    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - logging's name
        """A line that a full disk did not take is lost, and no more than that."""


def open_log(folder: Path) -> logging.Handler:
    """In the folder; where it cannot be written, standard error."""
    try:
        make_private_folder(folder)
        return LogFile(folder / "seatkeeper.log", maxBytes=SIZE, backupCount=KEPT, encoding="utf-8")
    except OSError:
        return logging.StreamHandler()
