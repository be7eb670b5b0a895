#!/usr/bin/env python3
"""Everything that is done with this checkout: `python3 dev.py COMMAND`.

A list of commands alone. Each one's body is tools/NAME.py, run in a virtual environment that is
made the first time: see tools/bootstrap.py. Needs Python 3.11 or newer and nothing else.
"""

import sys

COMMANDS = {
    # name: (what it needs of the machine, what it does)
    "demo": (
        "everything",
        "the main job with sample people: server, portal, desktop  [--headless] [--out DIR]",
    ),
    "test": (
        "everything",
        "all tests, linters, types, architecture  [pytest arguments: these tests alone]",
    ),
    "serve": ("nothing", "the server and the portal  --data DIR [--port N] [--sample] ..."),
    "desktop": ("window", "the desktop  --server ADDRESS [--profile DIR] ..."),
    "admin": ("nothing", "what support does from a shell  --data DIR COMMAND ..."),
    "gallery": ("window", "a picture of every face of the desktop  [--out DIR]"),
    "rules": ("nothing", "each rule with the tests that prove it  [ID] [--json]"),
    "bench": ("database", "ratios measured in one run  [NAME] [--json]"),
    "mutate": ("nothing", "faults put into the rules: which no test notices  [--module FILE]"),
    "messages": ("nothing", "translations: extract, update, compile, check"),
}


def main(arguments):
    if sys.version_info < (3, 11):
        return "Seatkeeper needs Python 3.11 or newer; this is %d.%d." % sys.version_info[:2]
    if not arguments or arguments[0] not in COMMANDS:
        print(__doc__.splitlines()[0], "\n")
        print("\n".join("  %-9s %s" % (name, text) for name, (_, text) in COMMANDS.items()))
        return 0 if arguments in ([], ["-h"], ["--help"]) else 2
    from tools import bootstrap  # late: an older Python could not even read it

    return bootstrap.run(arguments[0], arguments[1:], COMMANDS[arguments[0]][0])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
