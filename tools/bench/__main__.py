"""`dev.py bench [NAME] [--json]`: which benches there are, and the way to each."""

from __future__ import annotations

import importlib
import sys

BENCHES = {
    "contact": "a place renewed: server on both databases, pgbench, raw SQLite",
    "claim": "a place taken and closed: the same",
    "growth": "contact and claim in pools of 100, 10,000 and 100,000 places",
    "start": "the desktop beside an empty window: first paint, idle, gestures",
    "kill": "200 devices, 20 seats, servers killed at random: every answer is checked",
    "last": "the last seat, two members at one instant, two server processes  [--rounds N]",
    "soak": "random operations against the naive model  [--operations N] [--jobs] [--http]",
}


def main(arguments: list[str]) -> int:
    name, options = (arguments[0], arguments[1:]) if arguments else ("", [])
    if name not in BENCHES:
        print("dev.py bench NAME [--json] [options; --help tells them]\n")
        print("\n".join(f"  {each:8} {text}" for each, text in BENCHES.items()))
        return 0 if name in ("", "-h", "--help") else 2
    return int(importlib.import_module(f"tools.bench.{name}").main(options))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
