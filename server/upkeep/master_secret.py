"""A database belongs to one master secret: under another one its keys could not be read.

A lost `secrets.toml`, another data folder beside the same PostgreSQL, a backup restored without
the file: noticed at the start, before anything is sealed under the wrong secret.
"""

from __future__ import annotations

from server.config.places import DATA
from server.config.secrets import SecretsUnreadable, keyed_hash, take_back_new_secret
from server.transaction import one_transaction
from server.upkeep.models import MasterSecret

THE_ONE = 1


def check_master_secret() -> None:
    """Notes it in a new database. Raises `SecretsUnreadable`, naming what is missing."""
    ours = keyed_hash("the master secret", "fingerprint")
    if _noted(ours) == ours:
        return
    is_new = take_back_new_secret()
    is_what = "is missing" if is_new else "is another one"
    raise SecretsUnreadable(
        f"{DATA / 'secrets.toml'} {is_what}: this database was begun with a master secret of its"
        " own, and cannot be read without that file. Put it back from its copy"
    )


@one_transaction
def _noted(ours: str) -> str:
    row, _ = MasterSecret.objects.get_or_create(pk=THE_ONE, defaults={"fingerprint": ours})
    return str(row.fingerprint)
