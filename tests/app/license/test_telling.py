"""What is told to a person who does not look: once each, over sleep, restarts and wrong clocks."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from app.license import errands as do
from app.license import events as e
from app.license import warnings
from app.license.clock import TOLERANCE
from app.license.picture import (
    Busy,
    Intent,
    Licensed,
    Notice,
    NoticeKind,
    Picture,
    ReadOnly,
    ReadOnlyWhy,
    Ready,
    Use,
)
from app.license.states import step
from app.license.telling import (
    News,
    SavingOff,
    SeatOffered,
    Sign,
    Told,
    hears_of_warnings,
    sign,
    tell,
    waits_untold,
)
from tests.app.license.pictures import MEMBER, STANDINGS, VENDOR, picture
from tests.app.license.rows.rows import offline
from tests.fakes.clock import START
from tests.fakes.vendor import seconds

ENDS = START + timedelta(days=40)
LEASE = VENDOR.lease(policy="owner", lasts=timedelta(days=40), license_ends=seconds(ENDS))
THRESHOLDS = warnings.BEFORE["ending"]
AROUND = (timedelta(seconds=-1), timedelta(0), timedelta(minutes=20))


class Person:
    """A desktop over restarts, and what was told to whoever sits before it."""

    def __init__(self, before: Picture) -> None:
        self.first, self.now, self.told = before, before, Told()
        self.heard: list[News] = []

    def lives(self, at: datetime, *, looked_at: bool = False, can_tell: bool = True) -> list[News]:
        self.now, _ = step(self.now, e.Woke(), at)
        self.now = replace(self.now, work=None)  # whatever is asked for has no answer here
        before = self.told
        self.told, news = tell(before, self.now, looked_at=looked_at, can_tell=can_tell)
        if hears_of_warnings(before, self.told):
            _, (kept,) = step(self.now, e.WarningsTold(), at)
            assert isinstance(kept, do.RememberWarned)
            self.first = replace(self.first, warned=kept.warned)
        self.heard += news
        return list(news)

    def starts_again(self) -> None:
        self.now, self.told = self.first, Told()


def befores(news: Iterable[News]) -> list[timedelta | None]:
    return [one.before for one in news if isinstance(one, Notice)]


# --- warnings (APP-4, OFF-7) -----------------------------------------------------------------


@pytest.mark.rule("APP-4", "OFF-7")
def test_each_warning_is_told_once_in_forty_quiet_days() -> None:
    person = Person(picture(Licensed(LEASE)))
    for minutes in range(0, 40 * 24 * 60, 10):
        person.lives(START + timedelta(minutes=minutes))
    assert befores(person.heard) == list(THRESHOLDS)


@pytest.mark.rule("APP-4", "OFF-7")
@settings(max_examples=1000, deadline=None)
@given(st.lists(st.tuples(st.integers(1, 20_000), st.booleans(), st.booleans()), max_size=12))
def test_no_sleep_and_no_restart_makes_a_warning_come_twice(
    course: list[tuple[int, bool, bool]],
) -> None:
    """Asleep for up to a fortnight at a time; looking or not; started anew or not."""
    person, at = Person(picture(Licensed(LEASE))), START
    for minutes, looked_at, restarts in course:
        at += timedelta(minutes=minutes)
        if at >= ENDS:
            break
        if restarts:
            person.starts_again()
        news = person.lives(at, looked_at=looked_at)
        assert len(news) <= (0 if looked_at else 1)
        nearest = min((b for b in THRESHOLDS if ENDS - b <= at), default=None)
        assert befores(news) in ([], [nearest])  # of several slept through the nearest alone
    assert len(set(person.heard)) == len(person.heard)


@pytest.mark.rule("APP-4", "OFF-7", "LEASE-4")
@settings(max_examples=1000, deadline=None)
@given(
    st.lists(st.integers(-60 * 24 * 60, 60 * 24 * 60), max_size=4),
    st.integers(0, 39 * 24 * 60),
)
def test_wrong_clock_costs_no_warning_that_comes_later(jumps: list[int], minute: int) -> None:
    person, right = Person(picture(Licensed(LEASE))), START + timedelta(minutes=minute)
    for jump in jumps:
        person.lives(right + timedelta(minutes=jump))
    person.lives(right)
    person.heard.clear()
    for passed in (ENDS - before + late for before in THRESHOLDS for late in AROUND):
        person.lives(max(right, passed))
    later = [b for b in THRESHOLDS if ENDS - b > right]
    doubtful = [b for b in later if ENDS - b <= right + TOLERANCE]
    assert befores(person.heard) in (later, later[len(doubtful) :])


@pytest.mark.rule("APP-4", "LEASE-4")
def test_warning_of_a_clock_that_ran_ahead_is_taken_back() -> None:
    person = Person(picture(Licensed(LEASE)))
    assert befores(person.lives(ENDS - timedelta(days=2))) == [timedelta(days=3)]
    person.lives(START)
    assert person.now.notices == frozenset()
    assert befores(person.lives(ENDS - timedelta(days=30))) == [timedelta(days=30)]


@pytest.mark.rule("APP-4")
def test_clock_put_right_by_seconds_tells_nothing_twice() -> None:
    person, due = Person(picture(Licensed(LEASE))), ENDS - timedelta(days=7)
    person.lives(due)
    person.lives(due - timedelta(seconds=90))
    person.lives(due + timedelta(seconds=1))
    assert befores(person.heard) == [timedelta(days=7)]
    assert {notice.kind for notice in person.now.notices} == {NoticeKind.ENDING}


@pytest.mark.rule("APP-4")
def test_warning_goes_when_the_license_was_prolonged() -> None:
    person = Person(picture(Licensed(LEASE)))
    person.lives(ENDS - timedelta(days=7))
    longer = VENDOR.lease(
        policy="owner", lasts=timedelta(days=40), license_ends=seconds(ENDS + timedelta(days=365))
    )
    asked = replace(person.now, work=Busy(Intent.ASK, 3, quiet=True), generation=3)
    arrived = e.LeaseArrived(3, longer, None, ENDS, True)
    shown, _ = step(asked, arrived, ENDS - timedelta(days=6))
    assert shown.notices == frozenset()


@pytest.mark.rule("OFF-7")
def test_unread_warning_of_a_reservation_outlives_a_contact() -> None:
    until = START + timedelta(days=2)
    reserved = VENDOR.lease(lasts=timedelta(days=2), offline_until=seconds(until))
    person = Person(picture(Licensed(reserved)))
    (warning,) = person.lives(until - timedelta(hours=20))
    asked = replace(person.now, work=Busy(Intent.ASK, 3, quiet=True), generation=3)
    again, _ = step(
        asked, e.LeaseArrived(3, reserved, None, until, True), until - timedelta(hours=19)
    )
    assert again.notices == {warning}
    returned = VENDOR.lease()
    given, _ = step(asked, e.LeaseArrived(3, returned, None, until, True), START)
    assert given.notices == frozenset()


# --- who looks, and what there is to tell with -----------------------------------------------


@pytest.mark.rule("APP-4")
def test_what_was_seen_in_the_window_is_not_told_afterwards() -> None:
    person, at = Person(picture(Licensed(LEASE))), ENDS - timedelta(days=1)
    assert person.lives(at, looked_at=True) == []
    assert person.lives(at + timedelta(minutes=1)) == []


@pytest.mark.rule("APP-4")
def test_without_a_way_to_tell_it_waits_until_there_is_one() -> None:
    person, at = Person(picture(Licensed(LEASE))), ENDS - timedelta(days=1)
    assert person.lives(at, can_tell=False) == []
    assert waits_untold(person.told, person.now)
    assert befores(person.lives(at + timedelta(hours=1))) == [timedelta(days=1)]
    assert not waits_untold(person.told, person.now)


@pytest.mark.rule("APP-4", "HOST-7")
def test_warning_that_nobody_heard_of_comes_again_with_the_next_start() -> None:
    """As while a command ran without a window; what was told does not come again."""
    person, at = Person(picture(Licensed(LEASE))), ENDS - timedelta(days=1)
    person.lives(at, can_tell=False)
    person.starts_again()
    assert befores(person.lives(at + timedelta(hours=1))) == [timedelta(days=1)]
    person.starts_again()
    assert person.lives(at + timedelta(hours=2)) == []


@pytest.mark.rule("SEAT-7")
def test_offer_is_told_and_a_second_one_again() -> None:
    person = Person(picture("offered"))
    first, second = START + timedelta(minutes=5), START + timedelta(minutes=30)
    assert person.lives(START) == [SeatOffered(first)]
    assert person.lives(START + timedelta(minutes=1)) == []
    again = replace(STANDINGS["offered"], offered_until=second)
    person.now = replace(person.now, standing=again)
    assert person.lives(START + timedelta(minutes=20)) == [SeatOffered(second)]


@pytest.mark.rule("HOST-2")
def test_end_of_saving_is_told_while_a_document_is_open() -> None:
    open_, end = Use(products=1, shell=True), MEMBER.ends_at
    assert end is not None
    person = Person(picture("member", use=open_, connection=offline()))
    assert person.lives(START) == []
    assert person.lives(end) == [SavingOff(ReadOnlyWhy.LAPSED)]
    assert person.lives(end + timedelta(hours=1)) == []


@pytest.mark.rule("HOST-2")
def test_answer_is_awaited_before_saving_is_said_to_be_off() -> None:
    open_ = Use(products=1)
    told, _ = tell(Told(), picture("member", use=open_), looked_at=False, can_tell=True)
    asking = picture("lapsed", use=open_, work=Busy(Intent.ASK, 4, quiet=True))
    told, news = tell(told, asking, looked_at=False, can_tell=True)
    assert news == frozenset()
    told, news = tell(told, replace(asking, work=None), looked_at=False, can_tell=True)
    assert news == {SavingOff(ReadOnlyWhy.LAPSED)}
    for shown in (asking, replace(asking, work=None)):  # asked again, in vain again
        told, news = tell(told, shown, looked_at=False, can_tell=True)
        assert news == frozenset()


MOMENTS = st.tuples(
    st.sampled_from(["member", "lapsed", "freed"]), st.booleans(), st.booleans(), st.booleans()
)


@pytest.mark.rule("HOST-2", "LEASE-8")
@settings(max_examples=500, deadline=None)
@given(st.lists(MOMENTS, max_size=30))
def test_end_of_saving_is_told_once_however_often_it_is_asked_for(
    course: list[tuple[str, bool, bool, bool]],
) -> None:
    """Until saving was on again: contacts fail, somebody looks or not, ways come and go."""
    told, said = Told(), set[News]()
    for standing, asks, looked_at, can_tell in course:
        work = Busy(Intent.ASK, 4, quiet=True) if asks else None
        now = picture(standing, use=Use(products=1), work=work)
        told, news = tell(told, now, looked_at=looked_at, can_tell=can_tell)
        assert not (news and (looked_at or not can_tell))
        assert not news & said
        said = set() if standing == "member" else said | news


@pytest.mark.parametrize("why", ReadOnlyWhy)
def test_nothing_is_told_of_what_was_read_only_before_or_has_no_document(why: ReadOnlyWhy) -> None:
    for use in (Use(products=1), Use(shell=True)):
        person = Person(picture(ReadOnly(why), use=use))
        assert person.lives(START) == []


# --- the sign --------------------------------------------------------------------------------

SIGNS = {
    **dict.fromkeys(STANDINGS, Sign.NEEDS_YOU),
    **dict.fromkeys(("owner", "member", "trial", "reserved", "bound"), Sign.HOLDS),
    **dict.fromkeys(("starting", "waiting"), Sign.WAITS),
    "ready": Sign.FREE,
}


@pytest.mark.parametrize("standing", STANDINGS)
def test_each_standing_has_its_sign(standing: str) -> None:
    assert sign(picture(standing)) is SIGNS[standing]


@pytest.mark.rule("APP-5")
def test_lost_connection_alone_changes_no_sign_of_a_seat() -> None:
    assert sign(picture("member", connection=offline())) is Sign.HOLDS
    wanted = picture(Ready(), connection=offline(), use=Use(products=1))
    assert sign(wanted) is Sign.WAITS


def test_unread_warning_needs_you_and_a_read_one_does_not() -> None:
    person = Person(picture(Licensed(LEASE)))
    person.lives(ENDS - timedelta(days=1))
    assert sign(person.now) is Sign.NEEDS_YOU
    read, _ = step(person.now, e.NoticeRead(NoticeKind.ENDING), ENDS - timedelta(hours=20))
    assert sign(read) is Sign.HOLDS
    assert sign(replace(read, work=Busy(Intent.LOG_OUT, 4))) is Sign.WAITS
