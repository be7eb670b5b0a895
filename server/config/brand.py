"""The vendor's brand as this server has it: `DIR/brand.toml`, or what the house comes with.

`serve` writes DIR/brand.toml at its first start (server/upkeep/brand_file.py).
"""

from __future__ import annotations

from functools import cache

from contract.brand import Brand, read_brand
from server.config.places import DATA, RESOURCES


@cache
def brand() -> Brand:
    own = DATA / "brand.toml"
    source = own if own.exists() else RESOURCES / "brand.toml"
    return read_brand(source.read_text(encoding="utf-8"))
