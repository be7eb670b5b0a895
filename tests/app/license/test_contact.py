"""When to ask next (LEASE-8)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.license.contact import LONGEST, SHORTEST, after_answer, after_failure
from tests.fakes.clock import START

chances = st.floats(0, 1, exclude_max=True)


@pytest.mark.rule("LEASE-8")
def test_next_contact_is_what_was_named_plus_up_to_a_fifth() -> None:
    assert after_answer(600, 0.0, START) == START + timedelta(seconds=600)
    assert after_answer(600, 0.5, START) == START + timedelta(seconds=660)


@pytest.mark.rule("LEASE-8")
@given(
    st.none() | st.text() | st.booleans() | st.floats() | st.integers(-(10**400), 10**400), chances
)
def test_any_nonsense_is_clamped(said: object, chance: float) -> None:
    pause = after_answer(said, chance, START) - START
    assert SHORTEST <= pause <= LONGEST * 1.2


@pytest.mark.rule("LEASE-8")
@given(st.integers(0, 10**6), chances)
def test_tries_are_between_five_seconds_and_ten_minutes(failures: int, chance: float) -> None:
    pause = after_failure(failures, chance, START) - START
    assert timedelta(seconds=5) <= pause <= timedelta(minutes=10)


@pytest.mark.rule("LEASE-8")
@given(chances)
def test_retry_after_is_kept_and_spread(chance: float) -> None:
    pause = after_failure(3, chance, START, 120.0) - START
    assert timedelta(seconds=120) <= pause <= timedelta(seconds=144)
