"""The roots: two key pairs whose public halves every desktop has pinned (LEASE-7).

They sign key statements and nothing else. The private halves (`*.key`) are needed by
`keys-rotate` and `keys-revoke` alone, and one of them belongs in a safe; the public halves
(`*.pub`) stay.
"""

from __future__ import annotations

import contextlib
import os
import secrets
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from contract.encoding import from_base64url, to_base64url
from contract.keys import public_of
from contract.problems import Code
from server.config.brand import brand
from server.rulebook.facts import Refusal

NAMES = ("root-1", "root-2")


class RootsUnreadable(ValueError):
    """A root's file is missing or damaged; the text names it."""


def make_roots(folder: Path) -> None:
    """Makes the roots that are missing; one that is there is never replaced."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    for name in NAMES:
        if (folder / f"{name}.pub").exists():
            continue  # its private half may be in the safe
        key = Ed25519PrivateKey.generate()
        _write(folder / f"{name}.key", to_base64url(key.private_bytes_raw()))
        private = _read(folder / f"{name}.key")  # another process may have been first
        _write(folder / f"{name}.pub", to_base64url(private.public_key().public_bytes_raw()))


def public_roots(folder: Path) -> tuple[str, ...]:
    """The public halves in base64url, as brands pin them."""
    files = (folder / f"{name}.pub" for name in NAMES)
    return tuple(path.read_text().strip() for path in files if path.exists())


def read_roots(folder: Path) -> tuple[Ed25519PrivateKey, ...]:
    """The private halves that are there, at least one."""
    files = (folder / f"{name}.key" for name in NAMES)
    found = tuple(_read(path) for path in files if path.exists())
    if not found:
        raise RootsUnreadable(f"no root key in {folder}")
    return found


def pinned_root(folder: Path) -> Ed25519PrivateKey | Refusal:
    """A private root of the folder that desktops have pinned: another one's word counts nowhere."""
    try:
        found = read_roots(folder)
    except RootsUnreadable as error:
        return Refusal(Code.FORBIDDEN, {"reason": str(error)})
    pinned = brand().root_keys
    known = [root for root in found if not pinned or public_of(root) in pinned]
    return known[0] if known else Refusal(Code.FORBIDDEN, {"reason": f"no pinned root in {folder}"})


def _read(path: Path) -> Ed25519PrivateKey:
    raw = from_base64url(path.read_text().strip())
    if raw is None or len(raw) != 32:
        raise RootsUnreadable(f"{path} is no root key")
    return Ed25519PrivateKey.from_private_bytes(raw)


def _write(path: Path, text: str) -> None:
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(text + "\n")
        file.flush()
        os.fsync(file.fileno())
    with contextlib.suppress(FileExistsError):
        os.link(draft, path)
    draft.unlink()
