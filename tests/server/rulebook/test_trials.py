"""Trials: their calendar days, their active days, and who may have one."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contract.problems import Code
from server.config.terms import Terms
from server.rulebook.facts import Kind, License, Platform, Refusal, TrialUse
from server.rulebook.licenses import day_of, end_of_day, months_later
from server.rulebook.trials import (
    ACTIVE_DAY,
    again_on,
    days_left,
    may_request_trial,
    running_day_end,
    trial_end,
    trial_last_day,
    use_trial,
)

TERMS = Terms()
AT = datetime(2026, 11, 25, 12, tzinfo=UTC)
END = trial_end(AT, TERMS)
INSTANTS = st.integers(946_684_800, 4_102_444_800).map(lambda s: datetime.fromtimestamp(s, UTC))
HOURS = st.floats(0, 24 * 100, allow_nan=False)


def held(kind: Kind, activated_at: datetime = AT, ends_at: datetime | None = None) -> License:
    return License(
        "L-AAA-AAA", kind, 1, "memo", frozenset({Platform.LINUX}), frozenset(), "A-AAA-AAA",
        activated_at, ends_at, None,
    )  # fmt: skip


def trial(requested_at: datetime) -> License:
    return held(Kind.TRIAL, requested_at, trial_end(requested_at, TERMS))


@pytest.mark.rule("TRI-1")
@pytest.mark.parametrize(
    ("requested_at", "last_day"),
    [
        (datetime(2020, 12, 28, 12, tzinfo=UTC), date(2021, 3, 28)),
        (datetime(2028, 2, 29, 12, tzinfo=UTC), date(2028, 5, 29)),
        (datetime(2026, 6, 30, 21, 59, tzinfo=UTC), date(2026, 9, 28)),
        (datetime(2026, 6, 30, 22, 1, tzinfo=UTC), date(2026, 9, 29)),  # July in Berlin already
    ],
)
def test_last_day_is_ninety_days_after_the_vendors_day(
    requested_at: datetime, last_day: date
) -> None:
    assert trial_last_day(requested_at, TERMS) == last_day


@pytest.mark.rule("TRI-2")
def test_active_day_lasts_24_hours_and_using_inside_it_costs_nothing() -> None:
    end, begins = use_trial(TrialUse(), END, AT, TERMS)
    assert (end, begins) == (AT + ACTIVE_DAY, True)
    use = TrialUse((end,))
    assert use_trial(use, END, end - timedelta(seconds=1), TERMS) == (end, False)
    assert use_trial(use, END, end, TERMS) == (end + ACTIVE_DAY, True)


@pytest.mark.rule("TRI-2")
def test_active_day_ends_with_the_ninetieth_day() -> None:
    assert use_trial(TrialUse(), END, END - timedelta(hours=2), TERMS) == (END, True)


@pytest.mark.rule("TRI-1", "TRI-2")
@given(st.lists(HOURS, max_size=40))
def test_five_days_of_use_are_never_more_and_none_is_lost(uses: list[float]) -> None:
    """However somebody uses it: at most five days begin, and refusals come only after them."""
    use = TrialUse()
    for at in sorted(AT + timedelta(hours=hours) for hours in uses):
        before = days_left(use, END, at, TERMS)
        running = running_day_end(use, at)
        outcome = use_trial(use, END, at, TERMS)
        if isinstance(outcome, Refusal):
            assert outcome.code is Code.TRIAL_OVER
            assert at >= END or (before == 0 and running is None)
            continue
        end, begins = outcome
        assert at < end <= min(END, at + ACTIVE_DAY)
        assert begins is (running is None)
        if begins:
            use = TrialUse((*use.day_ends, end))
    assert len(use.day_ends) <= 5


@pytest.mark.rule("TRI-5")
def test_four_of_five_days_are_left_while_the_first_runs() -> None:
    use = TrialUse((AT + ACTIVE_DAY,))
    left = [days_left(each, END, AT, TERMS) for each in (TrialUse(), use)]
    assert [*left, days_left(use, END, END, TERMS)] == [5, 4, 0]


@pytest.mark.rule("TRI-3")
@pytest.mark.parametrize(
    ("licenses", "code"),
    [
        ([], None),
        ([held(Kind.STUDENT, AT, AT + ACTIVE_DAY)], Code.TRIAL_LICENSE_HELD),
        ([held(Kind.COMMERCIAL)], Code.TRIAL_LICENSE_HELD),
        ([held(Kind.COMMERCIAL, AT - ACTIVE_DAY, AT)], None),  # ended
        ([trial(AT)], Code.TRIAL_ACTIVE),
        ([trial(AT - timedelta(days=200))], Code.TRIAL_RECENT),
        ([trial(AT - timedelta(days=366))], None),
        ([trial(AT - timedelta(days=800)), trial(AT - timedelta(days=200))], Code.TRIAL_RECENT),
    ],
)
def test_each_reason_against_a_trial_has_its_own_code(
    licenses: list[License], code: Code | None
) -> None:
    refusal = may_request_trial(licenses, {}, AT, TERMS)
    assert (refusal and refusal.code) == code


@pytest.mark.rule("TRI-3")
def test_a_trial_of_the_leap_day_may_be_followed_on_28_february() -> None:
    first = trial(datetime(2028, 2, 29, 12, tzinfo=UTC))
    days = [datetime(2029, 2, day, 12, tzinfo=UTC) for day in (27, 28)]
    assert [may_request_trial([first], {}, at, TERMS) is None for at in days] == [False, True]
    assert again_on(first, TERMS) == date(2029, 2, 28)


@pytest.mark.rule("TRI-1", "TRI-3")
@given(INSTANTS, st.sampled_from([1, 6, 12, 24]))
def test_trials_never_overlap(requested_at: datetime, months: int) -> None:
    terms = Terms(trial_pause_months=months)
    first = held(Kind.TRIAL, requested_at, trial_end(requested_at, terms))
    assert day_of(first.ends_at - timedelta(seconds=1), terms) == trial_last_day(
        requested_at, terms
    )
    for at in (first.ends_at - timedelta(seconds=1), requested_at):
        assert may_request_trial([first], {}, at, terms) is not None
    free = end_of_day(max(again_on(first, terms), trial_last_day(requested_at, terms)), terms)
    assert may_request_trial([first], {}, free, terms) is None


@pytest.mark.rule("TRI-3")
def test_trial_whose_days_are_used_up_is_recent_and_no_longer_active() -> None:
    first, at = trial(AT), AT + timedelta(days=7)
    days = tuple(AT + ACTIVE_DAY * n for n in range(1, 6))
    codes = [
        may_request_trial([first], {first.license_id: TrialUse(each)}, at, TERMS).code
        for each in (days[:4], days)
    ]
    assert codes == [Code.TRIAL_ACTIVE, Code.TRIAL_RECENT]


@pytest.mark.rule("TRI-3")
def test_refusal_of_a_second_trial_says_when_to_come_again() -> None:
    refusal = may_request_trial([trial(AT - timedelta(days=200))], {}, AT, TERMS)
    assert refusal is not None
    again = months_later(day_of(AT - timedelta(days=200), TERMS), 12)
    assert refusal.members == {"again_on": again.isoformat()}
