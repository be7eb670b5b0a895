"""The desktop's command line: what was asked for, as a value. Parsing alone."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

COMMANDS = ("status", "seat", "run", "offline", "diagnose", "logout")
"""What works without a window: `app.commands`."""


class Asked(Struct, frozen=True):
    server: str | None = None  # instead of the brand's
    profile: Path | None = None
    brand: Path | None = None
    trace: Path | None = None
    shared: bool = False
    background: bool = False
    clock: Path | None = None
    open: tuple[Path, ...] = ()


def names_a_command(arguments: Sequence[str]) -> bool:
    """Else the desktop is asked for."""
    if not set(COMMANDS) & set(arguments):
        return False
    parser = options()
    parser.add_argument("words", nargs="*")
    given, _unknown = parser.parse_known_args(split(arguments)[0])
    return given.words[:1] != [] and given.words[0] in COMMANDS


def split(arguments: Sequence[str]) -> tuple[list[str], list[str]]:
    """What is ours, and behind `--` the line of another program."""
    words = list(arguments)
    cut = words.index("--") if "--" in words else len(words)
    return words[:cut], words[cut + 1 :]


def parse(arguments: Sequence[str]) -> Asked:
    """Exits with a sentence where it cannot be understood, as command lines do."""
    if not arguments:
        return Asked()  # the usual start, which waits for no parser
    parser = options()
    parser.add_argument("--trace", metavar="FILE", type=Path, help="a line for each picture")
    parser.add_argument("--shared", action="store_true", help="nobody stays signed in (a lab)")
    parser.add_argument("--background", action="store_true", help="no window until it is wanted")
    parser.add_argument("files", metavar="FILE", type=Path, nargs="*", help="a response file")
    given = parser.parse_args(list(arguments))
    files = tuple(path.absolute() for path in given.files)
    wanted = {"trace": given.trace, "shared": given.shared, "background": given.background}
    return replace(asked_of(given), open=files, **wanted)


def options() -> argparse.ArgumentParser:
    """What the desktop and each command understand."""
    parser = argparse.ArgumentParser(
        prog="seatkeeper",
        description="Holds a license seat.",
        epilog="Without a window: status; seat [--wait]; run -- PROGRAM; offline --days N; "
        "diagnose; logout.",
    )
    parser.add_argument("--server", metavar="ADDRESS", type=_address, help="the license server")
    parser.add_argument("--profile", metavar="DIR", type=Path, help="keep everything in DIR")
    parser.add_argument("--brand", metavar="FILE", type=Path, help="a brand of another vendor")
    parser.add_argument("--clock", metavar="FILE", type=Path, help="a test's clock")
    return parser


def asked_of(given: argparse.Namespace) -> Asked:
    return Asked(given.server, given.profile, given.brand, clock=given.clock)


def _address(text: str) -> str:
    """Only `https:`, and `http:` to this very machine."""
    from app.license.client import is_allowed_server

    if not is_allowed_server(text):
        raise argparse.ArgumentTypeError("must begin with https://, or http://localhost")
    return text.rstrip("/")
