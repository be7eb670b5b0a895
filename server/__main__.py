"""`python -m server --data DIR [options] COMMAND …`: the server's commands.

Takes the options that decide where everything is, hands them on in the environment, then lets
Django run the command: `serve`, `admin` (server/upkeep/management/commands).
"""

from __future__ import annotations

import argparse
import os
import re
import socket
import sys
from itertools import islice
from pathlib import Path

DASHED_ID = re.compile(r"-(?:[\w-]{21}|[\w-]{42})")  # 16 or 32 bytes in base64url
OPTIONS = {
    "data": "the folder that the server keeps its things in",
    "database": "postgresql://…; without it SQLite in the data folder",
    "clock": "a test's clock: a file with a number of seconds to add",
    "terms": "the vendor's periods and limits, as TOML",
    "roots": "where the private root keys lie; without it DIR/roots",
}


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="server", allow_abbrev=False)
    for name, text in OPTIONS.items():
        parser.add_argument(f"--{name}", required=name == "data", help=text)
    parser.add_argument("command", nargs=argparse.REMAINDER, help="serve … or admin …")
    ours, words = _apart(arguments)
    chosen = parser.parse_args(ours)
    _remember(chosen)
    if words[:1] == ["serve"]:
        words = _with_port(words)
    if words[:1] == ["admin"]:
        words = ids_last(words)
    return _run(Path(chosen.data), words)


def _apart(arguments: list[str]) -> tuple[list[str], list[str]]:
    """`serve --data DIR` is as good as `--data DIR serve`: ours are taken out of both."""
    ours: list[str] = []
    rest: list[str] = []
    words = iter(arguments)
    for word in words:
        name, equals, _ = word.removeprefix("--").partition("=")
        if not word.startswith("--") or name not in OPTIONS:
            rest.append(word)
        elif equals:
            ours.append(word)
        else:
            ours += [word, *islice(words, 1)]
    return ours, rest


def ids_last(words: list[str]) -> list[str]:
    """Place ids and key names may begin with a dash: behind `--` nobody takes them for an option.
    In every order they are its last word."""
    ids = [word for word in words if DASHED_ID.fullmatch(word)]
    return [*(word for word in words if word not in ids), *(["--", *ids] if ids else [])]


def _remember(chosen: argparse.Namespace) -> None:
    os.umask(0o077)  # what lies in the data folder is this user's alone
    for name in OPTIONS:
        value = getattr(chosen, name)
        variable = f"SEATKEEPER_{name.upper()}"
        if value is None:
            os.environ.pop(variable, None)
        else:
            os.environ[variable] = value if name == "database" else str(Path(value).absolute())
    os.environ["DJANGO_SETTINGS_MODULE"] = "server.config.settings"
    if chosen.clock is not None:
        _say(f"WARNING: A TEST CLOCK IS SET. The time is this machine's plus {chosen.clock}.")


def _with_port(words: list[str]) -> list[str]:
    """The port is known before the settings are read: links and addresses name it."""
    parser = argparse.ArgumentParser(add_help=False, allow_abbrev=False)
    parser.add_argument("--port", type=int, default=0)
    port = parser.parse_known_args(words)[0].port or _free_port()
    os.environ["SEATKEEPER_ADDRESS"] = f"http://localhost:{port}"
    return [*words, "--port", str(port)]


def _free_port() -> int:
    """granian does not tell which port it was given, so one is chosen first."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)  # noqa: T201  # before there is a log


def _run(data: Path, words: list[str]) -> int:
    """What the surroundings do wrong ends in one plain line, not in a traceback."""
    from contract.brand import BrandError
    from server.config.deployment import BadDeployment
    from server.config.log import redacted
    from server.config.secrets import SecretsUnreadable
    from server.config.terms import ContradictoryTerms

    wrong = (BadDeployment, BrandError, ContradictoryTerms, SecretsUnreadable, OSError)
    try:
        data.mkdir(parents=True, exist_ok=True)
        return _command(words)
    except wrong as error:
        _say(f"The server does not start: {redacted(str(error))}")
    return 2


def _command(words: list[str]) -> int:
    from django.core.management import execute_from_command_line
    from django.db import OperationalError

    try:
        execute_from_command_line(["server", *(words or ["help"])])
    except OperationalError as error:
        first_line = str(error).strip().splitlines()[0]
        raise OSError(f"the database does not answer: {first_line}") from error
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
