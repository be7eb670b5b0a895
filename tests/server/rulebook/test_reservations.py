"""Extending, returning early, closing: what becomes of a place (OFF-2, OFF-3, OFF-4, OFF-8)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from contract.problems import Code
from server.config.terms import Terms
from server.rulebook.facts import Because, Kind, Place, Platform, Policy, Pool, Refusal
from server.rulebook.reservations import (
    Period,
    close,
    give_back,
    license_to_keep,
    offer,
    release,
    reserve,
)
from server.rulebook.seats import policy_of
from tests.fakes.pools import START, TERMS, license_, pool_, trial_pool

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
POOL = pool_(license_(seats=2))


def place(account: str = "ben", device: str = "", **more: object) -> Place:
    given = {"began_at": START, "last_contact_at": START, "row": 1, "platform": Platform.LINUX}
    return Place("seat", account, device or f"{account}/1", **(given | more))  # type: ignore[arg-type]  # a test's shorthand


def reserved(until: timedelta, held: Place | None = None, pool: Pool = POOL) -> Place | Refusal:
    return reserve(pool, held or place(), START + until, TERMS, START)


@pytest.mark.rule("OFF-2", "OFF-3", "SEAT-11")
def test_reservation_has_its_date_and_names_its_license() -> None:
    got = reserved(DAY + timedelta(microseconds=5))
    assert got == place(reserved_until=START + DAY, license_id="L-AAA-001")


@pytest.mark.rule("OFF-3")
def test_earlier_date_than_the_one_held_changes_nothing() -> None:
    held = place(reserved_until=START + DAY, license_id="L-AAA-001")
    assert reserved(HOUR, held) == held
    assert reserved(DAY, held) == held
    later = reserved(2 * DAY, held)
    assert later == replace(held, reserved_until=START + 2 * DAY)


@pytest.mark.rule("OFF-2", "SAFE-1")
def test_date_that_is_over_is_no_reservation() -> None:
    refused = Refusal(Code.INVALID_INPUT, {"errors": [{"pointer": "/until", "code": "past"}]})
    assert reserved(timedelta()) == refused
    over = place(reserved_until=START, license_id="L-AAA-001")
    assert reserved(timedelta(), over) == refused


@pytest.mark.rule("OFF-2")
def test_date_past_what_is_granted_is_refused_with_the_periods() -> None:
    pool = replace(POOL, offline_days=5)
    assert isinstance(reserved(5 * DAY, pool=pool), Place)
    refused = reserved(5 * DAY + timedelta(seconds=1), pool=pool)
    assert isinstance(refused, Refusal)
    assert refused.code is Code.PERIOD_NOT_GRANTED
    periods = (("1d", 1), ("3d", 3), ("latest", 5))
    granted = tuple(Period(name, START + days * DAY) for name, days in periods)
    assert refused.members == {"offer": offer(pool, place(), TERMS, START)}
    assert offer(pool, place(), TERMS, START).periods == granted


@pytest.mark.rule("OFF-2")
def test_last_period_is_called_after_the_end_of_the_license() -> None:
    pool = pool_(license_(ends_at=START + 2 * DAY))
    assert [p.id for p in offer(pool, place(), TERMS, START).periods] == ["1d", "license-end"]
    even = pool_(license_(ends_at=START + DAY))
    assert [p.id for p in offer(even, place(), TERMS, START).periods] == ["1d"]


@pytest.mark.rule("OFF-2", "TRI-4", "SEAT-10", "AIR-6")
@pytest.mark.parametrize(
    ("pool", "held", "reason"),
    [
        (POOL, place(bound=True), "bound"),
        (trial_pool(), place("dora"), "trial"),
        (POOL, place(platform=Platform.WEB), "web"),
        (replace(POOL, offline_days=0), place(), "owner"),
    ],
)
def test_what_is_never_away_offline_is_told_why(pool: Pool, held: Place, reason: str) -> None:
    assert reserved(DAY, held, pool) == Refusal(Code.OFFLINE_NOT_ALLOWED, {"reason": reason})
    assert offer(pool, held, TERMS, START).reason == reason


@pytest.mark.rule("OFF-8")
def test_owner_limits_how_many_seats_are_away() -> None:
    other = place("eve", reserved_until=START + DAY, license_id="L-AAA-001")
    pool = replace(POOL, offline_seats=1, places=(other,))
    assert reserved(DAY, pool=pool) == Refusal(Code.OFFLINE_QUOTA_REACHED, {"quota": 1})
    assert isinstance(reserved(2 * DAY, other, pool), Place)  # away already
    assert isinstance(reserved(DAY, pool=replace(pool, offline_seats=2)), Place)
    ordinary = replace(pool, places=(place("eve"),))
    assert isinstance(reserved(DAY, pool=ordinary), Place)


@pytest.mark.rule("OFF-4", "OFF-6")
def test_returned_place_goes_on_in_use_or_as_an_owners() -> None:
    dates = {"reserved_until": START + DAY, "license_id": "L-AAA-001"}
    at, late = START + HOUR, START + 8 * HOUR
    assert give_back(POOL, place(**dates), TERMS, at) == place()
    silent = give_back(POOL, place(**dates), TERMS, late)
    assert silent == place(closed_at=late, closed_because=Because.RETURNED)
    closed = place(**dates, closed_at=START, closed_because=Because.CLOSED)
    assert give_back(POOL, closed, TERMS, at).closed_because is Because.RETURNED
    assert give_back(POOL, place("ada", **dates), TERMS, late) == place("ada")


@pytest.mark.rule("SEAT-3", "SEAT-4", "SEAT-9", "SEAT-10")
def test_closing_ends_a_members_and_a_browsers_place_alone() -> None:
    web = {"platform": Platform.WEB}
    for held, ends in (
        (place(), True),
        (place("ada"), False),
        (place("ada", **web), True),
        (place(bound=True), False),
    ):
        after = close(POOL, held, TERMS, START + HOUR)
        assert (after.closed_at == START + HOUR) is ends
        assert (after == held) is not ends
    dates = {"reserved_until": START + DAY, "license_id": "L-AAA-001"}
    kept = close(POOL, place(**dates), TERMS, START)
    assert kept == place(**dates, closed_at=START, closed_because=Because.CLOSED)
    gone = release(place(**dates, bound=True), Because.LOGGED_OUT, START)
    assert gone == place(closed_at=START, closed_because=Because.LOGGED_OUT)


@pytest.mark.rule("SEAT-3", "SEAT-4")
def test_trial_goes_by_a_members_policy() -> None:
    assert policy_of(POOL, "ada") is Policy.OWNER
    assert policy_of(POOL, "ben") is Policy.MEMBER
    assert trial_pool().kind is Kind.TRIAL
    assert policy_of(trial_pool(), "dora") is Policy.MEMBER


@pytest.mark.rule("OFF-1", "LIC-9")
def test_license_that_is_over_offers_nothing_and_says_so() -> None:
    over = pool_(license_(ends_at=START))
    assert offer(over, place(), TERMS, START).reason == "license-expired"
    full = replace(POOL, places=(place("eve", bound=True, license_id="L-AAA-001"),) * 2)
    refused = reserved(DAY, pool=full)
    assert isinstance(refused, Refusal)
    assert refused.code is Code.PERIOD_NOT_GRANTED
    assert offer(full, place(), TERMS, START).reason == "seats"


@pytest.mark.rule("OFF-1")
def test_periods_come_shortest_first_and_none_twice() -> None:
    terms = Terms(offline_period_days=(3, 7, 1))
    pool = pool_(license_(ends_at=START + 3 * DAY))
    assert [each.id for each in offer(pool, place(), terms, START).periods] == ["1d", "3d"]


@pytest.mark.rule("SEAT-11", "OFF-2")
def test_reservation_is_never_longer_than_the_license_that_it_names() -> None:
    short, long = license_("L-1", 5, ends_at=START + 2 * DAY), license_("L-2", 5)
    pool = pool_(short, long)
    held = place(reserved_until=START + DAY, license_id="L-1")
    assert isinstance(reserved(2 * DAY, held, pool), Place)
    assert isinstance(reserved(3 * DAY, held, pool), Refusal)
    for other in (place(license_id="L-1"), place(reserved_until=START + DAY)):
        kept = license_to_keep(pool, other, TERMS, START)
        assert kept == long  # what names no license, or is over, begins anew


@pytest.mark.rule("OFF-3", "OFF-8")
def test_what_was_granted_stands_though_the_owner_set_less_since() -> None:
    held = place(reserved_until=START + 5 * DAY, license_id="L-AAA-001")
    assert reserved(5 * DAY, held, replace(POOL, offline_days=1)) == held
    assert isinstance(reserved(6 * DAY, held, replace(POOL, offline_seats=0)), Place)
