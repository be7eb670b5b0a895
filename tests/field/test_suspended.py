"""What a running lease and the next contact come to once a license is suspended or a person barred.

The lease in hand stays what it is until its end (LEASE-9); nothing further is signed, and what is
signed is never over already.
"""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from server.accounts.models import Account
from server.licenses.models import License
from server.licenses.suspend import resume, suspend
from server.organizations.block import block
from server.seats.models import Place
from server.seats.show import show
from tests.fakes.desks import Desks


def promised(desks: Desks, name: str) -> datetime | None:
    """Until when the newest lease of this computer is good."""
    return Place.objects.get(device__device_id=desks.device(name)).lease_exp


def told(desks: Desks, name: str, method: str = "put", seat: bool = True) -> tuple[int, str]:
    """Of a contact; of a start, where no seat is named."""
    body = {"seat": desks.seats[name]} if seat else {}
    answer = desks.call(name, method, "/seat", body if method == "put" else None)
    return answer.status_code, answer.json().get("code", "")


@pytest.fixture
def license_id(desks: Desks) -> str:
    """The one license of O's pool, of two seats; M and N are members."""
    desks.pool("O", 2, members="MN")
    return License.objects.get().license_id


@pytest.mark.rule("LIC-8", "LEASE-9", "SEAT-6")
def test_suspended_license_leaves_the_leases_in_hand_and_signs_no_other(
    desks: Desks, license_id: str
) -> None:
    for name in ("M", "O1"):
        desks.put(name)
    before = [promised(desks, name) for name in ("M", "O1")]
    suspend(license_id)
    desks.at(minutes=10)
    for name in ("M", "O1"):
        assert [told(desks, name) for _ in range(2)] == [(403, "license-suspended")] * 2
        assert told(desks, name, "get") == (404, "no-seat")
        assert told(desks, name, seat=False) == (403, "license-suspended")
    assert [promised(desks, name) for name in ("M", "O1")] == before
    assert desks.taken() == (2, 0)
    resume(license_id)
    desks.at(minutes=11)
    seat = desks.seats["M"]
    assert desks.put("M").json()["seat"] == seat
    assert promised(desks, "M") == desks.began + timedelta(minutes=41)


@pytest.mark.rule("LIC-8", "SEAT-11", "SEAT-12")
def test_place_of_a_suspended_license_ends_with_the_lease_or_its_giving_up(
    desks: Desks, license_id: str
) -> None:
    for name in ("M", "N"):
        desks.put(name)
    suspend(license_id)
    assert desks.give_up("N") == 204
    assert desks.taken() == (1, 0)
    desks.at(minutes=30)
    assert desks.taken() == (0, 0)
    resume(license_id)
    back = desks.put("M").json()
    assert [each["code"] for each in back["notices"]] == ["seat-moved"]
    assert promised(desks, "M") == desks.clock() + timedelta(minutes=30)


@pytest.mark.rule("LIC-8", "SEAT-11", "SEAT-16", "LEASE-9")
@pytest.mark.parametrize("second", [0.0, 0.75])
def test_no_lease_is_signed_that_is_over_already(
    desks: Desks, license_id: str, second: float
) -> None:
    """M was there first and fell silent, its lease ran out; then seats are suspended while N's is
    good, and one is left: M is told so, rather than given a lease that ends at once."""
    other = desks.lab.license("O", 1).license_id
    for name, minutes in (("M", 0), ("N", 40)):
        desks.at(minutes=minutes, seconds=second)
        assert desks.put(name).status_code == 200
    suspend(license_id)
    desks.at(minutes=45, seconds=second)
    answer = desks.put("M").json()
    assert (answer["code"], answer["because"]) == ("seat-lost", "pool-shrank")
    assert told(desks, "N")[0] == 200
    assert promised(desks, "N") > desks.clock()
    suspend(other)
    resume(license_id)
    desks.at(minutes=46, seconds=second)
    assert desks.start("M").status_code == 200
    assert promised(desks, "M") > desks.clock()


@pytest.mark.rule("SEAT-12", "LEASE-9", "ORG-4", "SEAT-13")
def test_blocked_member_keeps_the_lease_in_hand_and_gets_no_other(
    desks: Desks, license_id: str
) -> None:
    desks.put("M")
    before = promised(desks, "M")
    block(desks.person("O"), desks.person("M").public_id)
    desks.at(minutes=10)
    assert [told(desks, "M") for _ in range(2)] == [(403, "membership-blocked")] * 2
    assert told(desks, "M", "get") == (404, "no-seat")
    assert (promised(desks, "M"), desks.taken()) == (before, (0, 2))
    (pool,) = show(desks.person("O"))
    (going_on,) = pool["going_on"]
    assert going_on["account"] == desks.person("M").public_id
    assert desks.give_up("M") == 204
    (pool,) = show(desks.person("O"))
    assert pool["going_on"] == []


@pytest.mark.rule("APP-15", "LEASE-9", "SEAT-5")
def test_account_that_was_closed_has_no_token_and_keeps_its_place(
    desks: Desks, license_id: str
) -> None:
    """An ended token says nothing about the lease: it is good until its end, and counts."""
    desks.put("M")
    Account.objects.filter(pk=desks.person("M").pk).update(is_active=False)
    assert told(desks, "M") == (401, "token-invalid")
    assert desks.taken() == (1, 2)
    Account.objects.filter(pk=desks.person("M").pk).update(is_active=True)
    assert told(desks, "M")[0] == 200
