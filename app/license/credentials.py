"""What is secret on this computer: one item of the system's key store (APP-13, AIR-9).

Private key, token, counter, nonces given up and a release order, in at most 1,200 characters.
The store is asked once, in a thread of its own and with a time limit; a late answer is used.
Where there is no store a file for this user alone takes its place, and somebody says so.
"""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Callable
from enum import Enum
from pathlib import Path
from typing import Protocol, TypeVar

import msgspec

from app.license import files

FORMAT = 1
LONGEST = 1200
LIMIT = 8.0
"""Seconds that the key store has, before the desktop goes on without its answer."""

log = logging.getLogger(__name__)
Value = TypeVar("Value")


class Secrets(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The item. `release` is the token of an account that logged out without a connection."""

    format: int = FORMAT
    private_key: str = ""
    token: str = ""
    counter: int = 0
    given_up: tuple[str, ...] = ()
    release: str = ""


class StoreState(Enum):
    """What the store said when it was asked."""

    FOUND = "found"
    NONE_THERE = "none there"  # the store works, and holds no such item
    NO_STORE = "no store"  # a file takes its place
    SILENT = "silent"  # it did not answer, is locked or broken: it may hold an item


class Store(Protocol):
    """A place for one text. Blocks; raises `StoreMissing` or `StoreSilent`."""

    def get(self) -> str | None: ...

    def set(self, text: str) -> None: ...


class StoreMissing(Exception):
    """There is no key store on this computer."""


class StoreSilent(Exception):
    """There is one, and it would not answer."""


class KeyringStore:
    """The system's, through keyring; imported late, its first use looks for back ends."""

    def __init__(self, product: str) -> None:
        self._name = f"seatkeeper-{product}"

    def get(self) -> str | None:
        keyring = self._keyring()
        with _translated():
            text: str | None = keyring.get_password(self._name, "computer")
            return text

    def set(self, text: str) -> None:
        keyring = self._keyring()
        with _translated():
            keyring.set_password(self._name, "computer", text)

    def _keyring(self) -> Callable[..., object] | object:  # a module
        import keyring

        return keyring


@contextlib.contextmanager
def _translated():  # type: ignore[no-untyped-def]
    import keyring.errors

    try:
        yield
    except keyring.errors.NoKeyringError as error:
        raise StoreMissing from error
    except Exception as error:  # back ends raise what their platform raises
        raise StoreSilent(type(error).__name__) from error


class FileStore:
    """`secrets.json`, for this user alone."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / "secrets.json"

    def get(self) -> str | None:
        data = files.read_small(self._path)
        return None if data is None else data.decode("utf-8", "replace")

    def set(self, text: str) -> None:
        try:
            files.write_private(self._path, text.encode())
        except OSError as error:
            raise StoreSilent(type(error).__name__) from error
