"""Offline validation on the server: who may bind, once and again (AIR)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from contract.offline_files import check_code
from contract.problems import Code
from server.accounts.models import Device
from server.licenses.models import License, Pool
from server.rulebook.facts import Refusal
from server.seats.bind import Bound, Offer, bind, look
from server.seats.close import close
from server.seats.current import current
from server.seats.log_out import log_out
from server.seats.models import Place
from server.seats.return_early import return_early
from server.seats.take import take
from tests.fakes.clock import FakeClock
from tests.fakes.island import Island
from tests.fakes.lab import Lab
from tests.fakes.outcomes import held, refused


@pytest.fixture
def island(lab: Lab) -> Island:
    return Island(lab, Ed25519PrivateKey.generate())


def bound(answer: Bound | Refusal) -> Bound:
    assert isinstance(answer, Bound), answer
    return answer


@pytest.mark.rule("AIR-3", "AIR-6", "LEASE-4")
def test_bound_computer_gets_a_lease_without_a_clock(lab: Lab, island: Island) -> None:
    license = lab.license("cleo", kind="commercial")
    answer = bound(island.bind("cleo"))
    lease = island.lease(answer, lab)
    assert (answer.again, lease.bound, lease.license) == (False, True, license.license_id)
    assert (lease.exp, lease.nbf, lease.iat) == (None, None, None)
    assert lab.taken("cleo") == 1


@pytest.mark.rule("AIR-3")
def test_same_request_gets_the_same_response_again(lab: Lab, island: Island) -> None:
    lab.license("cleo")
    request = island.request()
    first, second = bound(island.bind("cleo", request)), bound(island.bind("cleo", request))
    assert (second.again, second.response) == (True, first.response)


@pytest.mark.rule("AIR-3")
def test_later_request_of_a_bound_computer_costs_no_seat(lab: Lab, island: Island) -> None:
    lab.license("cleo")
    first = island.lease(bound(island.bind("cleo")), lab)
    second = island.lease(bound(island.bind("cleo")), lab)
    assert (second.seat, second.license) == (first.seat, first.license)
    assert second.nonce != first.nonce
    assert Place.objects.count() == 1


@pytest.mark.rule("AIR-5")
def test_license_that_ends_binds_no_computer(lab: Lab, time: FakeClock, island: Island) -> None:
    lab.license("cleo", ends_at=time() + timedelta(days=400))
    assert refused(island.bind("cleo")).code is Code.LICENSE_NOT_PERPETUAL


@pytest.mark.rule("AIR-5", "TRI-4")
def test_trial_binds_no_computer(lab: Lab, island: Island) -> None:
    lab.trial("dora")
    assert refused(island.bind("dora")).code is Code.LICENSE_NOT_PERPETUAL


@pytest.mark.rule("AIR-5")
def test_member_binds_only_where_the_owner_allows_it(lab: Lab, island: Island) -> None:
    lab.license("ada")
    lab.member("ada", "ben")
    assert refused(island.bind("ben")).code is Code.OFFLINE_NOT_ALLOWED
    Pool.objects.update(members_may_bind=True)
    assert island.lease(bound(island.bind("ben")), lab).owner == lab.person("ada").public_id


@pytest.mark.rule("AIR-6", "SEAT-0")
def test_binding_needs_a_whole_free_seat(lab: Lab, island: Island) -> None:
    lab.license("ada", seats=1)
    held(lab.put("ada/1"))
    assert refused(island.bind("ada")).code is Code.SEATS_EXHAUSTED


@pytest.mark.rule("SEAT-16", "AIR-6")
def test_binding_for_good_leaves_other_promises_alone(
    lab: Lab, time: FakeClock, island: Island
) -> None:
    lab.license("ada", seats=1, ends_at=time() + timedelta(days=20))
    lab.license("ada", seats=1)
    lab.member("ada", "ben")
    held(lab.put("ada/1"))
    assert refused(island.bind("ada")).code is Code.SEATS_EXHAUSTED


@pytest.mark.rule("AIR-6")
def test_bound_computer_is_not_logged_out(lab: Lab, island: Island) -> None:
    lab.license("cleo")
    bound(island.bind("cleo"))
    device = Device.objects.get(device_id=island.device)
    assert log_out(lab.person("cleo"), device) == Refusal(Code.DEVICE_BOUND_OFFLINE)
    assert lab.taken("cleo") == 1


@pytest.mark.rule("AIR-6", "SEAT-15")
def test_bound_computer_that_goes_online_gets_its_own_lease(lab: Lab, island: Island) -> None:
    lab.license("cleo")
    given = island.lease(bound(island.bind("cleo")), lab)
    person, device = lab.person("cleo"), Device.objects.get(device_id=island.device)
    row = Place.objects.get()
    assert held(take(person, device)).lease == row.bound_lease
    assert held(current(person, device)).lease == row.bound_lease
    assert return_early(person, device) == Refusal(Code.DEVICE_BOUND_OFFLINE)
    close(person, device, given.seat)
    assert lab.taken("cleo") == 1


@pytest.mark.rule("AIR-11")
def test_computer_bound_by_another_account_is_refused(lab: Lab, island: Island) -> None:
    lab.license("cleo")
    lab.license("ada")
    bound(island.bind("cleo"))
    assert refused(island.bind("ada")) == Refusal(Code.DEVICE_BOUND_ELSEWHERE)


@pytest.mark.rule("AIR-11")
def test_binding_asks_for_a_fresh_sign_in(lab: Lab, island: Island) -> None:
    lab.license("cleo")
    long_ago = lab.now() - timedelta(minutes=6)
    assert (
        refused(bind(lab.person("cleo"), island.request(), long_ago)).code is Code.SIGN_IN_TOO_OLD
    )


@pytest.mark.rule("AIR-11", "AIR-2")
def test_looking_shows_what_would_be_bound_and_changes_nothing(lab: Lab, island: Island) -> None:
    lab.license("cleo")
    request = island.request()
    offer = look(lab.person("cleo"), request)
    assert isinstance(offer, Offer)
    assert (offer.platform, offer.check_code) == ("windows", check_code(request))
    assert not offer.bound_already
    assert not Device.objects.exists()
    bound(island.bind("cleo", request))
    again = look(lab.person("cleo"), request)
    assert isinstance(again, Offer)
    assert again.bound_already


@pytest.mark.rule("AIR-7", "SAFE-1")
def test_damaged_and_foreign_requests_change_nothing(lab: Lab, island: Island) -> None:
    lab.license("cleo")
    damaged = island.request()[:-9] + "AAAAAAAAA"
    assert refused(island.bind("cleo", damaged)).code is Code.REQUEST_DAMAGED
    foreign = island.request(product="sister-product")
    assert refused(island.bind("cleo", foreign)).code is Code.PRODUCT_UNKNOWN
    assert not Place.objects.exists()


@pytest.mark.rule("SEAT-12", "AIR-3")
def test_blocked_member_gets_no_further_response(lab: Lab, time: FakeClock, island: Island) -> None:
    lab.license("ada")
    membership = lab.member("ada", "ben")
    Pool.objects.update(members_may_bind=True)
    bound(island.bind("ben"))
    membership.blocked_at = time()
    membership.save()
    assert refused(island.bind("ben")).code is Code.MEMBERSHIP_BLOCKED
    assert lab.taken() == 1


@pytest.mark.rule("LIC-8", "AIR-3")
def test_suspended_license_answers_no_bound_computer(
    lab: Lab, time: FakeClock, island: Island
) -> None:
    lab.license("cleo")
    bound(island.bind("cleo"))
    License.objects.update(suspended_at=time())
    assert refused(island.bind("cleo")).code is Code.LICENSE_SUSPENDED
