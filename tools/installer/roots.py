"""A brand whose roots' private halves can be found on this machine is refused (LEASE-7).

Whoever has those can sign keys that every desktop in the field will believe. The roots belong on
a medium that no build machine sees.
"""

from __future__ import annotations

import re
from base64 import urlsafe_b64decode
from collections.abc import Iterator
from pathlib import Path

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from contract.brand import read_brand

SEED = re.compile(rb"(?<![\w-])[\w-]{43}(?![\w-])")
LARGEST_LOOKED_INTO = 65_536


def public_roots(brand: Path) -> set[bytes]:
    return set(read_brand(brand.read_text(encoding="utf-8")).root_keys)


def private_halves(roots: set[bytes], folders: list[Path]) -> Iterator[Path]:
    """Files that hold a private key of one of the roots, in whatever form."""
    for folder in folders:
        for path in folder.rglob("*"):
            small = path.is_file() and path.stat().st_size <= LARGEST_LOOKED_INTO
            if small and roots & {key.public_key().public_bytes_raw() for key in keys_in(path)}:
                yield path


def keys_in(path: Path) -> Iterator[Ed25519PrivateKey]:
    """A PEM file, 32 bytes alone, or 32 bytes in base64url anywhere in a text (TOML, JSON, JWK)."""
    data = path.read_bytes()
    for seed in [data, *(urlsafe_b64decode(word + b"=") for word in SEED.findall(data))]:
        if len(seed) == 32:
            yield Ed25519PrivateKey.from_private_bytes(seed)
    try:
        key = load_pem_private_key(data, password=None)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        return
    if isinstance(key, Ed25519PrivateKey):
        yield key
