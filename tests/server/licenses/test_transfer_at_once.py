"""Transfers to and fro, while people take seats, close, and activate keys: nobody stands in
anybody's way for good, and no seat is given twice."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from server.accounts.confirm import confirm_address
from server.licenses.create import Created, Wanted, create
from server.licenses.enter import enter
from server.licenses.models import License
from server.licenses.suspend import resume, suspend
from server.licenses.transfer import transfer
from server.rulebook.facts import Kind
from tests.fakes.clock import FakeClock
from tests.fakes.lab import Lab
from tests.server.licenses.test_at_once import at_once
from tests.server.seats.conftest import lab, time

__all__ = ["lab", "time"]

ROUNDS = 8


@pytest.mark.django_db(transaction=True)
@pytest.mark.rule("LIC-8", "SEAT-6")
def test_transfers_among_everything_else_come_to_an_end(lab: Lab, time: FakeClock) -> None:
    license = lab.license("ada", 1)
    lab.license("eve", 1)
    lab.member("ada", "ben")
    lab.member("eve", "ben")
    for name in ("ada", "eve", "ben"):
        confirm_address(lab.person(name))
    for name in ("ada/1", "eve/1", "ben/1"):
        lab.device(name)
    keys = [key_of_one() for _ in range(ROUNDS)]

    def again(act: Callable[[int], object]) -> Callable[[], object]:
        return lambda: [act(number) for number in range(ROUNDS)]

    at_once(
        again(lambda _: transfer(license.license_id, lab.person("eve"))),
        again(lambda _: transfer(license.license_id, lab.person("ada"))),
        again(lambda number: enter(lab.person("eve"), keys[number])),
        again(lambda _: (suspend(license.license_id), resume(license.license_id))),
        again(lambda _: (lab.put("ben/1"), lab.close("ben/1") if "ben/1" in lab.seats else None)),
        again(lambda _: (lab.put("ada/1"), lab.put("eve/1"))),
    )
    license.refresh_from_db()
    assert license.owner in (lab.person("ada"), lab.person("eve"))
    assert License.objects.filter(owner=lab.person("eve")).count() >= 1 + ROUNDS
    for name in ("ada", "eve"):
        owned = License.objects.filter(owner=lab.person(name))
        assert lab.taken(name) <= sum(each.seats for each in owned)


def key_of_one() -> str:
    created = create(Wanted(Kind.EDUCATIONAL, 1))
    assert isinstance(created, Created)
    return created.license_key
