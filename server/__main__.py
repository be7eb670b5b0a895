"""`python -m server --data DIR [options] COMMAND …`: the server's commands.

Takes the options that decide where everything is, hands them on in the environment, then lets
Django run the command: `serve`, `admin` (server/upkeep/management/commands).
"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

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
    chosen, late = parser.parse_known_args(_options_first(arguments))
    _remember(chosen)
    return _run(late + chosen.command)


def _options_first(arguments: list[str]) -> list[str]:
    """`serve --data DIR` is as good as `--data DIR serve`."""
    ours, rest = [], []
    words = iter(arguments)
    for word in words:
        name, equals, _ = word.removeprefix("--").partition("=")
        if not word.startswith("--") or name not in OPTIONS:
            rest.append(word)
        else:
            ours += [word] if equals else [word, *(value for value in [next(words, None)] if value is not None)]  # fmt: skip
    return ours + rest


def _remember(chosen: argparse.Namespace) -> None:
    for name in OPTIONS:
        value = getattr(chosen, name)
        if value is None:
            os.environ.pop(f"SEATKEEPER_{name.upper()}", None)
        else:
            is_path = name != "database"
            os.environ[f"SEATKEEPER_{name.upper()}"] = str(Path(value).absolute()) if is_path else value  # fmt: skip
    Path(chosen.data).mkdir(parents=True, exist_ok=True)
    os.environ["DJANGO_SETTINGS_MODULE"] = "server.config.settings"
    if chosen.clock is not None:
        print(f"WARNING: a TEST CLOCK is set: time comes from {chosen.clock}, not from this machine alone.", file=sys.stderr)  # noqa: T201  # fmt: skip


def _run(words: list[str]) -> int:
    from server.config.deployment import BadDeployment
    from server.config.secrets import SecretsUnreadable
    from server.config.terms import ContradictoryTerms

    try:
        from django.core.management import execute_from_command_line

        execute_from_command_line(["server", *(words or ["help"])])
    except (BadDeployment, ContradictoryTerms, SecretsUnreadable, OSError) as error:
        print(f"The server does not start: {error}", file=sys.stderr)  # noqa: T201
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
