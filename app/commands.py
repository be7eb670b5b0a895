"""The commands of the command line, without a window (HOST-1, HOST-7).

    python -m app [OPTIONS] status [--json]
    python -m app [OPTIONS] seat [--wait] [--json]
    python -m app [OPTIONS] run -- PROGRAM [ARGUMENTS]
    python -m app [OPTIONS] offline --days N | --return [--json]
    python -m app [OPTIONS] diagnose [--json]
    python -m app [OPTIONS] logout [--json]

Exit codes stay: 0 done, or saving is allowed; 1 the diagnostics found what needs attention; 2 it
could not begin; 3 it is refused, or not allowed now; 4 nobody is signed in; 5 there is no
connection; 126 and 127 as a shell says that a program cannot be run or is not there. `run` ends
with the program's own code.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from app.command_line import COMMANDS, Asked, asked_of, options, split
from app.folders import Folders, folders
from app.host.told import CANNOT_START, DONE, NOT_ALLOWED, SIGNED_OUT, written
from app.license.clock import Clock
from app.license.compose import first_picture, make_clock
from app.license.picture import Licensed, Picture, Starting, allowed
from app.license.start import read_start
from contract.brand import Brand, BrandError, read_brand

RESOURCES = Path(__file__).parents[1] / "resources"


@dataclass(frozen=True)
class Shell:
    """What a command has, before any event loop."""

    asked: Asked
    brand: Brand
    where: Folders
    clock: Clock


def main(arguments: Sequence[str]) -> int:
    head, program = split(arguments)
    parser = options()
    parser.add_argument("command", choices=COMMANDS)
    parser.add_argument("--json", action="store_true", help="say it as JSON")
    parser.add_argument("--wait", action="store_true", help="seat: in line, where all are taken")
    parser.add_argument("--days", type=int, metavar="N", help="offline: how long from now")
    parser.add_argument("--return", dest="give", action="store_true", help="offline: return early")
    given = parser.parse_args(head)
    if given.command == "run" and not program:
        parser.error("run -- PROGRAM: no program was named")
    if given.command == "offline" and given.give == (given.days is not None):
        parser.error("offline: either --days N or --return")
    try:
        shell = _shell(asked_of(given))
    except (OSError, BrandError) as error:
        _say(f"Seatkeeper cannot use the brand: {error}")
        return CANNOT_START
    if given.command == "status":
        return status(shell, as_json=given.json)
    if given.command == "run":
        from app.host.wrap import run

        return run(shell, program)
    if given.command == "seat":
        from app.host.hold import hold

        return hold(shell, wait=given.wait, as_json=given.json)
    if given.command == "diagnose":
        from app.host.look import look

        return look(shell, as_json=given.json)
    return _act(shell, given)


def _act(shell: Shell, given: argparse.Namespace) -> int:
    from app.host import acts
    from app.license.events import LogOutAsked, ReturnEarlyAsked

    if given.command == "logout":
        return acts.act(shell, LogOutAsked(), as_json=given.json)
    wanted = ReturnEarlyAsked() if given.give else acts.reserve(shell, given.days)
    return acts.act(shell, wanted, as_json=given.json)


def _shell(asked: Asked) -> Shell:
    brand = read_brand((asked.brand or RESOURCES / "brand.toml").read_text("utf-8"))
    brand = replace(brand, server=asked.server or brand.server, hold="product")  # no window
    return Shell(asked, brand, folders(brand.product, asked.profile), make_clock(asked.clock))


# --- status: what the disk holds -------------------------------------------------------------


def status(shell: Shell, *, as_json: bool = False) -> int:
    """Looks at the disk alone: no seat is asked for, no close is taken back."""
    start = read_start(shell.where.data, shell.brand, shell.clock)
    picture = first_picture(start, shell.brand, shell.clock)
    at = shell.clock.read().at
    may = allowed(picture, at)
    until = picture.standing.lease.ends_at if isinstance(picture.standing, Licensed) else None
    standing = type(picture.standing).__name__
    told: dict[str, object] = {
        "standing": "NoLease" if isinstance(picture.standing, Starting) else standing,
        "why": str(getattr(picture.standing, "why", "")) or None,
        "allow": sorted(may),
        "until": written(until),
    }
    sys.stdout.write(json.dumps(told) + "\n" if as_json else _sentence(told))
    return code_of(picture, may)


def _sentence(told: dict[str, object]) -> str:
    why = f" ({told['why']})" if told["why"] else ""
    until = f" until {told['until']}" if told["until"] else ""
    allow = ", ".join(told["allow"]) if isinstance(told["allow"], list) else ""
    return f"{told['standing']}{why}: {allow or 'nothing'} allowed{until}\n"


def code_of(picture: Picture, may: frozenset[str]) -> int:
    if "save" in may:
        return DONE
    return NOT_ALLOWED if picture.account is not None else SIGNED_OUT


def _say(words: str) -> None:
    sys.stderr.write(words + "\n")
