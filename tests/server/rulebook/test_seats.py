"""What is taken (SEAT-0), who has a place (SEAT-5, LEASE-9), who loses one first (SEAT-11)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from contract.problems import Code
from server.config.terms import ContradictoryTerms, Terms, read_terms
from server.rulebook.facts import Because, Kind, Place, Platform, Refusal, TrialUse
from server.rulebook.reservations import close, release
from server.rulebook.seats import (
    Count,
    count_of,
    ends_at,
    gives_nothing,
    seats_of,
    seats_taken,
)
from server.rulebook.shrinking import staying
from server.rulebook.taking import Grant
from tests.fakes.pools import START, TERMS, Bench, license_, member, pool_, trial_pool

HOUR = timedelta(hours=1)


@pytest.mark.rule("SEAT-0", "SEAT-3")
@pytest.mark.parametrize(
    ("count", "taken"),
    [
        (Count(), 0),
        (Count(desktops=1), 1),
        (Count(desktops=2), 1),
        (Count(desktops=3), 2),
        (Count(web=1), 1),
        (Count(web=2), 1),
        (Count(desktops=2, web=1), 1),
        (Count(members=1, desktops=1, web=1), 2),
        (Count(members=2, desktops=3, web=1, bound=1, held=1), 6),
    ],
)
def test_seats_taken_is_one_formula(count: Count, taken: int) -> None:
    assert seats_taken(count, 2) == taken


@pytest.mark.rule("SEAT-0", "SEAT-10")
def test_places_are_counted_by_whose_they_are() -> None:
    bench = shared(seats=9)
    for device in ("ada/1", "ada/2", "ben/1", "ben/2"):
        bench.put(device, START)
    bench.put("ada/web", START, platform=Platform.WEB)
    bench.put("ben/web", START, platform=Platform.WEB)
    bench.change("ben/2", bound=True)
    pool = bench.pool()
    assert count_of(pool, pool.places) == Count(members=2, desktops=2, web=1, bound=1)


@pytest.mark.rule("SEAT-3", "SEAT-8")
def test_one_seat_serves_two_desktops_of_its_owner() -> None:
    bench = shared(seats=1)
    assert [type(bench.put(f"ada/{n}", START)) for n in (1, 2, 3)] == [Grant, Grant, Refusal]
    assert bench.in_use(START) == 1


@pytest.mark.rule("SEAT-4", "SEAT-8")
def test_a_single_seat_serves_one_member_on_one_device() -> None:
    bench = shared(seats=1)
    assert isinstance(bench.put("ben/1", START), Grant)
    for device in ("ben/2", "ada/1", "eve/1"):
        assert isinstance(bench.put(device, START), Refusal)


@pytest.mark.rule("SEAT-3")
def test_owners_place_stays_when_the_product_closes() -> None:
    bench = shared(seats=1)
    bench.put("ada/1", START)
    place = bench.place("ada/1")
    assert close(bench.pool(), place, TERMS, START + HOUR) == place
    assert bench.lives("ada/1", START + timedelta(days=4000))


@pytest.mark.rule("SEAT-4", "SEAT-15")
def test_members_place_ends_when_the_product_closes() -> None:
    bench = shared(seats=1)
    bench.put("ben/1", START)
    bench.store(bench.pool(), close(bench.pool(), bench.place("ben/1"), TERMS, START), START)
    assert bench.in_use(START) == 0


@pytest.mark.rule("SEAT-5", "LEASE-9")
def test_crashed_member_keeps_the_seat_for_eight_hours() -> None:
    bench = shared(seats=1)
    bench.put("ben/1", START)
    assert bench.lives("ben/1", START + timedelta(hours=7, minutes=59, seconds=59))
    assert not bench.lives("ben/1", START + timedelta(hours=8))


@pytest.mark.rule("SEAT-5")
def test_restart_within_eight_hours_takes_the_same_place() -> None:
    bench = shared(seats=1)
    bench.put("ben/1", START)
    again = bench.put("ben/1", START + 7 * HOUR)
    assert isinstance(again, Grant)
    assert not again.began
    assert again.place.began_at == START


@pytest.mark.rule("SEAT-10", "LEASE-9")
def test_web_session_ends_after_ten_silent_minutes() -> None:
    bench = shared(seats=2)
    for device in ("ada/web", "ben/web"):
        bench.put(device, START, platform=Platform.WEB)
        assert bench.lives(device, START + timedelta(minutes=9, seconds=59))
        assert not bench.lives(device, START + timedelta(minutes=10))


@pytest.mark.rule("LEASE-9", "OFF-6")
def test_reservation_outlasts_closing_and_silence() -> None:
    bench = shared(seats=1)
    bench.put("ben/1", START)
    bench.change("ben/1", reserved_until=START + timedelta(days=3), closed_at=START)
    assert bench.lives("ben/1", START + timedelta(days=3) - timedelta(seconds=1))
    assert not bench.lives("ben/1", START + timedelta(days=3))


@pytest.mark.rule("AIR-6", "LEASE-9")
def test_bound_place_never_ends_by_itself() -> None:
    bench = shared(seats=1)
    bench.put("ben/1", START)
    bench.change("ben/1", bound=True)
    assert bench.lives("ben/1", START + timedelta(days=9999))
    place = bench.place("ben/1")
    assert close(bench.pool(), place, TERMS, START) == place


@pytest.mark.rule("SEAT-4", "TRI-2", "LEASE-9")
def test_trial_place_ends_with_its_active_day() -> None:
    bench = Bench({9: trial_pool()})
    bench.put("dora/1", START)
    bench.put("dora/1", START + 20 * HOUR)
    assert bench.lives("dora/1", START + 24 * HOUR - timedelta(seconds=1))
    assert not bench.lives("dora/1", START + 24 * HOUR)


@pytest.mark.rule("SEAT-9", "SEAT-12", "SEAT-15")
def test_release_ends_reservation_and_binding_too() -> None:
    bench = shared(seats=1)
    bench.put("ben/1", START)
    bench.change("ben/1", bound=True, reserved_until=START + timedelta(days=3), license_id="L")
    ended = release(bench.place("ben/1"), Because.GIVEN_UP, START)
    bench.store(bench.pool(), ended, START)
    assert not bench.lives("ben/1", START)


@pytest.mark.rule("LIC-5")
def test_pool_has_the_seats_of_licenses_that_run() -> None:
    first, second = START + timedelta(days=10), START + timedelta(days=20)
    pool = pool_(license_("L-1", 20, ends_at=first), license_("L-2", 10, ends_at=second))
    assert [seats_of(pool, at) for at in (START, first, second)] == [30, 10, 0]


@pytest.mark.rule("LIC-8")
def test_suspended_license_gives_no_seats() -> None:
    pool = pool_(license_("L-1", 3), license_("L-2", 2, suspended=True))
    assert seats_of(pool, START) == 3


@pytest.mark.rule("SEAT-11")
def test_latest_member_loses_first_when_seats_become_fewer() -> None:
    end = START + 10 * HOUR
    bench = shared(seats=1, more=[license_("L-2", 3, ends_at=end)])
    bench.put("ada/1", START)
    for n in (1, 2, 3):
        bench.put(f"ben/{n}", START + n * HOUR)
        bench.change(f"ben/{n}", last_contact_at=end)
    left = staying(bench.pool(), TERMS, end)
    assert [place.device for place in left] == ["ada/1"]
    answer = bench.put("ben/1", end, seat=bench.place("ben/1").seat)
    assert isinstance(answer, Refusal)
    assert (answer.code, answer.members["because"]) == (Code.SEAT_LOST, "pool-shrank")


@pytest.mark.rule("SEAT-11")
def test_web_session_goes_before_the_owners_computers() -> None:
    end = START + HOUR
    bench = shared(seats=1, more=[license_("L-2", 1, ends_at=end)])
    for device in ("ada/1", "ada/2", "ada/3"):
        bench.put(device, START)
    bench.put("ada/web", end - timedelta(minutes=1), platform=Platform.WEB)
    for device in ("ada/1", "ada/2", "ada/3", "ada/web"):
        bench.change(device, lease_exp=None)
    assert [p.device for p in staying(bench.pool(), TERMS, end)] == ["ada/1", "ada/2"]


@pytest.mark.rule("SEAT-11")
def test_place_whose_lease_reaches_further_is_not_ended() -> None:
    bench = shared(seats=2)
    bench.put("ben/1", START)
    bench.put("ben/2", START)
    bench.pools[1] = replace(bench.pools[1], licenses=(license_(seats=1),))
    assert len(staying(bench.pool(), TERMS, START)) == 2


def shared(seats: int, more: list = []) -> Bench:  # noqa: B006  only read
    """Ada's pool; Ben and Eve are her members."""
    pool = pool_(license_(seats=seats), *more)
    return Bench({1: pool}, (member("ada", "ben"), member("ada", "eve")))


