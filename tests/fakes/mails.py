"""The folder that a running server puts its mails into, as one who waits for a mail reads it."""

from __future__ import annotations

import time
from pathlib import Path

PATIENCE = 10  # seconds


def the_mail(data: Path) -> str:
    """The text of the one mail that comes; it leaves a moment after the answer."""
    deadline = time.monotonic() + PATIENCE
    while not (files := list((data / "mail").glob("*.eml"))):
        assert time.monotonic() < deadline, "no mail came"
        time.sleep(0.01)
    (only,) = files
    return only.read_text()
