"""The master secret, and what is sealed or found by a hash under it (SAFE-2).

`DIR/secrets.toml` holds one secret for all processes of a database, and never lies in the
database. Each purpose has a key of its own, derived from it.
"""

from __future__ import annotations

import contextlib
import hashlib
import hmac
import os
import secrets
import tomllib
from functools import cache
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from server.config.places import DATA

NONCE = 12  # bytes, as AES-GCM wants it
_made_here: list[Path] = []  # by this process, in this run
ADVICE = "# Keep this file, and keep it secret: without it the database cannot be read."


class SecretsUnreadable(ValueError):
    """`secrets.toml` is damaged, or sealed data belongs to another master secret."""


@cache
def master_secret() -> bytes:
    """The secret of this data folder; made at the first need, by whichever process is first."""
    path = DATA / "secrets.toml"
    if not path.exists():
        _make(path)
    return _read(path)


def derived(purpose: str) -> bytes:
    """32 bytes for one purpose: knowing them tells nothing of another purpose's."""
    key = HKDF(SHA256(), length=32, salt=None, info=b"seatkeeper " + purpose.encode())
    return key.derive(master_secret())


def seal(plain: bytes, purpose: str) -> bytes:
    nonce = os.urandom(NONCE)
    return nonce + AESGCM(derived(purpose)).encrypt(nonce, plain, purpose.encode())


def unseal(sealed: bytes, purpose: str) -> bytes:
    """What was sealed. Raises `SecretsUnreadable` under another master secret or purpose."""
    nonce, body = bytes(sealed[:NONCE]), bytes(sealed[NONCE:])
    try:
        return AESGCM(derived(purpose)).decrypt(nonce, body, purpose.encode())
    except InvalidTag as error:
        raise SecretsUnreadable(f"{purpose}: sealed under another secret") from error


def keyed_hash(text: str, purpose: str) -> str:
    """Finds a secret again without storing it: HMAC-SHA-256, in hexadecimal digits."""
    return hmac.new(derived(purpose), text.encode(), hashlib.sha256).hexdigest()


def _make(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
    text = f'{ADVICE}\nmaster = "{secrets.token_hex(32)}"\n'
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    with contextlib.suppress(FileExistsError):  # another process was first: its secret counts
        os.link(draft, path)
        _made_here.append(path)
    draft.unlink()


def take_back_new_secret() -> bool:
    """Removes the secret that this process has just made, if it did: nothing is sealed with it."""
    made = bool(_made_here)
    while _made_here:
        _made_here.pop().unlink(missing_ok=True)
    return made


def _read(path: Path) -> bytes:
    try:
        secret = bytes.fromhex(tomllib.loads(path.read_text())["master"])
    except (ValueError, KeyError, TypeError) as error:
        raise SecretsUnreadable(f"{path} holds no master secret") from error
    if len(secret) < 32:
        raise SecretsUnreadable(f"{path}: the master secret is too short")
    return secret