@pytest.mark.rule("SEAT-3", "SEAT-0")
def test_vendor_may_give_a_kind_of_license_other_numbers_of_desktops() -> None:
    terms = Terms(desktops_by_kind={"student": 1, "commercial": 3})
    for kind, together in ((Kind.STUDENT, 1), (Kind.EDUCATIONAL, 2), (Kind.COMMERCIAL, 3)):
        bench = Bench({1: pool_(license_(kind=kind))}, terms=terms)
        answers = [bench.put(f"ada/{number}", START) for number in range(4)]
        assert [isinstance(each, Grant) for each in answers].count(True) == together


@pytest.mark.rule("SAFE-3")
@pytest.mark.parametrize("given", ["{academic = 2}", "{student = 0}"])
def test_kinds_that_there_are_not_are_refused_by_name(given: str) -> None:
    with pytest.raises(ContradictoryTerms, match="desktops_by_kind"):
        read_terms(f"desktops_by_kind = {given}")


@pytest.mark.rule("LIC-11", "LIC-8", "LIC-9", "TRI-2")
def test_pool_covers_what_one_of_its_running_licenses_covers() -> None:
    linux, macos = frozenset({Platform.LINUX}), frozenset({Platform.MACOS})
    pool = pool_(license_("L-1", platforms=linux), license_("L-2", platforms=macos))
    assert gives_nothing(pool, Platform.LINUX, START) is None
    assert gives_nothing(pool, Platform.WEB, START) is Code.PLATFORM_NOT_COVERED


@pytest.mark.rule("SEAT-4", "SEAT-5")
def test_day_that_ended_before_the_last_contact_ends_no_place() -> None:
    pool = replace(trial_pool(), use=TrialUse((START - HOUR, START, START + 3 * HOUR)))
    one = Place("seat", "dora", "dora/1", Platform.LINUX, START, START, 1)
    assert ends_at(pool, one, TERMS) == START + 3 * HOUR
    before = replace(pool, use=TrialUse((START - HOUR, START)))
    assert ends_at(before, one, TERMS) == START + 8 * HOUR
