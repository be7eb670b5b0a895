"""The desktop's command line: what was asked for, as a value. Parsing alone."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Asked:
    server: str | None = None  # instead of the brand's
    profile: Path | None = None
    brand: Path | None = None
    trace: Path | None = None
    clock: Path | None = None
    open: tuple[Path, ...] = ()


def parse(arguments: Sequence[str]) -> Asked:
    """Exits with a sentence where it cannot be understood, as command lines do."""
    given = _parser().parse_args(list(arguments))
    return Asked(
        server=given.server,
        profile=given.profile,
        brand=given.brand,
        trace=given.trace,
        clock=given.clock,
        open=tuple(path.absolute() for path in given.files),
    )


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="seatkeeper", description="Holds a license seat.")
    parser.add_argument("--server", metavar="ADDRESS", type=_address, help="the license server")
    parser.add_argument("--profile", metavar="DIR", type=Path, help="keep everything in DIR")
    parser.add_argument("--brand", metavar="FILE", type=Path, help="a brand of another vendor")
    parser.add_argument("--trace", metavar="FILE", type=Path, help="a line for each picture")
    parser.add_argument("--clock", metavar="FILE", type=Path, help="a test's clock")
    parser.add_argument("files", metavar="FILE", type=Path, nargs="*", help="a response file")
    return parser


def _address(text: str) -> str:
    """Only `https:`, and `http:` to this very machine."""
    from app.license.client import is_allowed_server

    if not is_allowed_server(text):
        raise argparse.ArgumentTypeError("must begin with https://, or http://localhost")
    return text.rstrip("/")
