"""Taking, keeping and closing places, with rows behind them."""

from __future__ import annotations

import pytest

from contract.keys import KeyStatement, read_statement
from contract.lease import Holder, Lease, read_lease
from contract.problems import Code
from server.accounts.models import Account
from server.config.brand import brand
from server.journal.models import Entry
from server.rulebook.facts import Refusal
from server.seats.current import current
from server.seats.log_out import log_out
from server.seats.models import Place
from server.seats.withdraw import withdraw
from server.signing.models import SigningKey
from server.signing.statement import current_statement
from tests.fakes.clock import FakeClock
from tests.fakes.lab import Lab
from tests.fakes.outcomes import held, refused


@pytest.mark.rule("SEAT-1")
def test_asking_again_is_the_same_place_in_one_row(lab: Lab) -> None:
    lab.license("ada", seats=1)
    for _ in range(3):
        held(lab.put("ada/1"))
    assert Place.objects.count() == 1
    assert Entry.objects.filter(act="seat-taken").count() == 1


@pytest.mark.rule("SEAT-2", "SEAT-7")
def test_refusal_names_pool_owner_reason_and_own_devices(lab: Lab) -> None:
    lab.license("ada", seats=1)
    held(lab.put("ada/1"))
    held(lab.put("ada/2"))
    answer = refused(lab.put("ada/3"))
    ada: Account = lab.person("ada")
    assert answer.code is Code.SEATS_EXHAUSTED
    assert answer.members["tried"] == [
        {
            "owner": {"id": ada.public_id, "name": "Ada", "email": "ada@lab.example"},
            "seats": 1,
            "reason": "seats-exhausted",
        }
    ]
    devices = {each["device"] for each in answer.members["devices"]}
    assert devices == {lab.device("ada/1").device_id, lab.device("ada/2").device_id}


@pytest.mark.rule("LEASE-1", "LEASE-3", "LEASE-7")
def test_lease_says_who_sits_where_and_verifies(lab: Lab, time: FakeClock) -> None:
    license = lab.license("ada", seats=2)
    lab.member("ada", "ben")
    answer = held(lab.put("ben/1"))
    lease = read_lease(answer.lease, statement(lab), holder(lab, "ben/1"))
    assert isinstance(lease, Lease)
    assert (lease.license, lease.kind, lease.policy) == (
        license.license_id,
        "educational",
        "member",
    )
    assert lease.owner == lab.person("ada").public_id
    assert lease.allow == ("use", "save", "export")
    assert lease.exp == int(time().timestamp()) + 2 * 3600


@pytest.mark.rule("LEASE-3")
def test_lease_of_another_computer_is_refused(lab: Lab) -> None:
    lab.license("ada")
    answer = held(lab.put("ada/1"))
    lab.device("ada/2")
    assert read_lease(answer.lease, statement(lab), holder(lab, "ada/2")) == "other-device"


@pytest.mark.rule("SEAT-15")
def test_start_gives_a_new_id_and_old_close_ends_nothing(lab: Lab) -> None:
    lab.license("ada")
    lab.member("ada", "ben")
    held(lab.start("ben/1"))
    old = lab.seats["ben/1"]
    held(lab.start("ben/1"))
    new, lab.seats["ben/1"] = lab.seats["ben/1"], old
    lab.close("ben/1")
    assert lab.taken() == 1
    lab.seats["ben/1"] = new
    lab.close("ben/1")
    assert lab.taken() == 0


@pytest.mark.rule("SEAT-9")
def test_log_out_ends_the_owners_place_and_reservation(lab: Lab) -> None:
    lab.license("ada")
    held(lab.put("ada/1"))
    assert log_out(lab.person("ada"), lab.device("ada/1")) is None
    assert lab.taken() == 0
    assert log_out(lab.person("ada"), lab.device("ada/1")) is None


@pytest.mark.rule("SEAT-12", "ORG-4")
def test_blocked_members_ordinary_place_ends_at_once(lab: Lab, time: FakeClock) -> None:
    lab.license("ada")
    membership = lab.member("ada", "ben")
    lab.member("ada", "eve")
    held(lab.put("ben/1"))
    membership.blocked_at = time.tick(minutes=5)
    membership.save()
    withdraw(lab.person("ada"), lab.person("ben"), time())
    held(lab.put("eve/1"))
    assert refused(lab.put("ben/1")).code is Code.MEMBERSHIP_BLOCKED


@pytest.mark.rule("SEAT-15", "SEAT-12")
def test_given_up_ends_the_place_whatever_it_is(lab: Lab) -> None:
    lab.license("ada")
    held(lab.put("ada/1"))
    lab.close("ada/1", given_up=True)
    assert lab.taken() == 0


@pytest.mark.rule("SEAT-2")
def test_no_license_is_refused_so(lab: Lab) -> None:
    lab.person("ben")
    answer = refused(lab.put("ben/1"))
    assert (answer.code, answer.members["tried"]) == (Code.NO_LICENSE, [])


@pytest.mark.rule("LEASE-9")
def test_looking_again_gives_the_same_lease(lab: Lab, time: FakeClock) -> None:
    lab.license("ada")
    given = held(lab.put("ada/1"))
    time.tick(minutes=3)
    again = held(current(lab.person("ada"), lab.device("ada/1")))
    assert again.lease == given.lease
    assert lab.row("ada/1").last_contact_at == given.at


@pytest.mark.rule("SEAT-15")
def test_looking_without_a_place_is_refused(lab: Lab) -> None:
    lab.license("ada")
    assert current(lab.person("ada"), lab.device("ada/1")) == Refusal(Code.NO_SEAT)


@pytest.mark.rule("TRI-2", "SEAT-4")
def test_trial_day_belongs_to_the_account_and_ends_the_place(lab: Lab, time: FakeClock) -> None:
    lab.trial("dora")
    first = held(lab.put("dora/1"))
    time.tick(hours=1)
    held(lab.put("dora/2"))
    trial = first.pool.use
    assert len(trial.day_ends) == 1
    time.tick(hours=23)
    again = held(lab.put("dora/1"))
    assert len(again.pool.use.day_ends) == 2
    assert [notice.code for notice in again.notices] == ["seat-moved"]


@pytest.mark.rule("SAFE-2")
def test_signing_key_is_sealed_in_the_database(lab: Lab) -> None:
    row = SigningKey.objects.get()
    assert len(bytes(row.private_sealed)) == 12 + 32 + 16


def statement(lab: Lab) -> KeyStatement:
    found = read_statement(current_statement(), lab.roots, brand().issuer)
    assert isinstance(found, KeyStatement)
    return found


def holder(lab: Lab, name: str) -> Holder:
    device = lab.device(name)
    account = lab.person(name.split("/")[0]).public_id
    return Holder(brand().issuer, brand().product, device.device_id, account)
