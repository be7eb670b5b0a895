"""`python -m app`: starts the desktop."""

from __future__ import annotations

import gc

gc.disable()  # first: imports make little garbage; from the window on `app.garbage` collects

import sys  # noqa: E402

from app.main import main  # noqa: E402

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
