"""Where this server's things are: what `python -m server` was told, for all its processes.

The options travel in the environment, because the workers are processes of their own. These
names are internal: people use the options.
"""

from __future__ import annotations

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
RESOURCES = ROOT / "resources"


def _path(name: str) -> Path | None:
    text = os.environ.get(name, "")
    return Path(text) if text else None


DATA = _path("SEATKEEPER_DATA") or ROOT / "build" / "data"
DATABASE_URL = os.environ.get("SEATKEEPER_DATABASE", "")
CLOCK_FILE = _path("SEATKEEPER_CLOCK")
TERMS_FILE = _path("SEATKEEPER_TERMS")
ROOTS = _path("SEATKEEPER_ROOTS") or DATA / "roots"
ADDRESS = os.environ.get("SEATKEEPER_ADDRESS", "")  # set by `serve` once it knows its port
