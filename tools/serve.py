"""`dev.py serve`: becomes the server, `python -m server`, with a port that is known beforehand."""

from __future__ import annotations

import sys

from tools import served
from tools.become import become, split, value_of

OF_EVERY_COMMAND = ("--data", "--database", "--clock", "--terms")


def main(arguments: list[str]) -> int:
    before, after = split(arguments, OF_EVERY_COMMAND)
    port = int(value_of(after, "--port") or 0)
    if not port:
        port = served.free_port()
        after = [*after, "--port", str(port)]
    if data := value_of(before, "--data"):
        served.note(port, data)
    return become("server", *before, "serve", *after)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
