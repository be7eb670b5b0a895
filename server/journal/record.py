"""Write down who did what, when and why. Called inside the act's own transaction."""

from __future__ import annotations

from datetime import datetime

from server.accounts.models import Account
from server.journal.models import Entry
from server.ready import add


def record(
    act: str,
    at: datetime,
    *,
    role: str = "account",  # account, support, shop, system
    actor: Account | None = None,
    account: Account | None = None,
    license_id: str = "",
    seat: str = "",
    reason: str = "",
    details: dict[str, object] | None = None,
) -> None:
    """`actor` did it, `account` is whom it was done to. Never a key, a token or a password here."""
    add(Entry(
        at=at, role=role, act=act, actor=actor, account=account, license_id=license_id,
        seat=seat, reason=reason, details=details or {},
    ))  # fmt: skip
