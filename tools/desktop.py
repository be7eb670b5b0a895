"""`dev.py desktop`: becomes `python -m app`, with the brand of a server started here."""

from __future__ import annotations

import os
import sys

from tools import served
from tools.become import become, value_of


def main(arguments: list[str]) -> int:
    os.environ["PYTHONDONTWRITEBYTECODE"] = ""  # else each start compiles the desktop anew
    server = value_of(arguments, "--server")
    brand = served.brand_of(server) if server and not value_of(arguments, "--brand") else None
    return become("app", *arguments, *(["--brand", str(brand)] if brand else []))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
