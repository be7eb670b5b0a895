"""`DIR/brand.toml`: the vendor's brand with this server's address and roots filled in.

It is what a desktop is started with. A file that is there is the vendor's: of it only a
`localhost` address is changed, which follows the port, and roots where it names none.
"""

from __future__ import annotations

import json
import os
import re
import secrets
from pathlib import Path

from contract.brand import read_brand
from server.config.places import RESOURCES

_LOCAL = re.compile(r"http://localhost(:\d+)?")


def write_brand(path: Path, address: str, roots: tuple[str, ...]) -> None:
    source = path if path.exists() else RESOURCES / "brand.toml"
    before = source.read_text(encoding="utf-8")
    after = _with_roots(_with_address(before, address, is_ours=source == path), roots)
    read_brand(after)  # a brand that is no good is refused by name, before it replaces one
    if after != before or source != path:
        draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
        draft.write_text(after, encoding="utf-8")
        os.replace(draft, path)


def _with_address(text: str, address: str, *, is_ours: bool) -> str:
    for name in ("server", "portal"):
        if not is_ours or _LOCAL.fullmatch(_value(text, name)):
            text = _replaced(text, name, json.dumps(address))
    return text


def _with_roots(text: str, roots: tuple[str, ...]) -> str:
    if read_brand(text).roots:
        return text
    return _replaced(text, "roots", json.dumps(list(roots)))


def _value(text: str, name: str) -> str:
    return str(getattr(read_brand(text), name))


def _replaced(text: str, name: str, value: str) -> str:
    """One top-level line of the file; comments and everything else stay as they are."""
    head, bracket, tables = text.partition("\n[")
    line = re.compile(rf"^{name}\s*=\s*(\"[^\"]*\"|\[[^\]]*\])", re.MULTILINE)
    return line.sub(lambda _: f"{name} = {value}", head, count=1) + bracket + tables
