"""A place renewed (PUT /api/v1/seat with its id): what it costs beside its floor."""

from __future__ import annotations

from tools.bench.hot import asking, compare


def main(arguments: list[str]) -> int:
    return compare("contact", asking(str(__doc__)).parse_args(arguments))
