"""Builds the vendor's installer, as far as that goes today.

That is the first check alone: a brand whose roots' private halves can be found on this machine is
refused, because whoever has those can sign keys that every desktop in the field will believe.
The roots belong on a medium that no build machine sees. What comes next is the bundle itself
(PyInstaller, one folder) and its packages for Debian, Windows and macOS.
"""

from __future__ import annotations

import argparse
import sys
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from contract.brand import read_brand
from tools.bootstrap import ROOT


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="build_installer.py", description=__doc__.splitlines()[0])
    parser.add_argument("--brand", type=Path, default=ROOT / "resources" / "brand.toml")
    parser.add_argument(
        "--beside", type=Path, nargs="*", default=[], help="more folders to look in"
    )
    asked = parser.parse_args(arguments)
    found = sorted(private_halves(public_roots(asked.brand), [asked.brand.parent, *asked.beside]))
    if found:
        print(
            "refused: private halves of this brand's roots lie in",
            *found,
            sep="\n  ",
            file=sys.stderr,
        )
        return 1
    print("The brand may be built. Building it is not part of this version yet.", file=sys.stderr)
    return 2


def public_roots(brand: Path) -> set[str]:
    return set(read_brand(brand.read_text(encoding="utf-8")).roots)


def private_halves(roots: set[str], folders: list[Path]) -> Iterator[Path]:
    """Files beside the brand that hold a private key of one of the roots."""
    for folder in folders:
        for path in folder.rglob("*"):
            if path.is_file() and path.stat().st_size <= 65_536 and public_half(path) in roots:
                yield path


def public_half(path: Path) -> str | None:
    """The public half of the Ed25519 key in a PEM file, base64url; None for any other file."""
    try:
        key = load_pem_private_key(path.read_bytes(), password=None)
    except (OSError, ValueError, TypeError):
        return None
    if not isinstance(key, Ed25519PrivateKey):
        return None
    return urlsafe_b64encode(key.public_key().public_bytes_raw()).rstrip(b"=").decode()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
