"""Signed-in browsers: Django's rows, found by a hash of what the cookie holds (SAFE-2).

Who reads the database, or a copy of it, takes over no browser. Views here are no coroutines, so
the store has no asynchronous half.
"""

from __future__ import annotations

from django.contrib.sessions.backends import db
from django.contrib.sessions.base_session import AbstractBaseSession
from django.utils import timezone

from server.accounts.tokens import hash_of

COLUMN = 40  # characters of Django's table: 160 bits


class SessionStore(db.SessionStore):
    """What `SESSION_ENGINE` names; `session_key` stays what the cookie holds."""

    def _get_session_from_db(self) -> AbstractBaseSession | None:
        rows = self.model.objects.filter(expire_date__gt=timezone.now())
        row: AbstractBaseSession | None = rows.filter(session_key=_kept(self.session_key)).first()
        if row is None:
            self._session_key = None
        return row

    def exists(self, session_key: str) -> bool:
        return bool(super().exists(_kept(session_key)))

    def create_model_instance(self, data: dict[str, object]) -> AbstractBaseSession:
        row = super().create_model_instance(data)
        row.session_key = _kept(row.session_key)
        return row

    def delete(self, session_key: str | None = None) -> None:
        key = session_key or self.session_key
        if key is not None:
            super().delete(_kept(key))


def _kept(session_key: str) -> str:
    return hash_of(session_key)[:COLUMN]
