"""Django as the server has it, for a process that works beside a server on its rows."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

ADDRESS = "http://localhost"


def parser(what: str) -> argparse.ArgumentParser:
    """Where the data lies, by the server's own names; a bench adds what else it takes."""
    made = argparse.ArgumentParser(description=what)
    made.add_argument("--data", type=Path, required=True)
    made.add_argument("--database", default="")
    made.add_argument("--clock", type=Path)
    made.add_argument("--terms", type=Path)
    return made


def set_up(asked: argparse.Namespace) -> None:
    """Before any import of the server's models. Makes tables and keys where there are none."""
    asked.data.mkdir(parents=True, exist_ok=True)
    os.environ["SEATKEEPER_DATA"] = str(asked.data)
    os.environ["SEATKEEPER_DATABASE"] = asked.database
    for name in ("clock", "terms"):
        path = getattr(asked, name)
        if path is not None:
            os.environ[f"SEATKEEPER_{name.upper()}"] = str(path)
    os.environ["DJANGO_SETTINGS_MODULE"] = "server.config.settings"
    import django  # late: it reads the environment

    django.setup()
    from server.upkeep.first_start import prepare

    prepare(ADDRESS)
