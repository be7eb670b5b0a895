"""The key statement that this computer believes, and how it gets a newer one (LEASE-7).

Keys are believed from a statement that a pinned root signed, never a lower version. It is fetched
when a lease names a key that is not in it, once for each such key, and once a day.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta

from app.license import device
from app.license.cache import Cache
from contract.faults import Fault
from contract.jws import unfold
from contract.keys import (
    STATEMENT_LIMIT,
    STATEMENT_TYP,
    KeyStatement,
    read_statement,
    thumbprint,
)

DAILY = timedelta(days=1)
NO_KEYS = KeyStatement(iss="", version=0, issued=0, keys=())

log = logging.getLogger(__name__)


class Statement:
    """`now` is the one believed; before the first, one without keys."""

    def __init__(self, cache: Cache, roots: Sequence[bytes], issuer: str) -> None:
        self._cache, self._roots, self._issuer = cache, tuple(roots), issuer
        self._asked_for: set[str] = set()
        self._fetched: datetime | None = None
        self._lowest = device.lowest_statement(cache.folder, set(map(thumbprint, self._roots)))
        self.now = NO_KEYS
        self._token = b""
        self._read()

    def _read(self) -> None:
        """Of the two files the newer one, and of one version the one that revokes more."""
        kept = [token for token in (self._cache.keys(), self._cache.spare_keys()) if token]
        judged = [(self.judge(token), token) for token in kept]
        good = [(found, token) for found, token in judged if isinstance(found, KeyStatement)]
        if good:
            self.now, self._token = max(good, key=lambda one: (one[0].version, len(one[0].revoked)))

    def mend(self) -> None:
        """Of the two files that hold it each is to be whole. May raise `OSError`."""
        if self._token and {self._cache.keys(), self._cache.spare_keys()} != {self._token}:
            self._cache.write_keys(self._token.decode())
        self._remember()

    def _remember(self) -> None:
        """How far statements have come: from now on none that is older is believed here."""
        envelope = unfold(self._token, STATEMENT_TYP, STATEMENT_LIMIT)
        if not isinstance(envelope, Fault):
            device.remember_statement(self._cache.folder, envelope.kid or "", self.now.version)

    def judge(self, token: str | bytes) -> KeyStatement | Fault:
        """The statement if it is genuine and not older than the one believed.

        One version says one thing: what says another, such as fewer revoked keys, is none.
        """
        lowest = max(self._lowest, self.now.version)
        found = read_statement(token, self._roots, self._issuer, lowest)
        if isinstance(found, Fault) or self.now is NO_KEYS or found.version > self.now.version:
            return found
        return found if found == self.now else Fault.OUTDATED

    def believe(self, token: str | bytes) -> bool:
        """Keep it from now on; false if it is not to be believed. May raise `OSError`."""
        found = self.judge(token)
        if isinstance(found, Fault):
            log.warning("a key statement was refused: %s", found)
            return False
        if found != self.now:
            self.now, self._token = found, token.encode() if isinstance(token, str) else token
            self._cache.write_keys(self._token.decode())
            self._remember()
        return True

    def wants_fetching(self, kid: str, at: datetime) -> bool:
        """For a key that nobody named yet: once, not at each try."""
        if kid in self._asked_for and not self.is_old(at):
            return False
        self._asked_for.add(kid)
        return True

    def is_old(self, at: datetime) -> bool:
        return self._fetched is None or at - self._fetched >= DAILY

    def was_fetched(self, at: datetime) -> None:
        self._fetched = at
