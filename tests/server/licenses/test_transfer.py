"""A license goes to another account with what names it; the rest stays or ends (LIC-8)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from contract.problems import Code
from server.accounts.confirm import confirm_address
from server.accounts.models import Account, Device
from server.journal.models import Entry
from server.licenses.models import License, Pool
from server.licenses.request_trial import request_trial
from server.licenses.transfer import transfer
from server.organizations.members import organization_of
from server.rulebook.facts import Refusal
from server.seats.held import Held
from server.seats.reserve import reserve
from server.seats.take import take
from tests.fakes.clock import FakeClock
from tests.fakes.island import Island
from tests.fakes.lab import Lab
from tests.server.seats.conftest import lab, time

__all__ = ["lab", "time"]

pytestmark = [pytest.mark.django_db, pytest.mark.rule("LIC-8")]


def confirmed(lab: Lab, name: str) -> Account:
    return confirm_address(lab.person(name))


def moved(lab: Lab, license: License, name: str = "eve") -> License:
    row = transfer(license.license_id, confirmed(lab, name), reason="the institute moved")
    assert isinstance(row, License), row
    return row


def reserved(lab: Lab, name: str, **days: float) -> None:
    lab.put(name)
    person, device = lab.person(name.split("/")[0]), lab.device(name)
    assert isinstance(reserve(person, device, lab.now() + timedelta(**days)), Held)


def test_license_is_anothers_and_the_journal_says_why(lab: Lab) -> None:
    license = lab.license("ada", 2)
    lab.member("ada", "ben")
    row = moved(lab, license)
    assert row.owner == lab.person("eve")
    assert organization_of(lab.person("eve")) is not None
    entry = Entry.objects.get(act="license-transferred")
    assert (entry.account, entry.reason) == (lab.person("eve"), "the institute moved")
    assert entry.details == {"from": lab.person("ada").public_id}
    assert lab.person("ada").members.count() == 1


def test_other_places_end_and_are_told(lab: Lab) -> None:
    license = lab.license("ada", 2)
    lab.member("ada", "ben")
    lab.put("ada/1")
    lab.put("ben/1")
    moved(lab, license)
    for name in ("ada/1", "ben/1"):
        refused = lab.put(name)
        assert isinstance(refused, Refusal)
        assert (refused.code, refused.members["because"]) == (Code.SEAT_LOST, "pool-shrank")
    assert lab.taken("eve") == 0
    assert isinstance(lab.put("eve/1"), Held)


def test_pool_with_another_license_only_shrinks(lab: Lab) -> None:
    license = lab.license("ada", 1)
    lab.license("ada", 1)
    lab.member("ada", "ben")
    lab.put("ben/1")
    moved(lab, license)
    assert isinstance(lab.put("ben/1"), Held)
    assert lab.taken("ada") == 1


@pytest.mark.rule("SEAT-11")
def test_who_has_no_lease_any_more_goes_before_a_running_one(lab: Lab, time: FakeClock) -> None:
    lab.license("ada", 1)
    license = lab.license("ada", 1)
    lab.member("ada", "ben")
    lab.put("ada/1")
    time.tick(days=31)
    lab.put("ben/1")
    moved(lab, license)
    assert isinstance(lab.put("ben/1"), Held)
    lost = lab.put("ada/1")
    assert isinstance(lost, Refusal)
    assert lost.code is Code.SEAT_LOST


@pytest.mark.rule("SEAT-11", "SEAT-8")
def test_owners_two_in_one_seat_are_two_at_the_new_owner(lab: Lab, time: FakeClock) -> None:
    lab.license("eve", 1)
    lab.put("eve/1")
    time.tick(days=31)
    license = lab.license("ada", 1)
    reserved(lab, "ada/1", days=7)
    reserved(lab, "ada/2", days=7)
    moved(lab, license)
    assert lab.taken("eve") == 2  # whose lease was over, lost the seat
    assert isinstance(lab.put("eve/1"), Refusal)


@pytest.mark.rule("SEAT-11", "OFF-3")
def test_reservation_goes_with_its_license_to_its_own_end(lab: Lab, time: FakeClock) -> None:
    license = lab.license("ada", 2)
    lab.member("ada", "ben")
    reserved(lab, "ben/1", days=7)
    moved(lab, license)
    assert (lab.taken("ada"), lab.taken("eve")) == (0, 1)
    time.tick(days=3)
    held = lab.put("ben/1")
    assert isinstance(held, Held)
    assert held.license.license_id == license.license_id
    time.tick(days=4, minutes=1)
    refused = lab.put("ben/1")
    assert isinstance(refused, Refusal)
    assert lab.taken("eve") == 0


@pytest.mark.rule("SEAT-16", "OFF-6")
def test_closed_reservation_of_the_new_owner_still_takes_its_seat(
    lab: Lab, time: FakeClock
) -> None:
    license = lab.license("ada", 1)
    lab.member("ada", "ben")
    lab.member("ben", "eve")
    reserved(lab, "ben/1", days=7)
    lab.close("ben/1")
    moved(lab, license, "ben")
    assert lab.taken("ben") == 1  # its lease is good for seven days
    assert isinstance(lab.put("eve/1"), Refusal)
    time.tick(days=8)
    assert lab.taken("ben") == 1  # and it is an owner's now


def test_running_reservation_that_ends_while_in_use_ends_there(lab: Lab, time: FakeClock) -> None:
    license = lab.license("ada", 2)
    lab.member("ada", "ben")
    reserved(lab, "ben/1", days=1)
    moved(lab, license)
    time.tick(hours=23, minutes=50)
    assert isinstance(lab.put("ben/1"), Held)
    time.tick(minutes=20)
    assert isinstance(lab.put("ben/1"), Refusal)  # no member of the new owner


def test_bound_computer_goes_with_its_license(lab: Lab, time: FakeClock) -> None:
    license = lab.license("ada", 2)
    island = Island(lab, Ed25519PrivateKey.generate())
    first = island.bind("ada")
    moved(lab, license)
    assert (lab.taken("ada"), lab.taken("eve")) == (0, 1)
    again = island.bind("ada")
    assert not isinstance(first, Refusal)
    assert not isinstance(again, Refusal)
    assert (again.again, again.license_id) == (True, license.license_id)
    device = Device.objects.get(device_id=island.device)
    assert isinstance(take(lab.person("ada"), device), Held)
    assert lab.taken("eve") == 1


@pytest.mark.rule("LIC-6", "SAFE-1")
def test_transfer_follows_the_rules_of_an_activation(lab: Lab) -> None:
    license = lab.license("ada", 2)
    lab.put("ada/1")
    lab.license("cleo", 1, "commercial")
    unconfirmed = lab.person("dora")
    trial = request_trial(confirmed(lab, "ben"))
    assert isinstance(trial, License)
    for refused, code in (
        (transfer(license.license_id, confirmed(lab, "cleo")), Code.LICENSE_KINDS_DIFFER),
        (transfer(license.license_id, confirmed(lab, "ada")), Code.LICENSE_ALREADY_YOURS),
        (transfer(license.license_id, unconfirmed), Code.EMAIL_UNCONFIRMED),
        (transfer(trial.license_id, confirmed(lab, "eve")), Code.FORBIDDEN),
        (transfer("L-000-000", confirmed(lab, "eve")), Code.LICENSE_UNKNOWN),
    ):
        assert isinstance(refused, Refusal)
        assert refused.code is code
    assert isinstance(lab.put("ada/1"), Held)
    assert list(Pool.objects.filter(owner=unconfirmed)) == []


@pytest.mark.rule("LIC-6")
def test_trial_of_the_new_owner_ends(lab: Lab) -> None:
    license = lab.license("ada", 1)
    trial = request_trial(confirmed(lab, "eve"))
    moved(lab, license)
    trial.refresh_from_db()
    assert trial.ends_at <= lab.now()


def test_license_without_an_owner_is_given(lab: Lab) -> None:
    license = lab.license("ada", 1)
    License.objects.filter(pk=license.pk).update(owner=None, pool=None, activated_at=None)
    assert moved(lab, license).owner == lab.person("eve")


@pytest.mark.rule("SEAT-13", "SAFE-1")
def test_lease_is_given_up_after_its_license_went_to_a_stranger(lab: Lab, time: FakeClock) -> None:
    license = lab.license("ada", 2)
    lab.member("ada", "ben")
    reserved(lab, "ben/1", days=2)
    time.tick(days=3)
    moved(lab, license)
    lab.close("ben/1", given_up=True)
    assert lab.row("ben/1").lease_exp is None
