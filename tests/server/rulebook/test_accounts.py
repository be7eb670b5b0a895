"""Names, failed sign-ins, tokens: pure."""

from __future__ import annotations

import unicodedata
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contract.problems import Code
from server.config.terms import Terms
from server.rulebook.accounts import (
    Failures,
    after_guess,
    may_sign_in,
    may_try,
    read_language,
    read_name,
    slowed,
    token_is_good,
    with_attempt,
)
from server.rulebook.facts import Refusal

TERMS = Terms()
AT = datetime(2026, 11, 25, 12, tzinfo=UTC)


@pytest.mark.rule("ACC-4")
@given(st.lists(st.tuples(st.integers(0, 4000), st.booleans()), max_size=60))
def test_no_more_than_ten_guesses_pass_in_any_block_time(tries: list[tuple[int, bool]]) -> None:
    """Wherever successes fall between: after ten failures in a row nothing passes for the time."""
    failures, at, run, blocked_since = Failures(), AT, 0, None
    for seconds, succeeds in tries:
        at += timedelta(seconds=seconds)
        if may_sign_in(failures, at) is not None:
            assert blocked_since is not None
            assert at < blocked_since + TERMS.sign_in_block
            continue
        if blocked_since is not None:
            run, blocked_since = 0, None
        failures = with_attempt(failures, at, TERMS)
        run += 1
        if succeeds:
            failures, run = Failures(), 0
        elif run == TERMS.sign_in_failures:
            blocked_since = at
        assert run <= TERMS.sign_in_failures


@pytest.mark.rule("ACC-4")
@given(st.timedeltas(timedelta(), timedelta(hours=2)))
def test_block_tells_how_long_it_lasts(later: timedelta) -> None:
    blocked = Failures(10, AT + TERMS.sign_in_block)
    refusal = may_sign_in(blocked, AT + later)
    assert (refusal is not None) is (later < TERMS.sign_in_block)
    if refusal is not None:
        wait = timedelta(seconds=refusal.members["retry_after"])
        assert timedelta() <= wait - (TERMS.sign_in_block - later) < timedelta(seconds=1)
        assert may_sign_in(blocked, AT + later + wait) is None


@pytest.mark.rule("ACC-4")
@given(st.lists(st.integers(0, 30), min_size=1, max_size=400))
def test_guesses_of_one_address_keep_to_the_pace(waits: list[int]) -> None:
    terms = Terms(sign_in_guesses=10, sign_in_guess_seconds=6)
    at, paid, passed = AT, None, []
    for seconds in waits:
        at += timedelta(seconds=seconds)
        if slowed(paid, at, terms) is None:
            paid = after_guess(paid, at, terms)
            passed.append(at)
    for first in passed:
        minute = [each for each in passed if first <= each < first + timedelta(minutes=1)]
        assert len(minute) <= 10 + 60 / 6


@pytest.mark.rule("SAFE-6")
@given(st.text(max_size=80))
def test_names_kept_are_short_printable_and_stay_themselves(text: str) -> None:
    name = read_name(text)
    if isinstance(name, Refusal):
        assert name.code is Code.NAME_INVALID
        return
    assert 1 <= len(name) <= 60
    assert read_name(name) == name
    forbidden = {c for c in name if unicodedata.category(c).startswith("C")} - {"\u200c", "\u200d"}
    assert not forbidden


@pytest.mark.rule("SAFE-6")
@pytest.mark.parametrize(
    "text",
    ["", "   ", "x" * 61, "Ada\u202e", "A\u2066da", "A\x00da", "\x1b[31m", "\ud800", "\ufeffAda"],
)
def test_names_with_control_or_direction_characters_are_refused(text: str) -> None:
    assert isinstance(read_name(text), Refusal)


@pytest.mark.rule("SAFE-6")
@pytest.mark.parametrize(
    "text", ["Ada", " Ada  Lindqvist ", "Dora Weiß", "李小龍", "نعمة\u200cالله", "O'Brien"]
)
def test_names_of_many_scripts_are_kept(text: str) -> None:
    assert isinstance(read_name(text), str)


@pytest.mark.rule("ACC-6")
def test_only_the_three_languages_are_known() -> None:
    assert [read_language(each) for each in ("en", "de", "es")] == ["en", "de", "es"]
    assert isinstance(read_language("fr"), Refusal)


@given(st.integers(0, 400))
def test_token_is_good_for_180_unused_days(days: int) -> None:
    assert token_is_good(AT, AT + timedelta(days=days), TERMS) is (days < 180)


@pytest.mark.rule("ACC-4")
def test_first_tries_pass_an_address_that_is_slowed_and_no_more() -> None:
    far = AT + TERMS.sign_in_block + timedelta(seconds=600)
    for count in range(TERMS.sign_in_first_tries):
        assert may_try(Failures(count), far, AT, TERMS) is None
    slow = may_try(Failures(TERMS.sign_in_first_tries), far, AT, TERMS)
    assert slow is not None
    assert (slow.code, slow.members) == (Code.RATE_LIMITED, {"retry_after": 1806})
    assert may_try(Failures(TERMS.sign_in_first_tries), None, AT, TERMS) is None


@pytest.mark.rule("ACC-4")
def test_blocked_account_stays_blocked_and_begins_anew_after_it() -> None:
    blocked = Failures(10, AT + timedelta(seconds=5))
    refusal = may_try(blocked, None, AT, TERMS)
    assert refusal is not None
    assert refusal.code is Code.SIGN_IN_BLOCKED
    far = AT + TERMS.sign_in_block + timedelta(hours=1)
    assert may_try(blocked, far, AT + timedelta(seconds=5), TERMS) is None  # its first try again


@pytest.mark.rule("ACC-4")
def test_nobody_waits_longer_than_a_block() -> None:
    paid = None
    for _ in range(1000):
        paid = after_guess(paid, AT, TERMS)
    slow = slowed(paid, AT, TERMS)
    assert slow is not None
    step = TERMS.sign_in_guess_seconds
    assert slow.members == {"retry_after": TERMS.sign_in_block.total_seconds() + step}


@pytest.mark.rule("ACC-4")
def test_tenth_failure_in_a_row_blocks_for_the_set_time() -> None:
    ninth = Failures(8)
    assert with_attempt(ninth, AT, TERMS) == Failures(9, None, AT)
    blocked = with_attempt(Failures(9), AT, TERMS)
    assert blocked == Failures(10, AT + TERMS.sign_in_block, AT)
    assert with_attempt(blocked, AT + TERMS.sign_in_block, TERMS).count == 1
    once_more = with_attempt(blocked, AT + TERMS.sign_in_block / 2, TERMS)
    assert once_more.count == 11


@pytest.mark.rule("ACC-4", "SAFE-6")
def test_edges_of_times_and_names_are_as_they_are_told() -> None:
    assert not token_is_good(AT, AT + TERMS.token_unused, TERMS)
    assert read_name("A") == "A"
    short = may_sign_in(Failures(10, AT + timedelta(microseconds=1)), AT)
    assert short is not None
    assert short.members == {"retry_after": 1}


@pytest.mark.rule("ACC-4")
def test_burst_ends_with_the_guess_that_is_one_too_many() -> None:
    terms, paid = Terms(sign_in_guesses=2, sign_in_guess_seconds=6), None
    for _ in range(2):
        assert slowed(paid, AT, terms) is None
        paid = after_guess(paid, AT, terms)
    slow = slowed(paid, AT, terms)
    assert slow is not None
    assert slow.members == {"retry_after": 6}
    assert slowed(paid, AT + timedelta(seconds=6), terms) is None
