"""Change what the profile shows: name and language (ACC-6). The password is allauth's flow."""

from __future__ import annotations

from server.accounts.models import Account
from server.licenses.models import Pool
from server.licenses.pools import raise_versions
from server.rulebook.accounts import read_language, read_name
from server.rulebook.facts import Refusal
from server.transaction import one_transaction


@one_transaction
def change_name(account: Account, text: str) -> Refusal | None:
    """Members are told whose license they use: their next contacts say so (SEAT-7)."""
    name = read_name(text)
    if isinstance(name, Refusal):
        return name
    account.name = name
    account.save(update_fields=["name"])
    raise_versions(Pool.objects.filter(owner=account).values_list("id", flat=True))
    return None


def change_language(account: Account, text: str) -> Refusal | None:
    language = read_language(text)
    if isinstance(language, Refusal):
        return language
    account.language = language
    account.save(update_fields=["language"])
    return None
