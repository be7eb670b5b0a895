"""`dev.py admin`: becomes `python -m server admin`, whose commands print JSON alone."""

from __future__ import annotations

import sys

from tools.become import become

if __name__ == "__main__":
    sys.exit(become("server", "admin", *sys.argv[1:]))
