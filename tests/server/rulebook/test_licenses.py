"""Last days, kinds, keys: pure, by the thousand."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contract.problems import Code
from server.config.terms import Terms
from server.rulebook.facts import Kind, License, Platform
from server.rulebook.licenses import (
    day_of,
    end_of_day,
    ends_trial,
    is_running,
    may_activate,
    may_create,
    may_end_on,
    may_renew,
    may_set_offline_days,
    may_set_offline_seats,
    may_try_key,
    months_later,
    pool_class,
)

TERMS = Terms()
DESKTOPS = frozenset({Platform.LINUX})
AT = datetime(2026, 11, 25, 12, tzinfo=UTC)
DAYS = st.dates(date(1990, 1, 1), date(2200, 1, 1))
ZONES = st.sampled_from(
    ["Europe/Berlin", "America/Los_Angeles", "Pacific/Kiritimati", "America/Sao_Paulo",
     "Australia/Lord_Howe", "Asia/Beirut", "Atlantic/Azores", "Pacific/Apia", "UTC"]
)  # fmt: skip
KINDS = st.sampled_from(list(Kind))


def license(kind: Kind, **more: object) -> License:
    plain = License("L-AAA-AAA", kind, 2, "memo", DESKTOPS, frozenset(), None, None, None, None)
    return replace(plain, **more)


def owned(kind: Kind, ends_at: datetime | None = None, product: str = "memo") -> License:
    return license(kind, owner="A-AAA-AAA", activated_at=AT, ends_at=ends_at, product=product)


@pytest.mark.rule("LIC-2")
@pytest.mark.parametrize(
    ("day", "ends_at"),
    [
        (date(2026, 6, 26), datetime(2026, 6, 26, 22, tzinfo=UTC)),  # summer: UTC+2
        (date(2026, 12, 24), datetime(2026, 12, 24, 23, tzinfo=UTC)),  # winter: UTC+1
        (date(2026, 3, 28), datetime(2026, 3, 28, 23, tzinfo=UTC)),  # the night before the change
        (date(2026, 3, 29), datetime(2026, 3, 29, 22, tzinfo=UTC)),  # a day of 23 hours
        (date(2026, 10, 25), datetime(2026, 10, 25, 23, tzinfo=UTC)),  # a day of 25 hours
        (date(2028, 2, 28), datetime(2028, 2, 28, 23, tzinfo=UTC)),  # a leap day follows
    ],
)
def test_last_day_ends_at_midnight_of_the_vendor(day: date, ends_at: datetime) -> None:
    assert end_of_day(day, TERMS) == ends_at


@pytest.mark.rule("LIC-2")
@given(DAYS, ZONES)
def test_last_day_is_over_neither_early_nor_late(day: date, zone: str) -> None:
    """The second before is that day or, where the zone skipped it whole, an earlier one."""
    terms = Terms(zone=zone)
    end = end_of_day(day, terms)
    assert end.utcoffset() == timedelta()
    assert end.microsecond == 0
    assert day_of(end - timedelta(seconds=1), terms) <= day
    assert day_of(end, terms) > day or _night_is_repeated(end, zone)


def _night_is_repeated(end: datetime, zone: str) -> bool:
    """Where clocks go back over midnight, the first midnight ends the day."""
    later = end + timedelta(hours=1)
    return later.astimezone(ZoneInfo(zone)).utcoffset() < end.astimezone(ZoneInfo(zone)).utcoffset()


@given(DAYS, st.integers(0, 600))
def test_months_later_keeps_the_day_or_takes_the_last(day: date, months: int) -> None:
    later = months_later(day, months)
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    assert later.day == day.day or (later + timedelta(days=1)).day == 1


def test_a_year_after_the_leap_day_is_28_february() -> None:
    assert months_later(date(2028, 2, 29), 12) == date(2029, 2, 28)


@pytest.mark.rule("LIC-1")
@pytest.mark.parametrize("kind", list(Kind))
def test_personal_kinds_have_one_seat(kind: Kind) -> None:
    refusal = may_create(kind, 2, DESKTOPS, date(2030, 1, 1))
    assert (refusal is None) is kind.shareable


@pytest.mark.rule("LIC-2")
@pytest.mark.parametrize("kind", list(Kind))
def test_student_and_semester_always_have_a_last_day(kind: Kind) -> None:
    assert (may_create(kind, 1, DESKTOPS, None) is None) is kind.shareable


@given(KINDS, st.integers(-5, 5), st.booleans(), st.one_of(st.none(), st.dates()))
def test_what_may_be_created_can_be_counted_with(
    kind: Kind, seats: int, any_platform: bool, day: date | None
) -> None:
    if may_create(kind, seats, DESKTOPS if any_platform else frozenset(), day) is None:
        assert seats >= 1
        assert any_platform
        assert day is None or end_of_day(day, TERMS)


@pytest.mark.rule("LIC-4")
def test_key_of_another_account_is_an_error_and_of_ones_own_a_warning() -> None:
    taken = owned(Kind.COMMERCIAL)
    codes = [may_activate(taken, [], who, AT).code for who in ("A-BBB-BBB", "A-AAA-AAA")]
    assert codes == [Code.LICENSE_TAKEN, Code.LICENSE_ALREADY_YOURS]


@pytest.mark.rule("LIC-6")
@given(KINDS, st.lists(st.tuples(KINDS, st.booleans(), st.booleans()), max_size=5))
def test_shareable_kinds_do_not_mix(wanted: Kind, held: list[tuple[Kind, bool, bool]]) -> None:
    """Of one product, and among those that run: in every other case a key may be activated."""
    rows = [
        owned(kind, None if runs else AT, "memo" if same else "another")
        for kind, runs, same in held
    ]
    clashes = wanted.shareable and any(
        kind.shareable and kind is not wanted and runs and same for kind, runs, same in held
    )
    refusal = may_activate(license(wanted), rows, "A-AAA-AAA", AT)
    assert (refusal is not None and refusal.code is Code.LICENSE_KINDS_DIFFER) is clashes


@pytest.mark.rule("LIC-5", "LIC-6")
def test_shareable_kinds_share_a_class_and_personal_ones_stand_beside() -> None:
    assert {kind: pool_class(kind) for kind in Kind} == {
        Kind.COMMERCIAL: "shared",
        Kind.EDUCATIONAL: "shared",
        Kind.GOVERNMENT: "shared",
        Kind.STUDENT: "student",
        Kind.SEMESTER: "semester",
        Kind.TRIAL: "trial",
    }


@given(st.timedeltas(timedelta(-3), timedelta(3)))
def test_license_runs_until_its_end_and_not_at_it(ahead: timedelta) -> None:
    assert is_running(owned(Kind.COMMERCIAL, AT + ahead), AT) is (ahead > timedelta())


def test_prolonging_moves_the_last_day_forward_alone() -> None:
    day = date(2027, 1, 1)
    outcomes = [
        may_end_on(held, day) is None for held in (day, date(2026, 1, 1), date(2028, 1, 1), None)
    ]
    assert outcomes == [True, True, False, False]


@pytest.mark.rule("SAFE-4")
@given(st.integers(0, 40), st.integers(0, 200), st.timedeltas(timedelta(), timedelta(hours=1)))
def test_wrong_keys_are_limited_for_account_and_address(
    own: int, near: int, ago: timedelta
) -> None:
    refusal = may_try_key(own, near, AT - ago, AT, TERMS)
    assert (refusal is not None) is (own >= 20 or near >= 100)
    if refusal is not None:
        assert 1 <= refusal.members["retry_after"] <= 3600


@pytest.mark.rule("OFF-2", "OFF-8", "SAFE-1")
@pytest.mark.parametrize(
    ("may_set", "most", "named"),
    [
        (may_set_offline_days, 3650, "/offline_days"),
        (may_set_offline_seats, 1_000_000, "/offline_seats"),
    ],
)
def test_owner_sets_limits_from_nothing_to_the_most(may_set, most: int, named: str) -> None:
    assert [may_set(days) for days in (None, 0, most)] == [None] * 3
    for wrong in (-1, most + 1):
        refusal = may_set(wrong)
        assert refusal.members == {"errors": [{"pointer": named, "code": "invalid"}]}


@pytest.mark.rule("LIC-6", "TRI-3")
def test_every_license_but_a_trial_ends_the_trial() -> None:
    assert [kind for kind in Kind if not ends_trial(license(kind))] == [Kind.TRIAL]


def pointed(refusal) -> str:
    assert refusal.code is Code.INVALID_INPUT
    (error,) = refusal.members["errors"]
    assert error["code"] == "invalid"
    return error["pointer"]


@pytest.mark.rule("LIC-1", "LIC-2", "SAFE-1")
@pytest.mark.parametrize(
    ("kind", "seats", "platforms", "last_day", "named"),
    [
        (Kind.TRIAL, 1, DESKTOPS, date(2027, 1, 1), "/kind"),
        (Kind.COMMERCIAL, 0, DESKTOPS, None, "/seats"),
        (Kind.COMMERCIAL, 1_000_001, DESKTOPS, None, "/seats"),
        (Kind.STUDENT, 2, DESKTOPS, date(2027, 1, 1), "/seats"),
        (Kind.COMMERCIAL, 1, frozenset(), None, "/platforms"),
        (Kind.SEMESTER, 1, DESKTOPS, None, "/expires_on"),
        (Kind.COMMERCIAL, 1, DESKTOPS, date(9001, 1, 1), "/expires_on"),
    ],
)
def test_license_that_cannot_be_is_refused_by_the_name_of_the_fault(
    kind: Kind, seats: int, platforms: frozenset, last_day: date | None, named: str
) -> None:
    assert pointed(may_create(kind, seats, platforms, last_day)) == named


@pytest.mark.rule("LIC-1", "LIC-2")
def test_smallest_and_largest_licenses_can_be_made() -> None:
    assert may_create(Kind.COMMERCIAL, 1, DESKTOPS, None) is None
    assert may_create(Kind.COMMERCIAL, 1_000_000, DESKTOPS, date(9000, 12, 31)) is None
    assert may_create(Kind.STUDENT, 1, DESKTOPS, date(2027, 1, 1)) is None


@pytest.mark.rule("LIC-8", "LIC-10")
def test_last_day_moves_within_what_can_be_counted() -> None:
    day = date(2027, 1, 1)
    assert may_end_on(day, day) is None
    assert may_end_on(day, date(9000, 12, 31)) is None
    for held, wanted in ((None, day), (day, date(2026, 12, 31)), (day, date(9001, 1, 1))):
        assert pointed(may_end_on(held, wanted)) == "/expires_on"
    assert may_renew(Kind.SEMESTER, day) is None
    assert may_renew(Kind.COMMERCIAL, None) is None
    assert may_renew(Kind.COMMERCIAL, date(9000, 12, 31)) is None
    assert pointed(may_renew(Kind.COMMERCIAL, date(9001, 1, 1))) == "/expires_on"
    assert pointed(may_renew(Kind.STUDENT, None)) == "/expires_on"


@pytest.mark.rule("LIC-4", "LIC-6")
def test_refused_activation_names_the_license_and_the_kinds() -> None:
    own = may_activate(license(Kind.COMMERCIAL, owner="A-1"), [], "A-1", AT)
    assert own is not None
    assert own.members == {"license_id": "L-AAA-AAA"}
    held = [owned(Kind.GOVERNMENT), owned(Kind.COMMERCIAL)]
    differ = may_activate(license(Kind.EDUCATIONAL), held, "A-1", AT)
    assert differ is not None
    assert differ.members == {"kind": "educational", "held": ["commercial", "government"]}


@pytest.mark.rule("SAFE-4")
def test_too_many_wrong_keys_wait_for_the_oldest_to_be_an_hour_old() -> None:
    for by_account, by_network, passes in ((19, 99, True), (20, 0, False), (0, 100, False)):
        assert (may_try_key(by_account, by_network, None, AT, TERMS) is None) is passes
    for ago, wait in ((None, 3600), (timedelta(minutes=59), 60), (timedelta(hours=1), 1)):
        oldest = None if ago is None else AT - ago
        refusal = may_try_key(20, 0, oldest, AT, TERMS)
        assert refusal is not None
        assert refusal.members == {"retry_after": wait}


@pytest.mark.rule("LIC-3")
def test_license_that_nobody_activated_does_not_run() -> None:
    assert not is_running(license(Kind.COMMERCIAL), AT)
