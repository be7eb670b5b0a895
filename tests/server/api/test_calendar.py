"""Odd days, asked of the API: midnights, leap days, daylight saving, 2038, other offsets.

One clock decides; it is moved to the instant here, the database's with it.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from server.config.terms import Terms
from tests.cast import ADA, BEN
from tests.server.conftest import Api, Computer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("keys")]
SetClock = Callable[[datetime], None]
BEGINNING = datetime(2026, 12, 1, 9, tzinfo=UTC)
SECOND = timedelta(seconds=1)


@pytest.fixture(autouse=True)
def set_clock(settings, tmp_path: Path) -> SetClock:
    """Begun before the keys are made: what is signed later is good from then on."""
    settings.CLOCK_FILE = tmp_path / "clock"

    def at(instant: datetime) -> None:
        ahead = instant - datetime.now(UTC)
        settings.CLOCK_FILE.write_text(str(ahead.total_seconds()))

    at(BEGINNING)
    return at


def claims(answer) -> dict:
    import json

    from contract.encoding import from_base64url

    return json.loads(from_base64url(answer.json()["lease"].split(".")[1]))


def instant(text: str) -> datetime:
    return datetime.fromisoformat(text)


ENDS = [  # the last day, the vendor's zone, the instant at which it is over
    ("2027-06-26", "Europe/Berlin", "2027-06-26T22:00:00Z"),
    ("2027-06-26", "America/Los_Angeles", "2027-06-27T07:00:00Z"),
    ("2027-06-26", "Pacific/Kiritimati", "2027-06-26T10:00:00Z"),
    ("2028-02-29", "Europe/Berlin", "2028-02-29T23:00:00Z"),
    ("2027-03-28", "Europe/Berlin", "2027-03-28T22:00:00Z"),  # a day of 23 hours
    ("2027-10-31", "Europe/Berlin", "2027-10-31T23:00:00Z"),  # and one of 25
    ("2038-01-18", "Europe/Berlin", "2038-01-18T23:00:00Z"),
    ("2038-01-19", "Europe/Berlin", "2038-01-19T23:00:00Z"),  # beyond 2^31 seconds
]


@pytest.mark.rule("LIC-2", "LEASE-1", "LEASE-9")
@pytest.mark.parametrize(("day", "zone", "end"), ENDS)
def test_last_day_ends_at_one_instant_everywhere(
    day: str, zone: str, end: str, api: Api, ada, sold, computer: Computer, set_clock, settings
) -> None:
    settings.TERMS = Terms(zone=zone)
    over = instant(end)
    sold("educational", 1, ada, last_day=date.fromisoformat(day))
    set_clock(over - timedelta(hours=1))
    api.sign_in(ADA, computer)
    given = api("PUT", "/seat", {})
    assert claims(given)["exp"] == claims(given)["license_ends"] == over.timestamp()
    assert given.json()["license"]["last_day"] == claims(given)["last_day"] == day
    assert given.json()["license"]["expires_at"] == end
    set_clock(over - timedelta(seconds=5))
    assert api("PUT", "/seat", {"seat": given.json()["seat"]}).status_code == 200
    set_clock(over)
    assert api("PUT", "/seat", {}).json()["code"] == "license-expired"


@pytest.mark.rule("LEASE-2", "LEASE-9", "SEAT-5")
@pytest.mark.parametrize(
    "text",
    [
        "2027-03-28T00:30:00Z",  # Berlin's clocks go forward in half an hour,
        "2027-10-31T00:30:00Z",  # and back
        "2028-02-28T23:30:00Z",
        "2027-12-31T23:30:00Z",
        "2038-01-19T03:13:50Z",  # ten seconds before 2^31
        "2106-02-07T06:27:50Z",  # and before 2^32
    ],
)
def test_lease_and_crash_hours_are_as_long_as_on_any_day(
    text: str, api: Api, ada, ben, sold, computer: Computer, another_computer: Computer, set_clock
) -> None:
    from django.test import Client

    from server.organizations.join import add_member

    begun = instant(text)
    sold("educational", 1, ada)
    set_clock(begun)
    add_member(ada, ben)
    api.sign_in(BEN, computer)
    given = claims(api("PUT", "/seat", {}))
    assert given["exp"] - given["iat"] == Terms().bridge.total_seconds()
    assert abs(given["iat"] - begun.timestamp()) < 30
    owner = Api(Client())
    owner.sign_in(ADA, another_computer)
    set_clock(begun + Terms().crash - SECOND)
    assert owner("PUT", "/seat", {}).json()["code"] == "seats-exhausted"
    set_clock(begun + Terms().crash + timedelta(seconds=30))
    assert owner("PUT", "/seat", {}).status_code == 200


@pytest.mark.rule("TRI-1", "TRI-2")
@pytest.mark.parametrize(
    ("asked", "last_day"),
    [
        ("2027-12-28T10:00:00Z", "2028-03-27"),  # a leap day between
        ("2028-02-29T10:00:00Z", "2028-05-29"),
        ("2027-03-27T23:30:00Z", "2027-06-26"),  # in Berlin it is the 28th already
        ("2037-12-01T10:00:00Z", "2038-03-01"),
    ],
)
def test_trial_counts_days_of_the_vendors_calendar(
    asked: str, last_day: str, api: Api, ada, computer: Computer, set_clock
) -> None:
    from server.licenses.request_trial import request_trial

    begun = instant(asked)
    set_clock(begun)
    request_trial(ada)
    api.sign_in(ADA, computer)
    trial = api("PUT", "/seat", {}).json()["license"]["trial"]
    assert trial["last_day"] == last_day
    day = instant(trial["day_ends_at"]) - begun
    assert timedelta(hours=24) <= day < timedelta(hours=24, seconds=30)


@pytest.mark.rule("OFF-1", "OFF-3", "SAFE-1")
@pytest.mark.parametrize(
    ("sent", "until"),
    [
        ("2027-01-10T12:00:00Z", "2027-01-10T12:00:00Z"),
        ("2027-01-10T12:00:00z", "2027-01-10T12:00:00Z"),
        ("2027-01-10T14:00:00+02:00", "2027-01-10T12:00:00Z"),
        ("2027-01-10T00:30:00-11:30", "2027-01-10T12:00:00Z"),
        ("2027-01-10T12:00:00.000000Z", "2027-01-10T12:00:00Z"),
        ("2027-01-10 12:00:00Z", "2027-01-10T12:00:00Z"),  # as RFC 3339 lets people write
        ("2027-01-10T12:00:00", None),
        ("2027-01-10", None),
        ("2027-02-29T12:00:00Z", None),
        ("2027-01-10T24:00:01Z", None),
        ("0000-01-10T12:00:00Z", None),
        ("9999-12-31T23:59:59-12:00", None),
        (1799582400, None),
    ],
)
def test_instants_of_any_offset_are_one_instant(
    sent: object, until: str | None, api: Api, ada, sold, computer: Computer, set_clock
) -> None:
    sold("educational", 1, ada)
    set_clock(instant("2027-01-01T09:00:00Z"))
    api.sign_in(ADA, computer)
    api("PUT", "/seat", {})
    answer = api("PUT", "/seat/offline", {"until": sent})
    if until is None:
        assert (answer.status_code, answer.json()["code"]) in (
            (422, "invalid-input"), (422, "period-not-granted"),
        )  # fmt: skip
        return
    assert answer.status_code == 200, answer.json()
    assert claims(answer)["offline_until"] == instant(until).timestamp()
    assert answer.json()["license"]["offline"]["available_until"] == until
