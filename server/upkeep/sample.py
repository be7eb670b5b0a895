"""Sample people and licenses, for `serve --sample`: something to look at from the first minute.

Ada owns an educational license of two seats, Ben is her member, Cleo owns a perpetual
commercial license, Dora tries the product. Their passwords are no secret: never for real use.
"""

from __future__ import annotations

import json
import os
from datetime import timedelta
from pathlib import Path

from django.conf import settings

from server.accounts.create import create_account
from server.accounts.models import Account
from server.clock import now
from server.licenses.create import Created, Wanted, create
from server.licenses.request_trial import request_trial
from server.organizations.join import add_member
from server.organizations.members import organization_of
from server.rulebook.facts import Kind, Refusal
from server.rulebook.licenses import day_of
from server.transaction import one_transaction

PEOPLE = {
    "ada": ("Ada Lindqvist", "ada@lab.example", "ada-counts-seven-lamps"),
    "ben": ("Ben Okafor", "ben@lab.example", "ben-waters-nine-ferns"),
    "cleo": ("Cleo Marchetti", "cleo@works.example", "cleo-paints-four-boats"),
    "dora": ("Dora Weiß", "dora@home.example", "dora-reads-three-maps"),
}
ADA_SEATS = 2


def make_sample(path: Path) -> None:
    """Once for a data folder; `path` tells what was made (readable by this user alone)."""
    if Account.objects.filter(email=PEOPLE["ada"][1]).exists():
        return
    told = _make()
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        json.dump(told, file, indent=2, ensure_ascii=False)
    draft.replace(path)


@one_transaction
def _make() -> dict[str, object]:
    accounts = {who: _account(who) for who in PEOPLE}
    next_year = day_of(now(), settings.TERMS) + timedelta(days=365)
    created = {
        "ada": _license(Wanted(Kind.EDUCATIONAL, ADA_SEATS, next_year), accounts["ada"]),
        "cleo": _license(Wanted(Kind.COMMERCIAL, 1), accounts["cleo"]),
    }
    spare = _license(Wanted(Kind.COMMERCIAL, 1), None)
    _granted(add_member(accounts["ada"], accounts["ben"]))
    _granted(request_trial(accounts["dora"]))
    organization = organization_of(accounts["ada"])
    assert organization is not None  # her license is shareable
    people = [_told(who, accounts[who], created.get(who)) for who in PEOPLE]
    return {
        "people": people,
        "invite_code": organization.invite_code,
        "spare_license_key": spare.license_key,
    }


def _account(who: str) -> Account:
    name, email, password = PEOPLE[who]
    account = create_account(email, password, name=name, confirmed=True)
    assert isinstance(account, Account), account
    return account


def _license(wanted: Wanted, owner: Account | None) -> Created:
    created = create(wanted, owner)
    assert isinstance(created, Created), created
    return created


def _granted(outcome: object) -> None:
    assert not isinstance(outcome, Refusal), outcome


def _told(who: str, account: Account, license: Created | None) -> dict[str, object]:
    told: dict[str, object] = {
        "name": account.name,
        "email": account.email,
        "password": PEOPLE[who][2],
        "account_id": account.public_id,
    }
    if license is not None:
        told |= {"license_id": license.license_id, "license_key": license.license_key}
    return told
