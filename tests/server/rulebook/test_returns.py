"""A bound computer gives its seat back: which file frees it, how often (AIR-6, AIR-9, AIR-10)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from contract.problems import Code
from server.rulebook.facts import Because, Place, Platform, Refusal
from server.rulebook.returns import Returning, fell_back, give_back
from tests.fakes.pools import START, TERMS

DAY = timedelta(days=1)
SAID = Returning("seat", "nonce")


def place(**more: object) -> Place:
    given = {"began_at": START, "last_contact_at": START, "row": 1, "bound": True}
    return Place("seat", "ada", "island", Platform.LINUX, license_id="L-1", **(given | more))  # type: ignore[arg-type]  # a test's shorthand


def returned(held: Place | None, said: Returning = SAID, days: tuple[float, ...] = ()):
    return give_back(said, held, "nonce", [START - n * DAY for n in days], TERMS, START)


@pytest.mark.rule("AIR-6")
def test_returned_place_is_over_and_bound_no_longer() -> None:
    after = returned(place())
    assert isinstance(after, Place)
    assert (after.closed_at, after.closed_because) == (START, Because.RETURNED)
    assert (after.bound, after.license_id) == (False, None)


@pytest.mark.rule("AIR-6", "AIR-9", "SAFE-1")
def test_file_of_no_binding_or_an_older_response_frees_nothing() -> None:
    unknown = Refusal(Code.RETURN_UNKNOWN)
    assert returned(None) == unknown
    assert returned(place(bound=False)) == unknown
    assert returned(place(), Returning("another", "nonce")) == unknown
    assert returned(place(), Returning("seat", "older")) == Refusal(Code.RETURN_SUPERSEDED)


@pytest.mark.rule("AIR-10")
def test_three_returns_of_a_license_count_for_365_days() -> None:
    assert isinstance(returned(place(), days=(365, 2, 1)), Place)
    refused = returned(place(), days=(1, 364, 2, 300))
    assert refused == Refusal(Code.RETURN_LIMIT_REACHED, {"retry_after": 65 * 24 * 3600})


@pytest.mark.rule("AIR-10")
def test_wait_for_the_next_return_is_told_in_whole_seconds() -> None:
    refused = returned(place(), days=(364.999999, 2, 1))
    assert isinstance(refused, Refusal)
    assert refused.members == {"retry_after": 1}


@pytest.mark.rule("AIR-9")
def test_computer_that_counts_lower_is_a_copy_or_was_set_back() -> None:
    assert [fell_back(counter, 5) for counter in (4, 5, 6)] == [True, False, False]
