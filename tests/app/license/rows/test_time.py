"""Rows of the events table in docs/states.md: time."""

from __future__ import annotations

from datetime import timedelta

import pytest

from app.license import errands as do
from app.license import events as e
from app.license.picture import (
    Licensed,
    NoticeKind,
    ReadOnly,
    ReadOnlyWhy,
    allowed,
)
from tests.app.license.pictures import (
    MEMBER,
    OWNER,
    VENDOR,
    picture,
)
from tests.app.license.rows.rows import LATER, after, kinds
from tests.fakes.clock import START
from tests.fakes.vendor import seconds


@pytest.mark.rule("LEASE-2", "HOST-2")
def test_end_of_the_lease_turns_read_only_and_asks_at_once() -> None:
    end = START + timedelta(hours=2)
    early, _ = after(picture("member"), e.Tick(), end - timedelta(seconds=1))
    shown, errands = after(picture("member"), e.Tick(), end)
    assert early.standing == Licensed(MEMBER)
    assert shown.standing == ReadOnly(ReadOnlyWhy.LAPSED, MEMBER)
    assert errands == (do.AskSeat(shown.generation, MEMBER.seat, MEMBER.jti),)
    assert (allowed(early, end), allowed(shown, end)) == ({"show"}, {"show"})


@pytest.mark.rule("LEASE-4")
def test_clock_set_back_is_read_only_until_it_is_right() -> None:
    latest = START + timedelta(hours=1)
    back, errands = after(picture("member"), e.ClockWentBack(latest))
    assert back.standing == ReadOnly(ReadOnlyWhy.CLOCK, MEMBER, latest=latest)
    assert [type(errand) for errand in errands] == [do.AskSeat]
    right, _ = after(back, e.ClockRight(), latest)
    assert right.standing == Licensed(MEMBER)
    late, _ = after(back, e.ClockRight(), START + timedelta(hours=3))
    assert late.standing == ReadOnly(ReadOnlyWhy.LAPSED, MEMBER)


@pytest.mark.rule("LEASE-4")
def test_lease_serves_again_when_a_clock_that_ran_ahead_is_right() -> None:
    ahead, _ = after(picture("owner"), e.Tick(), START + timedelta(days=55))
    assert ahead.standing == ReadOnly(ReadOnlyWhy.LAPSED, OWNER)
    right, _ = after(ahead, e.Tick(), START + timedelta(minutes=2))
    assert right.standing == Licensed(OWNER)


@pytest.mark.rule("APP-4", "OFF-7")
def test_warnings_come_once_and_the_nearest_after_sleep() -> None:
    ends = START + timedelta(days=40)
    lease = VENDOR.lease(policy="owner", lasts=timedelta(days=40), license_ends=seconds(ends))
    before = picture(Licensed(lease))
    slept, _ = after(before, e.Woke(), ends - timedelta(days=5))
    warning = next(n for n in slept.notices if n.kind is NoticeKind.ENDING)
    assert (warning.at, warning.before) == (ends, timedelta(days=7))
    _, errands = after(slept, e.WarningsTold())
    assert errands == (do.RememberWarned(slept.warned),)
    read, _ = after(slept, e.NoticeRead(NoticeKind.ENDING))
    again, errands = after(read, e.Tick(), ends - timedelta(days=4))
    assert (kinds(again), errands) == (set(), ())


@pytest.mark.rule("LEASE-8", "APP-5")
def test_contact_is_due_after_waking_not_when_a_timer_ends() -> None:
    before = picture("member", contact_due=LATER)
    shown, errands = after(before, e.Woke(), START + timedelta(minutes=20))
    assert errands == (do.AskSeat(shown.generation, MEMBER.seat, MEMBER.jti),)
    assert shown.work.quiet
