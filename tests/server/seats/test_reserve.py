"""Reserving and returning early, with rows behind them (OFF)."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from contract.problems import Code
from server.licenses.models import Pool
from server.rulebook.facts import Refusal
from server.seats.held import Held
from server.seats.license_info import LicenseInfo, license_info
from server.seats.log_out import log_out
from server.seats.reserve import reserve
from server.seats.return_early import return_early
from server.seats.shown import license_shown
from server.seats.withdraw import withdraw
from tests.fakes.clock import FakeClock
from tests.fakes.lab import Lab
from tests.fakes.outcomes import held, refused

DAY = timedelta(days=1)


def extend(lab: Lab, name: str, until: datetime) -> Held | Refusal:
    answer = reserve(lab.person(name.split("/")[0]), lab.device(name), until)
    if isinstance(answer, Held):
        lab.seats[name] = answer.place.seat
    return answer


def give_back(lab: Lab, name: str) -> Held | Refusal | None:
    return return_early(lab.person(name.split("/")[0]), lab.device(name))


@pytest.fixture
def ben(lab: Lab) -> Lab:
    """Ada owns one seat for good; Ben and Eve are her members, and Ben's product runs."""
    lab.license("ada", seats=1)
    lab.member("ada", "ben")
    lab.member("ada", "eve")
    held(lab.put("ben/1"))
    return lab


@pytest.mark.rule("OFF-1", "LEASE-9")
def test_reserved_seat_is_good_until_its_date(ben: Lab, time: FakeClock) -> None:
    until = time() + 5 * DAY
    answer = held(extend(ben, "ben/1", until))
    assert (answer.place.reserved_until, answer.place.lease_exp) == (until, until)
    assert answer.place.license_id == answer.license.license_id


@pytest.mark.rule("OFF-3")
def test_extending_again_moves_the_date_only_forward(ben: Lab, time: FakeClock) -> None:
    fifth, seventh = time() + 5 * DAY, time() + 7 * DAY
    held(extend(ben, "ben/1", fifth))
    assert held(extend(ben, "ben/1", time() + 3 * DAY)).place.reserved_until == fifth
    assert held(extend(ben, "ben/1", seventh)).place.reserved_until == seventh


@pytest.mark.rule("OFF-3")
def test_extending_a_closed_product_leaves_it_closed(ben: Lab, time: FakeClock) -> None:
    held(extend(ben, "ben/1", time() + 3 * DAY))
    ben.close("ben/1")
    answer = held(extend(ben, "ben/1", time() + 4 * DAY))
    assert answer.place.closed_at is not None
    time.tick(days=4)
    held(ben.put("eve/1"))


@pytest.mark.rule("OFF-2", "SAFE-1")
def test_date_too_far_off_is_refused_with_the_latest(ben: Lab, time: FakeClock) -> None:
    answer = refused(extend(ben, "ben/1", time() + 91 * DAY))
    assert answer.code is Code.PERIOD_NOT_GRANTED
    assert answer.members["latest"] == "2027-05-30T09:00:00Z"
    assert [each["id"] for each in answer.members["periods"]] == [
        "1d", "3d", "7d", "14d", "30d", "60d", "90d",
    ]  # fmt: skip
    assert ben.row("ben/1").reserved_until is None


@pytest.mark.rule("OFF-3", "SAFE-1")
def test_date_that_is_over_is_none_to_reserve_until(ben: Lab, time: FakeClock) -> None:
    answer = refused(extend(ben, "ben/1", time() - DAY))
    assert answer.code is Code.INVALID_INPUT
    assert answer.members["errors"] == [{"pointer": "/until", "code": "past"}]
    held(extend(ben, "ben/1", time() + DAY))
    held(extend(ben, "ben/1", time() - DAY))


@pytest.mark.rule("OFF-2")
def test_licenses_end_is_the_last_period(lab: Lab, time: FakeClock) -> None:
    end = time() + timedelta(days=10, hours=3)
    lab.license("ada", ends_at=end)
    answer = held(lab.put("ada/1"))
    shown = license_shown(answer.pool, answer.place, answer.license, answer.at).offline
    assert [each.id for each in shown.periods] == ["1d", "3d", "7d", "license-end"]
    assert shown.latest == end


