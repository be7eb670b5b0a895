"""What an act changes is sent together, with its commit; it is as if each had been sent alone."""

from __future__ import annotations

import pytest
from django.db import DataError, IntegrityError, connection, transaction

from server.journal.models import Entry
from server.journal.record import record
from server.licenses.models import Pool
from server.licenses.pools import LOCKED, raise_versions
from server.ready import ask, change, spelled
from server.transaction import one_transaction
from tests.fakes.clock import START
from tests.fakes.lab import Lab

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.rule("SAFE-3", "SEAT-6")]


@pytest.fixture
def pool(db: None) -> Pool:
    lab = Lab(lambda: START)
    lab.license("ada", 3)
    return lab.person("ada").pools.get()


def noted() -> list[str]:
    return list(Entry.objects.order_by("id").values_list("act", flat=True))


def test_changes_are_stored_once_the_act_is_over(pool: Pool) -> None:
    @one_transaction
    def act() -> None:
        record("first", START)
        record("second", START, details={"said": ["a", None]})

    act()
    assert noted() == ["first", "second"]
    assert Entry.objects.get(act="second").details == {"said": ["a", None]}
    assert not connection.in_atomic_block


def test_an_act_sees_what_it_changed_before(pool: Pool) -> None:
    @one_transaction
    def act() -> tuple[list[str], int]:
        record("first", START)
        raise_versions([pool.pk])
        add_a_member(pool)
        (found,), _ = ask((LOCKED, ((pool.pk,),)), (LOCKED, ((pool.pk + 1,),)))
        return noted(), found.members

    assert act() == (["first"], 1)


def test_djangos_own_changes_come_in_their_turn(pool: Pool) -> None:
    @one_transaction
    def act() -> None:
        add_a_member(pool)
        Pool.objects.filter(pk=pool.pk).update(members=7)
        add_a_member(pool)

    act()
    pool.refresh_from_db()
    assert pool.members == 8


def test_an_act_that_fails_changes_nothing(pool: Pool) -> None:
    @one_transaction
    def act() -> None:
        record("first", START)
        add_a_member(pool)
        raise LookupError

    with pytest.raises(LookupError):
        act()
    pool.refresh_from_db()
    assert (noted(), pool.members) == ([], 0)


def test_an_act_that_takes_itself_back_changes_nothing(pool: Pool) -> None:
    @one_transaction
    def act() -> None:
        record("first", START)
        transaction.set_rollback(True)

    act()
    assert noted() == []


def test_a_fault_among_the_last_changes_undoes_them_all(pool: Pool) -> None:
    @one_transaction
    def act() -> None:
        record("first", START)
        change(spelled("UPDATE licenses_pool SET web = %s WHERE id = %s"), (None, pool.pk))
        record("second", START)

    for _ in range(2):
        with pytest.raises((IntegrityError, DataError)):
            act()
    assert noted() == []
    with transaction.atomic():
        record("after", START)
    assert noted() == ["after"]


def add_a_member(pool: Pool) -> None:
    change(spelled("UPDATE licenses_pool SET members = members + %s WHERE id = %s"), (1, pool.pk))
