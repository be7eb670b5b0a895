"""`dev.py admin`: becomes `python -m server`, whose commands print JSON alone."""

from __future__ import annotations

import sys

from tools.become import become, split
from tools.serve import OF_EVERY_COMMAND


def main(arguments: list[str]) -> int:
    before, after = split(arguments, OF_EVERY_COMMAND)
    return become("server", *before, *after)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
