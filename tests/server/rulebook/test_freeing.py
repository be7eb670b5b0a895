"""Who may free whose place by hand, and how often (SEAT-13, SEAT-14, ORG-12)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from contract.problems import Code
from server.rulebook.facts import Because, Place, Platform, Refusal
from server.rulebook.freeing import free, free_lost, goes_on_until, releases_left
from tests.fakes.pools import START, TERMS, license_, pool_

SECOND, MINUTE, DAY = timedelta(seconds=1), timedelta(minutes=1), timedelta(days=1)
POOL = pool_(license_(seats=3))


def place(account: str = "ben", **more: object) -> Place:
    given = {"began_at": START, "last_contact_at": START, "row": 1, "reserved_until": START + DAY}
    return Place("seat", account, f"{account}/1", Platform.LINUX, **(given | more))  # type: ignore[arg-type]  # a test's shorthand


@pytest.mark.rule("SEAT-13")
def test_owner_frees_a_member_with_reservation_and_all() -> None:
    freed = free(POOL, place(license_id="L-AAA-001"), [], TERMS, START + MINUTE)
    assert freed == replace(
        place(), closed_at=START + MINUTE, closed_because=Because.FREED, reserved_until=None
    )


@pytest.mark.rule("SEAT-13", "SEAT-14", "AIR-6", "SAFE-1")
@pytest.mark.parametrize(
    ("held", "code"),
    [
        (place(closed_at=START, reserved_until=None), Code.NO_SEAT),
        (place("ada"), Code.FORBIDDEN),
        (place(bound=True), Code.DEVICE_BOUND_OFFLINE),
    ],
)
def test_owner_frees_no_other_place(held: Place, code: Code) -> None:
    assert free(POOL, held, [], TERMS, START + MINUTE) == Refusal(code)


@pytest.mark.rule("ORG-12")
def test_two_minutes_lie_between_two_seats_freed_of_one_person() -> None:
    freed = [START - DAY, START]
    early = free(POOL, place(), freed, TERMS, START + MINUTE - timedelta(microseconds=1))
    assert early == Refusal(Code.RATE_LIMITED, {"retry_after": 61})
    assert isinstance(free(POOL, place(), freed, TERMS, START + 2 * MINUTE), Place)


@pytest.mark.rule("SEAT-14")
def test_three_lost_computers_are_freed_in_365_days() -> None:
    before = [START - 365 * DAY, START - 300 * DAY, START - DAY]
    assert releases_left(before, TERMS, START) == 1
    freed = free_lost(place(), "ben/2", before, TERMS, START)
    assert isinstance(freed, Place)
    assert (freed.closed_at, freed.closed_because) == (START, Because.FREED)
    refused = free_lost(place(), "ben/2", [*before, START - SECOND], TERMS, START)
    assert refused == Refusal(Code.RELEASE_LIMIT_REACHED, {"retry_after": 65 * 24 * 3600})


@pytest.mark.rule("SEAT-14")
def test_wait_is_told_to_the_end_of_the_oldest_that_counts() -> None:
    before = [START - n * DAY for n in (10, 200, 300, 364)]
    refused = free_lost(place(), "", before, TERMS, START)
    assert isinstance(refused, Refusal)
    assert refused.members == {"retry_after": 65 * 24 * 3600}
    assert releases_left(before, TERMS, START) == 0


@pytest.mark.rule("SEAT-14", "AIR-6")
def test_this_computer_and_a_bound_one_are_not_lost() -> None:
    assert free_lost(place(), "ben/1", [], TERMS, START) == Refusal(Code.DEVICE_IS_THIS)
    bound = free_lost(place(bound=True), "", [], TERMS, START)
    assert bound == Refusal(Code.DEVICE_BOUND_OFFLINE)


@pytest.mark.rule("SEAT-13", "LEASE-9")
@pytest.mark.parametrize(
    ("ended", "until"),
    [
        ({"closed_at": START, "lease_exp": START + SECOND}, START + SECOND),
        ({"closed_at": START, "lease_exp": START}, None),
        ({"closed_at": START, "lease_exp": None}, None),
        ({"lease_exp": START + SECOND}, None),
        (
            {
                "closed_at": START, "lease_exp": START + SECOND,
                "closed_because": Because.GIVEN_UP,
            },
            None,
        ),
    ],
)  # fmt: skip
def test_freed_computer_goes_on_to_its_leases_end(ended: dict, until: object) -> None:
    assert goes_on_until(place(**ended), START) == until
