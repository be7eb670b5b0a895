"""The one box: what people paste there, and what comes of it."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from server.accounts.models import Account
from server.licenses.create import Created, Wanted, create
from server.licenses.enter import Activated, AlreadyYours, Entered, enter
from server.licenses.keys import key_of
from server.licenses.models import License, WrongKey
from server.organizations.found import give_code
from server.organizations.join import JoinQuestion
from server.rulebook.facts import Kind, Refusal
from tests.cast import ADA

pytestmark = pytest.mark.django_db

KEY = "R-4F7-0B1-9C2-E85-D36-A51"
CODE = "I-9D4-1C6-0E2-B57"


def made(kind: Kind = Kind.COMMERCIAL, seats: int = 1, **more: object) -> Created:
    created = create(Wanted(kind, seats, **more))
    assert isinstance(created, Created)
    return created


def code(outcome: Entered) -> str:
    assert isinstance(outcome, Refusal), outcome
    return outcome.code.value


@pytest.mark.rule("LIC-3", "LIC-4")
def test_key_is_activated_for_the_account_that_enters_it(ada: Account) -> None:
    created = made(seats=30)
    outcome = enter(ada, created.license_key)
    assert isinstance(outcome, Activated)
    row = License.objects.get(license_id=created.license_id)
    assert (row.owner, row.seats, row.activated_at is not None) == (ada, 30, True)


@pytest.mark.rule("LIC-4")
def test_same_account_again_is_warned_and_nothing_changes(ada: Account) -> None:
    created = made()
    enter(ada, created.license_key)
    before = License.objects.values().get()
    outcome = enter(ada, created.license_key)
    assert outcome == AlreadyYours(created.license_id)
    assert License.objects.values().get() == before


@pytest.mark.rule("LIC-4", "SAFE-1")
def test_another_account_is_refused_and_nothing_changes(ada: Account, ben: Account) -> None:
    created = made()
    enter(ada, created.license_key)
    assert code(enter(ben, created.license_key)) == "license-taken"
    assert License.objects.get().owner == ada


@pytest.mark.rule("LIC-6")
def test_educational_beside_commercial_is_refused(ada: Account) -> None:
    enter(ada, made(Kind.COMMERCIAL).license_key)
    educational = made(Kind.EDUCATIONAL)
    outcome = enter(ada, educational.license_key)
    assert code(outcome) == "license-kinds-differ"
    assert License.objects.get(license_id=educational.license_id).owner is None


@pytest.mark.rule("LIC-5", "LIC-6", "LIC-11")
def test_same_kind_joins_the_pool_and_other_platforms_make_another(ada: Account) -> None:
    from server.rulebook.facts import Platform

    for platforms in ({Platform.LINUX}, {Platform.LINUX}, {Platform.MACOS}):
        enter(ada, made(seats=2, platforms=frozenset(platforms)).license_key)
    pools = list(License.objects.order_by("id").values_list("pool", flat=True))
    assert pools[0] == pools[1] != pools[2]


@pytest.mark.rule("ID-3")
def test_older_key_is_told_as_such(ada: Account) -> None:
    assert code(enter(ada, "ABCDE-FGHIJ-KLMNO-PQRST-UVWXY")) == "key-older-version"


@pytest.mark.rule("ID-4", "ORG-1")
def test_invite_code_or_address_asks_before_joining(ada: Account, ben: Account) -> None:
    give_code(ada, CODE)
    for text in (CODE, CODE.lower(), f"https://seats.example.org/join/{CODE}"):
        outcome = enter(ben, text)
        assert outcome == JoinQuestion(CODE, ada.public_id, ADA.name, ADA.email)
    assert not ben.memberships.exists()


@pytest.mark.rule("ID-5")
def test_account_and_license_ids_open_nothing(ada: Account) -> None:
    created = made()
    for text in (ada.public_id, created.license_id):
        assert code(enter(ada, text)) == "key-is-id"
    assert License.objects.get().owner is None


@pytest.mark.rule("SAFE-2")
def test_key_lies_in_the_database_sealed_and_can_be_shown(ada: Account) -> None:
    created = made()
    row = License.objects.get()
    stored = bytes(row.key_sealed).hex() + row.key_hash
    assert key_of(row) == created.license_key
    assert created.license_key not in stored
    assert created.license_key.encode().hex() not in stored


@pytest.mark.rule("SAFE-4")
def test_twenty_wrong_keys_an_hour_and_no_more(ada: Account, move_clock) -> None:
    wrong = "R-000-000-000-000-000-000"
    assert [code(enter(ada, wrong)) for _ in range(21)] == ["key-unknown"] * 20 + ["rate-limited"]
    created = made()
    assert code(enter(ada, created.license_key)) == "rate-limited"
    move_clock(hours=1, seconds=1)
    assert isinstance(enter(ada, created.license_key), Activated)


@pytest.mark.rule("SAFE-4")
def test_hundred_wrong_codes_from_one_address_and_no_more(people) -> None:
    from tests.cast import EVERYBODY, Person

    somebody = [people(person) for person in EVERYBODY]
    somebody.append(people(Person("Eve", "eve@lab.example", "eve-tries-every-door")))
    somebody.append(people(Person("Finn", "finn@lab.example", "finn-knocks-two-times")))
    for account in somebody[:5]:
        for _ in range(20):
            enter(account, "I-000-000-000-000", "192.0.2.1")
    assert code(enter(somebody[5], "I-000-000-000-000", "192.0.2.1")) == "rate-limited"
    assert code(enter(somebody[5], "I-000-000-000-000", "192.0.2.2")) == "key-unknown"


@pytest.mark.rule("SAFE-4")
def test_unknown_key_and_unknown_code_have_one_answer(ada: Account) -> None:
    refusals = [enter(ada, text) for text in ("R-000-000-000-000-000-000", "I-000-000-000-000")]
    assert refusals[0] == refusals[1]


@pytest.mark.rule("SAFE-4", "ACC-2")
def test_only_confirmed_accounts_may_try(people) -> None:
    account = people(ADA, confirmed=False)
    assert code(enter(account, made().license_key)) == "email-unconfirmed"
    assert not WrongKey.objects.exists()


TABLE = Path(__file__).parents[2] / "field" / "keys.tsv"


def rows() -> list[dict[str, str]]:
    lines = [line for line in TABLE.read_text().splitlines() if line and line[0] != "#"]
    return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


BOX = [row for row in rows() if row["where"] == "box"]


@pytest.mark.rule("ID-2", "ID-3", "ID-4", "SAFE-1")
@pytest.mark.parametrize("row", BOX, ids=[row["trouble"] for row in BOX])
def test_box_reads_what_people_paste(row: dict[str, str], ada: Account, ben: Account) -> None:
    """A key or code that is meant exists here; what is stored and told is the normalized one."""
    means = row["means"]
    if means.startswith("R-"):
        made(license_key=means)
    give_code(ada, means if means.startswith("I-") else CODE)
    outcome = enter(ben, json.loads(row["typed"]))
    assert told(outcome) == means.partition(":")[0]
    assert License.objects.exclude(owner=None).count() == isinstance(outcome, Activated)


@pytest.mark.rule("ID-2", "SAFE-1")
@pytest.mark.parametrize(
    "text", [KEY, "r4f70b19c2e85d36a51", "R-DD2-551-126-660-15A-B09", "I-000-000-000-000"]
)
def test_well_formed_key_that_nobody_issued_is_unknown(text: str, ada: Account) -> None:
    made()
    assert code(enter(ada, text)) == "key-unknown"
    assert License.objects.get().owner is None


def told(outcome: Entered) -> str:
    match outcome:
        case Activated(license=row):
            return key_of(row) or ""
        case JoinQuestion(invite_code=invite_code):
            return invite_code
        case Refusal(code=refused):
            kind = refused.value.removeprefix("key-")
            return "invalid" if kind == "is-id" else kind
    raise AssertionError(outcome)
