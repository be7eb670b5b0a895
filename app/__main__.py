"""`python -m app`: starts the desktop, or does a command without one."""

from __future__ import annotations

import gc

gc.disable()  # first: imports make little garbage; from the window on `app.garbage` collects

import sys  # noqa: E402

from app.command_line import names_a_command  # noqa: E402


def main(arguments: list[str]) -> int:
    if names_a_command(arguments):
        from app import commands  # no widget is loaded for them

        return commands.main(arguments)
    from app import main as desktop

    return desktop.main(arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
