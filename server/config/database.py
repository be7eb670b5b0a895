"""The database behind the rows: SQLite in the data folder, or PostgreSQL by its URL.

On SQLite every transaction begins with the write lock (`BEGIN IMMEDIATE`): `select_for_update`
does nothing there, and a transaction that reads first and then writes would die of another
one's commit.
"""

from __future__ import annotations

from pathlib import Path

from psycopg import ProgrammingError
from psycopg.conninfo import conninfo_to_dict

from server.config.deployment import BadDeployment

SQLITE_AT_CONNECT = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-512;"
LOCK_WAIT = 20  # seconds
GONE_WITHIN = {"connect_timeout": "5", "tcp_user_timeout": "10000"}  # of a host that is silent
PLANS = "-c plan_cache_mode=force_generic_plan -c jit=off"  # what is prepared is planned once
_OWN_NAMES = {"dbname": "NAME"} | {
    each: each.upper() for each in ("user", "password", "host", "port")
}


def database(url: str, data: Path) -> dict[str, object]:
    return _postgresql(url) if url else _sqlite(data / "seatkeeper.sqlite3")


def _sqlite(path: Path) -> dict[str, object]:
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        "CONN_MAX_AGE": None,  # the threads stay, and so do their connections
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": LOCK_WAIT,
            "init_command": SQLITE_AT_CONNECT,
        },
    }


def _read(url: str) -> dict[str, str]:
    """What is wrong is said without the address: a password may stand in it."""
    if not url.startswith(("postgresql://", "postgres://")):
        raise BadDeployment("the database's address must begin with postgresql://")
    try:
        return {name: str(value) for name, value in conninfo_to_dict(url).items() if value}
    except ProgrammingError:
        raise BadDeployment("the database's address cannot be read") from None


def _postgresql(url: str) -> dict[str, object]:
    """From `postgresql://user@host/name?…`; what Django has no name for goes to psycopg."""
    given = _read(url)
    options = {name: value for name, value in given.items() if name not in _OWN_NAMES}
    options = GONE_WITHIN | options
    options["options"] = f"{options.get('options', '')} {PLANS}".strip()
    return {
        "ENGINE": "django.db.backends.postgresql",
        **{own: given.get(name, "") for name, own in _OWN_NAMES.items()},
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": options,
    }
