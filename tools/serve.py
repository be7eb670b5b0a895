"""`dev.py serve`: becomes `python -m server serve`, with a port that is known beforehand."""

from __future__ import annotations

import sys

from tools import served
from tools.become import become, value_of


def main(arguments: list[str]) -> int:
    port = int(value_of(arguments, "--port") or 0)
    if not port:
        port = served.free_port()
        arguments = [*arguments, "--port", str(port)]
    if data := value_of(arguments, "--data"):
        served.note(port, data)
    return become("server", "serve", *arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