@pytest.mark.rule("OFF-2")
def test_owner_may_forbid_or_shorten_offline_time(ben: Lab, time: FakeClock) -> None:
    Pool.objects.update(offline_days=3)
    assert refused(extend(ben, "ben/1", time() + 4 * DAY)).code is Code.PERIOD_NOT_GRANTED
    Pool.objects.update(offline_days=0)
    answer = refused(extend(ben, "ben/1", time() + DAY))
    assert answer == Refusal(Code.OFFLINE_NOT_ALLOWED, {"reason": "owner"})


@pytest.mark.rule("TRI-4")
def test_trial_is_never_reserved(lab: Lab, time: FakeClock) -> None:
    lab.trial("dora")
    answer = refused(extend(lab, "dora/1", time() + DAY))
    assert answer == Refusal(Code.OFFLINE_NOT_ALLOWED, {"reason": "trial"})
    assert lab.taken("dora") == 0


@pytest.mark.rule("SEAT-10")
def test_web_session_is_never_reserved(lab: Lab, time: FakeClock) -> None:
    lab.license("ada")
    assert refused(extend(lab, "ada/web", time() + DAY)).code is Code.OFFLINE_NOT_ALLOWED


@pytest.mark.rule("OFF-1")
def test_reserving_without_a_place_takes_one(lab: Lab, time: FakeClock) -> None:
    lab.license("ada")
    held(extend(lab, "ada/1", time() + DAY))
    assert lab.taken() == 1


@pytest.mark.rule("OFF-1", "SEAT-7")
def test_reserving_in_a_full_pool_is_refused_like_a_seat(ben: Lab, time: FakeClock) -> None:
    assert refused(extend(ben, "eve/1", time() + DAY)).code is Code.SEATS_EXHAUSTED


@pytest.mark.rule("OFF-4")
def test_returning_early_while_running_leaves_an_ordinary_seat(ben: Lab, time: FakeClock) -> None:
    held(extend(ben, "ben/1", time() + 5 * DAY))
    answer = held(give_back(ben, "ben/1"))
    assert answer.place.reserved_until is None
    assert answer.place.lease_exp == time() + timedelta(hours=2)
    ben.close("ben/1")
    held(ben.put("eve/1"))


@pytest.mark.rule("OFF-4")
def test_returning_early_a_product_not_in_use_frees_it(ben: Lab, time: FakeClock) -> None:
    held(extend(ben, "ben/1", time() + 5 * DAY))
    ben.close("ben/1")
    assert give_back(ben, "ben/1") is None
    assert give_back(ben, "ben/1") is None
    held(ben.put("eve/1"))


@pytest.mark.rule("OFF-4", "SEAT-3")
def test_owner_returning_early_keeps_the_place(lab: Lab, time: FakeClock) -> None:
    lab.license("ada")
    held(extend(lab, "ada/1", time() + 40 * DAY))
    time.tick(days=2)
    answer = held(give_back(lab, "ada/1"))
    assert answer.place.lease_exp == time() + 30 * DAY


@pytest.mark.rule("OFF-4", "SEAT-9")
def test_log_out_ends_a_reservation_at_once(ben: Lab, time: FakeClock) -> None:
    held(extend(ben, "ben/1", time() + 5 * DAY))
    log_out(ben.person("ben"), ben.device("ben/1"))
    held(ben.put("eve/1"))


@pytest.mark.rule("OFF-5")
def test_reservation_binds_the_place_of_one_computer(lab: Lab, time: FakeClock) -> None:
    lab.license("ada")
    held(extend(lab, "ada/1", time() + 5 * DAY))
    other = held(lab.put("ada/2"))
    assert other.place.reserved_until is None
    held(extend(lab, "ada/2", time() + 6 * DAY))
    assert lab.taken() == 1


@pytest.mark.rule("OFF-6")
def test_running_member_goes_on_when_the_date_passes(ben: Lab, time: FakeClock) -> None:
    held(extend(ben, "ben/1", time() + DAY))
    time.tick(hours=23)
    held(ben.put("ben/1"))
    time.tick(hours=2)
    answer = held(ben.put("ben/1"))
    assert not answer.notices
    assert answer.place.reserved_until is None
    assert answer.place.license_id is None


@pytest.mark.rule("OFF-8")
def test_owner_limits_how_many_seats_are_away(lab: Lab, time: FakeClock) -> None:
    lab.license("ada", seats=3)
    Pool.objects.update(offline_seats=1)
    lab.member("ada", "ben")
    held(extend(lab, "ben/1", time() + DAY))
    assert refused(extend(lab, "ben/2", time() + DAY)).code is Code.OFFLINE_QUOTA_REACHED
    held(extend(lab, "ben/1", time() + 2 * DAY))


