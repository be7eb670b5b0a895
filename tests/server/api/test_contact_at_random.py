"""The fast way of a contact after random acts: whatever it answers, the verb answers as well; and
whatever is asked, the application as it is served answers as the document says."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from itertools import count
from typing import TYPE_CHECKING

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode

from server.clock import now
from tests.fakes.lab import Lab
from tests.server.api.test_contact import door, lab

if TYPE_CHECKING:
    from tests.fakes.door import Door

__all__ = ["door", "lab"]

pytestmark = pytest.mark.django_db(transaction=True)

AT_RANDOM = settings(
    max_examples=15, derandomize=True, database=None, deadline=None, phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)  # fmt: skip


class Town:
    """An owner with three seats and two members, whose names no other example has."""

    def __init__(self, lab: Lab, number: int) -> None:
        self.lab = lab
        self.owner, self.members = f"o{number}", [f"m{number}", f"n{number}"]
        self.license = lab.license(self.owner, 3)
        for name in self.members:
            lab.member(self.owner, name)
        self.computers = [f"{self.owner}/1", f"{self.owner}/web"]
        self.computers += [f"{name}/{number}" for name in self.members for number in (1, 2)]

    def put(self, who: int) -> None:
        self.lab.put(self.computers[who])

    def close(self, who: int) -> None:
        name = self.computers[who]
        if name in self.lab.seats:
            self.lab.close(name, given_up=who % 2 == 0)

    def block(self, who: int) -> None:
        from server.organizations.block import block

        block(self.lab.person(self.owner), self.lab.person(self.members[who % 2]).public_id)

    def unblock(self, who: int) -> None:
        from server.organizations.unblock import unblock

        unblock(self.lab.person(self.owner), self.lab.person(self.members[who % 2]).public_id)

    def reserve(self, who: int) -> None:
        from server.seats.reserve import reserve

        name = self.computers[who]
        if name in self.lab.seats:
            person = self.lab.person(name.split("/")[0])
            reserve(person, self.lab.device(name), now() + timedelta(days=who + 1))

    def suspend(self, who: int) -> None:
        from server.licenses.suspend import resume, suspend

        (suspend if who % 2 else resume)(self.license.license_id)

    def another(self, who: int) -> None:
        ends_at = (now() + timedelta(hours=2 + who)).replace(microsecond=0)
        self.lab.license(self.owner, who % 2 + 1, ends_at=ends_at)

    def limit(self, who: int) -> None:
        from server.licenses.pool_terms import set_pool_terms

        set_pool_terms(self.lab.person(self.owner), offline_days=who)


ACTS = ("put", "close", "block", "unblock", "reserve", "suspend", "another", "limit", "later")
STEPS = st.lists(
    st.tuples(st.sampled_from(ACTS), st.integers(0, 5), st.integers(0, 5)), min_size=4, max_size=12
)


@pytest.mark.rule("SEAT-1", "SEAT-5", "SEAT-15", "LEASE-1", "LEASE-9", "SEAT-12", "LIC-8")
def test_fast_way_answers_what_the_verb_answers(
    door: Door, move_clock: Callable[..., None]
) -> None:
    numbers, fast_ones = count(), 0

    @given(steps=STEPS)
    @example(steps=[("put", 2, 2), ("another", 0, 2), ("later", 5, 2), ("put", 3, 2)])
    @AT_RANDOM
    def walk(steps: list[tuple[str, int, int]]) -> None:
        nonlocal fast_ones
        town = Town(door.lab, next(numbers))
        for who in range(5):
            town.put(who)
        for act, who, asker in steps:
            if act == "later":
                move_clock(minutes=12 * who)
            else:
                getattr(town, act)(who)
            fast_ones += sits_alike(door, town.computers[asker])

    walk()
    assert fast_ones > 20  # else nothing was compared


def sits_alike(door: Door, name: str) -> bool:
    """A contact twice: fast, if it can be, then by the verb; both leave the same behind."""
    if name not in door.lab.seats:
        return False
    fast = door.put(name)
    if not fast.was_fast:
        return False
    left = kept(door, name)
    slow = door.put(name, fast=False)
    assert (slow.status, slow.without_chance()) == (200, fast.without_chance())
    assert kept(door, name) == left
    return True


def kept(door: Door, name: str) -> tuple[object, ...]:
    """What is stored of the place but for the instant and the lease's id."""
    row = door.lab.row(name)
    return (row.seat, row.pool_id, row.closed_at, row.counts_as, row.renewal_id, row.license_id)


@pytest.mark.rule("SAFE-1")
@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE])
def test_served_application_answers_as_the_document_says(door: Door, mode: GenerationMode) -> None:
    from server.api.described import every_call
    from server.api.openapi import document
    from tests.server.api.test_described import CHECKS

    schema = schemathesis.openapi.from_dict(json.loads(document(every_call())))
    schema.app = door.application
    operation = schema["/api/v1/seat"]["PUT"]
    asked = count()

    @given(case=operation.as_strategy(generation_mode=mode))
    @AT_RANDOM
    def ask(case: schemathesis.Case) -> None:
        if next(asked) % 2 and isinstance(case.body, dict):
            case.body = {"seat": door.lab.row("ben/1").seat}
        headers = {"Authorization": f"Bearer {door.token('ben/1')}"}
        case.call_and_validate(headers=headers, checks=CHECKS)

    ask()
    assert next(asked) > 1
