"""On 29 February, and a year later: nothing fails, and everybody counts the same days (FC-05)."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from server.accounts.confirm import confirm_address
from server.licenses.mine import my_trial
from server.licenses.models import License
from server.licenses.prolong import prolong
from server.licenses.request_trial import request_trial
from server.rulebook.facts import Refusal
from server.rulebook.licenses import months_later
from server.seats.devices import free_device
from server.seats.reserve import reserve
from tests.fakes.clock import FakeClock
from tests.fakes.lab import Lab

pytestmark = pytest.mark.django_db

LEAP_DAY = date(2028, 2, 29)


@pytest.fixture(autouse=True)
def _on_the_leap_day(time: FakeClock) -> None:
    time.at = datetime(2028, 2, 29, 12, tzinfo=UTC)


@pytest.mark.rule("LIC-2", "LIC-8")
def test_license_prolonged_by_a_year_ends_with_28_february(lab: Lab) -> None:
    license = lab.license("ada", ends_at=datetime(2028, 2, 29, 23, tzinfo=UTC))
    row = prolong(license.license_id, months_later(LEAP_DAY, 12))
    assert isinstance(row, License)
    assert row.last_day == date(2029, 2, 28)
    assert row.ends_at == datetime(2029, 2, 28, 23, tzinfo=UTC)  # midnight in Berlin


@pytest.mark.rule("TRI-1", "TRI-3")
def test_trial_and_the_next_one_a_year_later(lab: Lab, time: FakeClock) -> None:
    eve = confirm_address(lab.person("eve"))
    assert isinstance(request_trial(eve), License)
    assert my_trial(eve).last_day == date(2028, 5, 29)
    time.at = datetime(2029, 2, 27, 12, tzinfo=UTC)
    refused = request_trial(eve)
    assert isinstance(refused, Refusal)
    assert str(refused.members["again_on"]) == "2029-02-28"
    time.at = datetime(2029, 2, 28, 12, tzinfo=UTC)
    assert isinstance(request_trial(eve), License)


@pytest.mark.rule("SEAT-14")
def test_computers_freed_on_the_leap_day_count_for_365_days(lab: Lab, time: FakeClock) -> None:
    lab.license("ada", 3)

    def free(name: str) -> int | Refusal:
        lab.put(name)
        device = lab.device(name).device_id
        return free_device(lab.person("ada"), device, lab.device("ada/0").device_id)

    assert [free(f"ada/{n}") for n in (1, 2, 3)] == [2, 1, 0]
    time.at = datetime(2029, 2, 27, 12, tzinfo=UTC)
    assert isinstance(free("ada/4"), Refusal)
    time.at = datetime(2029, 2, 28, 12, tzinfo=UTC)
    assert free("ada/4") == 2


@pytest.mark.rule("OFF-2", "LEASE-9")
def test_seat_is_reserved_over_the_leap_day(lab: Lab, time: FakeClock) -> None:
    time.at = datetime(2028, 2, 28, 12, tzinfo=UTC)
    lab.license("ada", 1)
    held = lab.put("ada/1")
    assert not isinstance(held, Refusal)
    until = datetime(2028, 3, 6, 12, tzinfo=UTC)
    reserved = reserve(lab.person("ada"), lab.device("ada/1"), until)
    assert not isinstance(reserved, Refusal)
    assert reserved.place.reserved_until == until