@pytest.mark.rule("SEAT-12")
def test_blocked_members_reservation_stays_until_given_up(ben: Lab, time: FakeClock) -> None:
    held(extend(ben, "ben/1", time() + 5 * DAY))
    ada, member = ben.person("ada"), ben.person("ben")
    membership = member.memberships.get()
    membership.blocked_at = time.tick(minutes=1)
    membership.save()
    withdraw(ada, member, time())
    assert refused(ben.put("eve/1")).code is Code.SEATS_EXHAUSTED
    assert refused(ben.put("ben/1")).code is Code.MEMBERSHIP_BLOCKED
    assert refused(extend(ben, "ben/1", time() + 6 * DAY)).code is Code.MEMBERSHIP_BLOCKED
    ben.close("ben/1", given_up=True)
    held(ben.put("eve/1"))


@pytest.mark.rule("SEAT-12")
def test_unblocked_in_time_the_reservation_goes_on(ben: Lab, time: FakeClock) -> None:
    until = time() + 5 * DAY
    held(extend(ben, "ben/1", until))
    withdraw(ben.person("ada"), ben.person("ben"), time.tick(minutes=1))
    assert held(ben.put("ben/1")).place.reserved_until == until


@pytest.mark.rule("SEAT-16", "OFF-2")
def test_reservation_never_outlasts_the_seats_there_are_then(lab: Lab, time: FakeClock) -> None:
    end = time() + 10 * DAY
    lab.license("ada", seats=1)
    lab.license("ada", seats=1, ends_at=end)
    lab.member("ada", "ben")
    held(extend(lab, "ada/1", time() + 30 * DAY))
    answer = refused(extend(lab, "ben/1", time() + 20 * DAY))
    assert answer.members["latest"] == "2027-03-11T09:00:00Z"
    held(extend(lab, "ben/1", end))


@pytest.mark.rule("APP-3", "TRI-2", "TRI-5")
def test_looking_at_the_license_takes_nothing(lab: Lab) -> None:
    lab.trial("dora")
    info = license_info(lab.person("dora"), lab.device("dora/1"))
    assert isinstance(info, LicenseInfo)
    each = info.license
    shown = license_shown(each.pool, each.place, each.license, info.at, with_use=True)
    assert shown.trial is not None
    assert (shown.trial.days_left, shown.trial.day_ends_at, shown.seats_in_use) == (5, None, 0)
    assert (shown.offline.allowed, shown.offline.reason) == (False, "trial")
    assert lab.taken("dora") == 0


@pytest.mark.rule("APP-3", "LIC-9")
def test_license_that_ended_is_still_shown(lab: Lab, time: FakeClock) -> None:
    lab.license("ada", ends_at=time() + DAY)
    time.tick(days=2)
    info = license_info(lab.person("ada"), lab.device("ada/1"))
    assert isinstance(info, LicenseInfo)
    assert info.license.license.ends_at is not None


@pytest.mark.rule("OFF-2", "LIC-8", "LIC-11")
def test_nothing_is_offered_where_a_seat_would_be_refused(lab: Lab, time: FakeClock) -> None:
    license = lab.license("ada", seats=3, platforms="windows")
    assert _offered(lab) == ("platform-not-covered", 3)
    license.platforms, license.suspended_at = "linux", time()
    license.save()
    assert _offered(lab) == ("license-suspended", 3)


@pytest.mark.rule("APP-3")
def test_license_of_the_place_comes_first(lab: Lab) -> None:
    lab.license("ada")
    lab.member("ada", "ben")
    lab.trial("ben")
    held(lab.put("ben/1"))
    info = license_info(lab.person("ben"), lab.device("ben/1"))
    assert isinstance(info, LicenseInfo)
    assert info.license.pool.owner == lab.person("ada").public_id
    assert [each.license.kind for each in info.others] == ["trial"]


@pytest.mark.rule("APP-3")
def test_without_any_license_there_is_nothing_to_show(lab: Lab) -> None:
    assert license_info(lab.person("ben"), lab.device("ben/1")) == Refusal(Code.NO_LICENSE)


def _offered(lab: Lab) -> tuple[str | None, int]:
    info = license_info(lab.person("ada"), lab.device("ada/1"))
    assert isinstance(info, LicenseInfo)
    each = info.license
    shown = license_shown(each.pool, each.place, each.license, info.at)
    return shown.offline.reason, shown.seats
