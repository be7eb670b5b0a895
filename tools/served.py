"""Which data folder a server of this checkout serves on which port, noted under build/served/.

`dev.py desktop --server http://localhost:PORT` finds its brand by it, and with the brand the roots
that it pins. A desktop never takes roots from the server that it is about to check by them.
"""

from __future__ import annotations

import json
import socket
from pathlib import Path
from urllib.parse import urlsplit

from tools.bootstrap import ROOT

NOTES = ROOT / "build" / "served"
HERE = ("localhost", "127.0.0.1", "::1")


def note(port: int, data: str) -> None:
    NOTES.mkdir(parents=True, exist_ok=True)
    (NOTES / f"{port}.json").write_text(json.dumps({"data": str(Path(data).resolve())}))


def brand_of(address: str) -> Path | None:
    """brand.toml of the server that this checkout started at the address, if it did."""
    parts = urlsplit(address)
    note = NOTES / f"{parts.port}.json"
    if parts.hostname not in HERE or not note.exists():
        return None
    brand = Path(json.loads(note.read_text())["data"], "brand.toml")
    return brand if brand.exists() else None


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
