"""Until when a lease is good, and which license it names (LEASE-2, LEASE-9, SEAT-11, SEAT-16)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from server.rulebook.facts import Kind, Place, Platform, Pool, TrialUse
from server.rulebook.leases import latest_promise, lease_end, longest, named_license
from server.rulebook.reservations import license_to_keep, offer
from tests.fakes.pools import START, TERMS, Bench, license_, member, pool_

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def place(account: str = "ada", device: str = "ada/1", **more: object) -> Place:
    values = {"platform": Platform.LINUX, "began_at": START, "last_contact_at": START, "row": 1}
    return Place("seat", account, device, **{**values, **more})  # type: ignore[arg-type]


def end_of(pool: Pool, one: Place) -> timedelta:
    return lease_end(pool, one, TERMS, START) - START


@pytest.mark.rule("LEASE-2", "LEASE-9")
@pytest.mark.parametrize(
    ("one", "reach"),
    [
        (place(), 30 * DAY),
        (place("ben", "ben/1"), 2 * HOUR),
        (place(platform=Platform.WEB), timedelta(minutes=10)),
        (place("ben", "ben/1", reserved_until=START + 5 * DAY), 5 * DAY),
        (place("ben", "ben/1", reserved_until=START + HOUR), 2 * HOUR),
        (place("ben", "ben/1", reserved_until=START + HOUR, closed_at=START), HOUR),
        (place(reserved_until=START + 5 * DAY), 30 * DAY),
        (place(reserved_until=START + 50 * DAY), 50 * DAY),
    ],
)
def test_lease_reaches_as_far_as_its_policy_says(one: Place, reach: timedelta) -> None:
    assert end_of(pool_(license_(seats=5)), one) == reach


@pytest.mark.rule("LEASE-9", "LIC-9")
def test_lease_ends_with_the_license_it_names() -> None:
    assert end_of(pool_(license_(ends_at=START + HOUR)), place()) == HOUR


@pytest.mark.rule("LEASE-9")
def test_end_is_a_whole_second() -> None:
    late = START + timedelta(microseconds=999_999)
    one = place(last_contact_at=late)
    assert lease_end(pool_(license_()), one, TERMS, late) == START + 30 * DAY


@pytest.mark.rule("SEAT-11")
def test_lease_names_the_longest_license_first_activated() -> None:
    end = START + 9 * DAY
    pool = pool_(
        license_("L-short", ends_at=START + DAY),
        license_("L-later", ends_at=end, activated_at=START),
        license_("L-first", ends_at=end, activated_at=START - DAY),
    )
    named = named_license(pool, place(), START)
    assert named is not None
    assert named.license_id == "L-first"


@pytest.mark.rule("SEAT-11")
def test_reservation_keeps_the_license_that_it_names() -> None:
    pool = pool_(license_("L-long"), license_("L-mine", ends_at=START + DAY))
    one = place(license_id="L-mine", reserved_until=START + HOUR)
    named = named_license(pool, one, START)
    assert named is not None
    assert named.license_id == "L-mine"
    kept = license_to_keep(pool, one, TERMS, START)
    assert kept == named


@pytest.mark.rule("SEAT-11")
def test_reservation_of_a_license_that_is_gone_names_none() -> None:
    pool = pool_(license_("L-long"))
    one = place(license_id="L-gone", reserved_until=START + DAY)
    assert named_license(pool, one, START) is None
    assert lease_end(pool, one, TERMS, START) == START
    assert offer(pool, one, TERMS, START).reason == "seats"


@pytest.mark.rule("SEAT-11", "OFF-5")
def test_license_to_keep_has_fewer_seats_reserved_than_it_has() -> None:
    pool = pool_(
        license_("L-1", 1),
        license_("L-2", 1, ends_at=START + DAY),
        places=(place("ben", "ben/1", license_id="L-1", reserved_until=START + HOUR),),
    )
    kept = license_to_keep(pool, place("eve", "eve/1"), TERMS, START)
    assert kept is not None
    assert kept.license_id == "L-2"


@pytest.mark.rule("OFF-2")
def test_no_period_is_offered_when_every_license_is_spoken_for() -> None:
    pool = pool_(
        license_("L-1", 1),
        places=(place("ben", "ben/1", license_id="L-1", reserved_until=START + HOUR),),
    )
    assert offer(pool, place("eve", "eve/1"), TERMS, START).reason == "seats"


@pytest.mark.rule("SEAT-16")
def test_lease_is_shortened_to_where_seats_become_too_few() -> None:
    end = START + 10 * DAY
    bench = Bench(
        {1: pool_(license_("L-1", 1), license_("L-2", 1, ends_at=end))}, (member("ada", "ben"),)
    )
    for name in ("ada/1", "ada/2", "ada/3"):
        bench.put(name, START)
    assert [bench.place(f"ada/{n}").lease_exp for n in (1, 2, 3)] == [
        START + 30 * DAY,
        START + 30 * DAY,
        end,
    ]


@pytest.mark.rule("SEAT-16")
def test_nothing_is_promised_where_more_is_promised_than_there_is() -> None:
    reaching = place("ben", "ben/1", lease_exp=START + HOUR)
    pool = pool_(license_(seats=1), places=(reaching,))
    assert latest_promise(pool, place(), TERMS, START) == START


@pytest.mark.rule("SEAT-16")
def test_bound_computer_counts_at_every_instant() -> None:
    bound = place("ben", "ben/1", bound=True)
    pool = pool_(license_("L-1", 1), license_("L-2", 1, ends_at=START + DAY), places=(bound,))
    assert latest_promise(pool, place(), TERMS, START) == START + DAY


@pytest.mark.rule("OFF-2")
def test_nothing_is_offered_once_nothing_more_can_be_promised() -> None:
    reaching = place("ben", "ben/1", lease_exp=START + HOUR)
    pool = pool_(license_(seats=1, kind=Kind.COMMERCIAL), places=(reaching,))
    assert offer(pool, place("eve", "eve/1"), TERMS, START).reason == "seats"


@pytest.mark.rule("LEASE-9", "TRI-2")
def test_trial_lease_ends_with_the_day_that_runs() -> None:
    days = tuple(START + n * HOUR for n in (-1, 0, 1, 3))
    pool = replace(pool_(license_(kind=Kind.TRIAL, ends_at=START + 9 * DAY)), use=TrialUse(days))
    assert end_of(pool, place()) == HOUR
    bare = replace(pool, use=TrialUse(days[:2]))
    assert end_of(bare, place()) == 2 * HOUR


@pytest.mark.rule("SEAT-16", "LIC-8")
def test_who_stays_in_a_pool_too_full_keeps_what_was_promised() -> None:
    others = tuple(place(n, f"{n}/1", lease_exp=START + DAY) for n in ("ben", "cem"))
    pool = replace(pool_(license_(seats=2)), places=others)
    assert end_of(pool, place("eve", "eve/1", lease_exp=START + HOUR)) == HOUR
    assert end_of(pool, place("eve", "eve/1")) == timedelta()


@pytest.mark.rule("SEAT-11")
def test_licenses_are_ordered_by_end_then_activation_then_name() -> None:
    named = [
        license_("L-5", activated_at=START), license_("L-2", ends_at=START + DAY),
        license_("L-4"), license_("L-3"), replace(license_("L-1"), activated_at=None),
    ]  # fmt: skip
    assert [each.license_id for each in longest(named)] == ["L-1", "L-3", "L-4", "L-5", "L-2"]
