"""A place taken and closed (PUT, DELETE /api/v1/seat): what it costs beside its floor."""

from __future__ import annotations

from tools.bench.hot import asking, compare


def main(arguments: list[str]) -> int:
    return compare("claim", asking(str(__doc__)).parse_args(arguments))
