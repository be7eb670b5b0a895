"""SQLite with nothing around it: the same statements in a loop, one or several to a commit."""

from __future__ import annotations

import hashlib
import sqlite3
import time
from collections.abc import Callable
from pathlib import Path

from tools.bench.seed import SEAT, TOKEN

CONTACT = """
UPDATE seats_place SET last_contact_at = ?, lease_exp = ?, previous_jti = lease_jti, lease_jti = ?
WHERE seat = ? AND closed_at IS NULL AND (account_id, device_id) =
    (SELECT account_id, device_id FROM accounts_session WHERE token_hash = ?)
RETURNING id, pool_id, account_id, lease_exp"""
TAKE = """
UPDATE seats_place SET closed_at = NULL, last_contact_at = ?, lease_exp = ?, lease_jti = ?,
    counts_as = 'members', due = lease_exp
WHERE seat = ? AND (account_id, device_id) =
    (SELECT account_id, device_id FROM accounts_session WHERE token_hash = ?)
RETURNING id, pool_id, account_id, lease_exp"""
CLOSE = """
UPDATE seats_place SET closed_at = ?, closed_because = 'closed', counts_as = '', due = NULL
WHERE seat = ? AND (account_id, device_id) =
    (SELECT account_id, device_id FROM accounts_session WHERE token_hash = ?)
RETURNING pool_id, account_id"""
COUNT = "UPDATE licenses_pool SET members = members + ? WHERE id = ?"
NOTE = """
INSERT INTO journal_entry
    (at, role, act, actor_id, account_id, license_id, seat, reason, details)
VALUES (?, 'account', ?, ?, ?, '', ?, '', '{}')"""


class RawLoop:
    """A connection as the server opens its own: WAL, and each commit waits for the disk."""

    def __init__(self, path: Path, devices: int) -> None:
        self.connection = sqlite3.connect(path, isolation_level=None)
        self.connection.execute("PRAGMA journal_mode=WAL")
        self.connection.execute("PRAGMA synchronous=FULL")
        self.members = [(SEAT.format(n), _hash(n)) for n in range(devices)]
        self.done = 0

    def run(self, way: str, to_a_commit: int, seconds: float) -> list[float]:
        """Seconds that each commit took; a claim is two: the place taken, the place closed."""
        acts = {"contact": [self._contact], "claim": [self._take, self._close]}[way]
        took, deadline = [], time.monotonic() + seconds
        while (begin := time.monotonic()) < deadline:
            for act in acts:
                self._commit(act, to_a_commit)
            took.append(time.monotonic() - begin)
            self.done += to_a_commit
        return took

    def _commit(self, act: Callable[[str, str], None], number: int) -> None:
        self.connection.execute("BEGIN IMMEDIATE")
        for each in range(number):
            act(*self.members[(self.done + each) % len(self.members)])
        self.connection.execute("COMMIT")

    def _contact(self, seat: str, token_hash: str) -> None:
        now = f"{time.time():.6f}"
        found = self.connection.execute(CONTACT, (now, now, f"{self.done:022d}", seat, token_hash))
        assert len(found.fetchall()) == 1

    def _take(self, seat: str, token_hash: str) -> None:
        now = f"{time.time():.6f}"
        values = (now, now, f"{self.done:022d}", seat, token_hash)
        ((_, pool, account, _),) = self.connection.execute(TAKE, values).fetchall()
        self._note(now, pool, 1, account, "seat-taken", seat)

    def _close(self, seat: str, token_hash: str) -> None:
        now = f"{time.time():.6f}"
        values = (now, seat, token_hash)
        ((pool, account),) = self.connection.execute(CLOSE, values).fetchall()
        self._note(now, pool, -1, account, "seat-closed", seat)

    def _note(self, now: str, pool: int, by: int, account: int, act: str, seat: str) -> None:
        self.connection.execute(COUNT, (by, pool))
        self.connection.execute(NOTE, (now, act, account, account, seat))


def _hash(number: int) -> str:
    return hashlib.sha256(TOKEN.format(number).encode()).hexdigest()
