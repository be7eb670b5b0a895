"""Two at the same instant: real threads, real connections, a real file."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from server.accounts.models import Account
from server.licenses.create import Created, Wanted, create
from server.licenses.enter import Activated, enter
from server.licenses.models import License
from server.licenses.request_trial import request_trial
from server.rulebook.facts import Kind, Refusal
from tests.cast import ADA, BEN, Person

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*acts: Callable[[], object]) -> list[object]:
    barrier = Barrier(len(acts))

    def run(act: Callable[[], object]) -> object:
        barrier.wait()
        try:
            return act()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def key_of_a(kind: Kind) -> str:
    created = create(Wanted(kind, 1))
    assert isinstance(created, Created)
    return created.license_key


@pytest.mark.rule("LIC-4")
def test_one_of_two_accounts_gets_the_license(people) -> None:
    somebody = [people(person) for person in (ADA, BEN)]
    somebody += [
        people(Person(f"P{n}", f"p{n}@lab.example", "a-password-of-ten")) for n in range(4)
    ]
    key = key_of_a(Kind.COMMERCIAL)
    outcomes = at_once(*(lambda who=who: enter(who, key) for who in somebody))
    codes = [each.code.value for each in outcomes if isinstance(each, Refusal)]
    assert (len(outcomes) - len(codes), codes) == (1, ["license-taken"] * 5)
    assert License.objects.get().owner in somebody


@pytest.mark.rule("LIC-4")
def test_same_account_twice_at_once_is_one_activation(people) -> None:
    ada, key = people(ADA), key_of_a(Kind.COMMERCIAL)
    outcomes = at_once(*(lambda: enter(ada, key) for _ in range(4)))
    assert sum(isinstance(each, Activated) for each in outcomes) == 1


@pytest.mark.rule("LIC-6")
def test_two_kinds_at_once_do_not_mix(people) -> None:
    ada: Account = people(ADA)
    keys = [key_of_a(kind) for kind in (Kind.COMMERCIAL, Kind.EDUCATIONAL, Kind.GOVERNMENT)]
    at_once(*(lambda key=key: enter(ada, key) for key in keys))
    assert License.objects.filter(owner=ada).count() == 1


@pytest.mark.rule("TRI-3")
def test_two_clicks_at_once_are_one_trial(people) -> None:
    ada = people(ADA)
    at_once(*(lambda: request_trial(ada) for _ in range(4)))
    assert License.objects.filter(kind="trial").count() == 1
