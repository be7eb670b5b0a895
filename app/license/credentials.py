"""What is secret on this computer: one item of the system's key store (APP-13, AIR-9).

Private key, token, counter, nonces given up and a release order, in at most 1,200 characters.
The store is asked once, in a thread of its own and with a time limit; a late answer is used.
Where there is no store a file for this user alone takes its place, and somebody says so.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
from collections.abc import Callable, Iterator
from enum import Enum
from pathlib import Path
from typing import Protocol

import msgspec

from app.license import files
from app.license.threads import in_thread

FORMAT = 1
LONGEST = 1200
LIMIT = 8.0
"""Seconds that the key store has, before the desktop goes on without its answer."""

log = logging.getLogger(__name__)


class Secrets(msgspec.Struct, frozen=True, kw_only=True):
    """The item. `release` is the token of an account that logged out without a connection."""

    format: int = FORMAT
    private_key: str = ""
    token: str = ""
    counter: int = 0
    given_up: tuple[str, ...] = ()
    release: str = ""

    def __repr__(self) -> str:
        return "Secrets(…)"


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

    def __init__(self, product: str, room: str = "") -> None:
        self._name = f"seatkeeper-{product}"
        self._item = f"computer-{room}" if room else "computer"

    def get(self) -> str | None:
        import keyring

        with _translated():
            text: str | None = keyring.get_password(self._name, self._item)
            return text

    def set(self, text: str) -> None:
        import keyring

        with _translated():
            keyring.set_password(self._name, self._item, text)


@contextlib.contextmanager
def _translated() -> Iterator[None]:
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
        if data is None and os.path.lexists(self._path):
            raise StoreSilent("unreadable")
        return None if data is None else data.decode("utf-8", "replace")

    def set(self, text: str) -> None:
        try:
            files.write_private(self._path, text.encode())
        except OSError as error:
            raise StoreSilent(type(error).__name__) from error


class Credentials:
    """The item in memory, and its way back into the store."""

    def __init__(self, store: Store, fallback: Store, *, limit: float = LIMIT) -> None:
        self._store, self._fallback, self._limit = store, fallback, limit
        self._lock = asyncio.Lock()
        self.secrets = Secrets()
        self.remembers = True  # the token, which a shared computer does not keep (APP-14)
        self.state: StoreState | None = None

    @property
    def in_a_file(self) -> bool:
        """By choice (`--profile`) or for want of a store."""
        return isinstance(self._store, FileStore)

    async def ask(self, silent: Callable[[], None]) -> StoreState:
        """Once. `silent` is called when the time is over; the answer is waited for all the same."""
        answer = in_thread(self._store.get)
        await asyncio.wait({answer}, timeout=self._limit)
        if not answer.done():
            self.state = StoreState.SILENT
            silent()
            await asyncio.wait({answer})
        token = self.secrets.token  # of somebody who signed in meanwhile
        self.state = await self._answered(answer)
        if token:
            await self.change(token=token)
        return self.state

    async def _answered(self, answer: asyncio.Future[str | None]) -> StoreState:
        try:
            try:
                return self._found(answer.result())
            except StoreMissing:
                self._store = self._fallback
                self._found(await in_thread(self._fallback.get))
                return StoreState.NO_STORE
        except StoreSilent as error:
            log.warning("the key store did not answer: %s", error)
            return StoreState.SILENT

    def _found(self, text: str | None) -> StoreState:
        secrets = _read(text)
        if secrets is not None and secrets.format > FORMAT:
            raise StoreSilent("the item is of a newer version")
        self.secrets = secrets or Secrets()
        return StoreState.FOUND if secrets else StoreState.NONE_THERE

    async def change(self, **what: object) -> bool:
        """Take it into memory and into the store; false where no store would keep it."""
        async with self._lock:
            self.secrets = _shortened(msgspec.structs.replace(self.secrets, **what))
            if self.state is StoreState.SILENT or self.state is None:
                return False
            text = msgspec.json.encode(self._to_keep()).decode()
            kept = in_thread(lambda: self._store.set(text))
            await asyncio.wait({kept}, timeout=self._limit)
            return kept.done() and _is_kept(kept)

    def _to_keep(self) -> Secrets:
        return self.secrets if self.remembers else msgspec.structs.replace(self.secrets, token="")


def _is_kept(kept: asyncio.Future[None]) -> bool:
    error = kept.exception()
    if error is not None:
        log.warning("the key store would not keep the item: %s", error)
    return error is None


def _read(text: str | None) -> Secrets | None:
    if not text:
        return None
    secrets = files.decoded(text.encode("utf-8", "replace"), Secrets)
    if secrets is None:
        log.warning("the item in the key store is damaged")
        return None
    if not _can_be_sent(secrets.token):
        secrets = msgspec.structs.replace(secrets, token="")
    return (
        secrets if _can_be_sent(secrets.release) else msgspec.structs.replace(secrets, release="")
    )


def _can_be_sent(token: str) -> bool:
    """Else each call would fail, and look like a fault of the connection."""
    return token.isascii() and (token == "" or token.isprintable())


def _shortened(secrets: Secrets) -> Secrets:
    """At most what the smallest store takes: of the nonces given up, the newest."""
    while len(msgspec.json.encode(secrets)) > LONGEST and secrets.given_up:
        secrets = msgspec.structs.replace(secrets, given_up=secrets.given_up[1:])
    return secrets
