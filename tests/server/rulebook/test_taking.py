"""Whose turn it is, and what a start, a contact and a refusal come to (SEAT-2, SEAT-15)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from contract.problems import Code
from server.rulebook.facts import Because, Kind, License, Platform, Pool, Refusal, TrialUse
from server.rulebook.order import order
from server.rulebook.reservations import release
from server.rulebook.taking import Grant, take
from tests.fakes.pools import START, TERMS, Bench, license_, member, pool_, trial_pool

HOUR = timedelta(hours=1)


def granted(answer: Grant | Refusal) -> Grant:
    assert isinstance(answer, Grant), answer
    return answer


def refused(answer: Grant | Refusal) -> Refusal:
    assert isinstance(answer, Refusal), answer
    return answer


def owned(owner: str, number: int, days_ago: int = 9, kind: Kind = Kind.EDUCATIONAL) -> Pool:
    activated_at = START - timedelta(days=days_ago)
    each = license_(f"L-{number}", 1, kind, owner=owner, activated_at=activated_at)
    return pool_(each, number=number)


@pytest.mark.rule("SEAT-2", "LIC-11")
def test_order_is_own_personal_memberships_oldest_first_trial_last() -> None:
    pools = [
        trial_pool("ada", number=1),
        owned("ada", 2, days_ago=5),
        owned("ada", 3, days_ago=8),
        owned("ada", 4, kind=Kind.STUDENT),
        owned("new", 5),
        owned("old", 6),
        owned("old", 7, kind=Kind.SEMESTER),
        owned("stranger", 8),
    ]
    bench = Bench(
        {pool.number: pool for pool in pools},
        (member("new", "ada", START - HOUR), member("old", "ada", START - 2 * HOUR)),
    )
    turns = order("ada", bench.table("ada", "ada/1"))
    assert [turn.pool.number for turn in turns] == [3, 2, 4, 6, 5, 1]


@pytest.mark.rule("SEAT-2")
def test_membership_that_ended_long_ago_is_not_told_of() -> None:
    bench = Bench({1: owned("ada", 1)}, (member("ada", "ben", ended_at=START - HOUR),))
    assert refused(bench.put("ben/1", START)).code is Code.NO_LICENSE


@pytest.mark.rule("SEAT-12")
def test_member_who_was_removed_is_told_so_at_the_next_contact() -> None:
    bench = Bench({1: owned("ada", 1)}, (member("ada", "ben"),))
    granted(bench.put("ben/1", START))
    bench.memberships = (member("ada", "ben", ended_at=START),)
    bench.change("ben/1", closed_at=START, closed_because=Because.WITHDRAWN)
    answer = refused(bench.put("ben/1", START + HOUR, seat=bench.place("ben/1").seat))
    assert answer.code is Code.MEMBERSHIP_ENDED


@pytest.mark.rule("SEAT-15", "SEAT-1")
def test_contact_keeps_the_id_and_a_start_changes_it() -> None:
    bench = Bench({1: owned("ada", 1)})
    first = granted(bench.put("ada/1", START)).place.seat
    assert granted(bench.put("ada/1", START + HOUR, seat=first)).place.seat == first
    assert granted(bench.put("ada/1", START + HOUR, seat="of-another-computer")).place.seat != first


@pytest.mark.rule("SEAT-2")
def test_start_on_a_shared_place_changes_to_the_own_pool() -> None:
    bench = Bench({1: owned("ada", 1)}, (member("ada", "ben"),))
    seat = granted(bench.put("ben/1", START)).place.seat
    bench.pools[2] = owned("ben", 2)
    assert granted(bench.put("ben/1", START + HOUR, seat=seat)).pool.number == 1
    home = granted(bench.put("ben/1", START + HOUR))
    assert (home.pool.number, home.began) == (2, True)


@pytest.mark.rule("SEAT-2", "OFF-3")
def test_reserved_shared_place_stays_where_it_is_reserved() -> None:
    bench = Bench({1: owned("ada", 1)}, (member("ada", "ben"),))
    granted(bench.put("ben/1", START))
    bench.change("ben/1", reserved_until=START + 48 * HOUR, license_id="L-1")
    bench.pools[2] = owned("ben", 2)
    assert granted(bench.put("ben/1", START + HOUR)).pool.number == 1


@pytest.mark.rule("SEAT-2")
def test_start_stays_on_the_shared_place_when_the_own_pool_is_full() -> None:
    bench = Bench({1: owned("ada", 1)}, (member("ada", "ben"),))
    granted(bench.put("ben/1", START))
    bench.pools[2] = owned("ben", 2)
    granted(bench.put("ben/2", START))
    granted(bench.put("ben/3", START))
    assert granted(bench.put("ben/1", START + HOUR)).pool.number == 1


@pytest.mark.rule("SEAT-2", "SEAT-4")
def test_free_shared_seat_spares_a_trial_day() -> None:
    trial = replace(trial_pool("ben"), use=TrialUse((START + HOUR,)))
    bench = Bench({9: trial})
    seat = granted(bench.put("ben/1", START)).place.seat
    bench.pools[1] = owned("ada", 1)
    bench.memberships = (member("ada", "ben"),)
    later = granted(bench.put("ben/1", START + HOUR, seat=seat))
    assert (later.pool.number, later.moved, later.day_begun) == (1, True, None)


@pytest.mark.rule("TRI-2")
def test_fifth_active_day_is_the_last_one() -> None:
    ends = tuple(START + timedelta(days=n) for n in range(-5, 0))
    bench = Bench({9: replace(trial_pool(), use=TrialUse(ends))})
    assert refused(bench.put("dora/1", START)).code is Code.TRIAL_OVER


@pytest.mark.rule("TRI-2", "LEASE-9")
def test_trial_day_ends_with_the_ninetieth_day_and_the_lease_too() -> None:
    bench = Bench({9: trial_pool(ends_at=START + HOUR)})
    answer = granted(bench.put("dora/1", START))
    assert answer.day_begun == START + HOUR
    assert bench.place("dora/1").lease_exp == START + HOUR
    assert refused(bench.put("dora/1", START + HOUR)).code is Code.TRIAL_OVER


@pytest.mark.rule("SEAT-4", "SEAT-3")
def test_trial_seats_two_computers_of_its_owner() -> None:
    bench = Bench({9: trial_pool()})
    answers = [bench.put(f"dora/{n}", START) for n in (1, 2, 3)]
    assert [type(each) for each in answers] == [Grant, Grant, Refusal]
    assert refused(answers[2]).code is Code.SEATS_EXHAUSTED


@pytest.mark.rule("LIC-9", "LIC-11", "LIC-8")
@pytest.mark.parametrize(
    ("license", "code"),
    [
        (license_(ends_at=START), Code.LICENSE_EXPIRED),
        (license_(platforms=frozenset({Platform.MACOS})), Code.PLATFORM_NOT_COVERED),
        (license_(suspended=True), Code.LICENSE_SUSPENDED),
    ],
)
def test_pool_that_gives_nothing_says_why(license: License, code: Code) -> None:
    bench = Bench({1: pool_(license)})
    answer = refused(bench.put("ada/1", START))
    assert answer.code is code
    assert [each.reason for each in answer.members["tried"]] == [code]


@pytest.mark.rule("SEAT-2", "SEAT-7")
def test_full_pool_is_told_before_other_reasons() -> None:
    bench = Bench({1: pool_(license_(ends_at=START)), 2: owned("eve", 2)}, (member("eve", "ada"),))
    granted(bench.put("eve/1", START))
    answer = refused(bench.put("ada/1", START))
    assert answer.code is Code.SEATS_EXHAUSTED
    reasons = [each.reason for each in answer.members["tried"]]
    assert reasons == [Code.LICENSE_EXPIRED, Code.SEATS_EXHAUSTED]


@pytest.mark.rule("SEAT-13", "SEAT-15")
@pytest.mark.parametrize("because", [Because.FREED, Because.TAKEN_OVER])
def test_freed_computer_is_told_and_tries_nothing_else(because: Because) -> None:
    bench = Bench({1: owned("ada", 1), 2: owned("eve", 2)}, (member("eve", "ada"),))
    seat = granted(bench.put("ada/1", START)).place.seat
    bench.store(bench.pool(), release(bench.place("ada/1"), because, START), START)
    answer = refused(bench.put("ada/1", START, seat=seat))
    assert (answer.code, answer.members["because"]) == (Code.SEAT_LOST, because.value)
    assert granted(bench.put("ada/1", START)).pool.number == 1


@pytest.mark.rule("SEAT-11", "SEAT-2")
def test_who_lost_a_shrunken_pool_moves_to_another_one() -> None:
    end = START + HOUR
    pool = pool_(license_("L-1", 1), license_("L-2", 1, ends_at=end))
    memberships = (member("ada", "ben"), member("eve", "ben", START))
    bench = Bench({1: pool, 2: owned("eve", 2)}, memberships)
    granted(bench.put("ada/1", START))
    seat = granted(bench.put("ben/1", START)).place.seat
    moved = granted(bench.put("ben/1", end, seat=seat))
    assert (moved.pool.number, moved.moved) == (2, True)


@pytest.mark.rule("SEAT-11")
def test_who_was_told_that_the_pool_shrank_is_told_again() -> None:
    bench = Bench({1: owned("ada", 1)}, (member("ada", "ben"),))
    seat = granted(bench.put("ben/1", START)).place.seat
    bench.store(bench.pool(), release(bench.place("ben/1"), Because.POOL_SHRANK, START), START)
    granted(bench.put("ada/1", START))
    answer = refused(bench.put("ben/1", START, seat=seat))
    assert (answer.code, answer.members["because"]) == (Code.SEAT_LOST, "pool-shrank")


@pytest.mark.rule("SEAT-5", "SEAT-2")
def test_contact_after_the_eight_hours_comes_back_as_a_new_place() -> None:
    bench = Bench({1: owned("ada", 1)}, (member("ada", "ben"),))
    seat = granted(bench.put("ben/1", START)).place.seat
    again = granted(bench.put("ben/1", START + 9 * HOUR, seat=seat))
    assert (again.began, again.moved) == (True, True)
    assert again.place.seat != seat


@pytest.mark.rule("LIC-5", "SEAT-11")
def test_license_that_ends_moves_its_holder_unseen_to_the_next() -> None:
    end = START + HOUR
    pool = pool_(license_("L-1", 1, ends_at=end), license_("L-2", 1, ends_at=end + HOUR))
    bench = Bench({1: pool})
    seat = granted(bench.put("ada/1", START)).place.seat
    again = granted(bench.put("ada/1", end, seat=seat))
    assert (again.place.seat, again.moved) == (seat, False)


@pytest.mark.rule("AIR-6", "SEAT-15")
def test_start_of_a_bound_computer_changes_nothing() -> None:
    bench = Bench({1: owned("ada", 1)})
    granted(bench.put("ada/1", START))
    bench.change("ada/1", bound=True)
    place = bench.place("ada/1")
    assert granted(bench.put("ada/1", START + HOUR)).place == place


@pytest.mark.rule("SEAT-12")
def test_barred_holder_of_a_reservation_is_offered_nothing_else() -> None:
    bench = Bench({1: owned("ada", 1), 2: owned("ben", 2)}, (member("ada", "ben"),))
    granted(bench.put("ben/1", START))
    bench.sits_in[("ben", "ben/1")] = 1
    bench.change("ben/1", reserved_until=START + 48 * HOUR, license_id="L-1")
    bench.memberships = (member("ada", "ben", blocked_at=START),)
    answer = refused(bench.put("ben/1", START + HOUR))
    assert answer.code is Code.MEMBERSHIP_BLOCKED


@pytest.mark.rule("SEAT-11", "LIC-8", "OFF-3")
def test_reserved_seat_of_a_suspended_license_is_not_moved_to_another() -> None:
    """The computer holds that license's lease until its date; nothing new is given."""
    named = license_("L-AAA-001", seats=1)
    bench = Bench({1: pool_(named, license_("L-AAA-002", seats=1))}, (member("ada", "ben"),))
    bench.put("ben/1", START)
    bench.change("ben/1", reserved_until=START + timedelta(days=3), license_id="L-AAA-001")
    bench.pools[1] = replace(
        bench.pools[1], licenses=(replace(named, suspended=True), bench.pools[1].licenses[1])
    )
    later = START + timedelta(hours=1)
    refusal = bench.put("ben/1", later, bench.place("ben/1").seat)
    assert refused(refusal).code is Code.LICENSE_SUSPENDED
    assert bench.lives("ben/1", later)


@pytest.mark.rule("LIC-8", "SEAT-12")
def test_stranger_keeps_what_came_with_its_license_and_nothing_else() -> None:
    bench = Bench({1: owned("ada", 1)}, (member("ada", "ben"),))
    seat = granted(bench.put("ben/1", START)).place.seat
    bench.change("ben/1", reserved_until=START + timedelta(hours=3), license_id="L-AAA-001")
    named = replace(bench.pools[1].licenses[0], license_id="L-AAA-001")
    bench.memberships = ()
    bench.pools[1] = replace(bench.pools[1], licenses=(named,))
    kept = granted(bench.put("ben/1", START + timedelta(hours=2), seat=seat))
    assert kept.place.reserved_until == START + timedelta(hours=3)
    over = refused(bench.put("ben/1", START + timedelta(hours=4), seat=seat))
    assert over.code is Code.NO_LICENSE


@pytest.mark.rule("LIC-8", "SEAT-3")
def test_owner_of_a_pool_is_never_a_stranger_there() -> None:
    bench = Bench({1: owned("ada", 1)})
    seat = granted(bench.put("ada/1", START)).place.seat
    assert granted(bench.put("ada/1", START, seat=seat)).place.seat == seat


@pytest.mark.rule("SEAT-2", "LIC-8")
def test_place_in_a_pool_of_no_concern_is_no_place_here() -> None:
    bench = Bench({1: owned("ada", 1)})
    seat = granted(bench.put("ada/1", START)).place.seat
    table = replace(bench.table("ada", "ada/1"), place_pool=99)
    given = granted(take(bench.asker("ada/1", seat), table, TERMS, START))
    assert given.began


@pytest.fixture
def bound_at_eves() -> Bench:
    """Ada's computer, bound to Eve's pool; Ada has one of her own, with room."""
    named = replace(owned("eve", 2).licenses[0], license_id="L-EEE-001")
    eves = replace(owned("eve", 2), licenses=(named, license_("L-EEE-002", owner="eve")))
    bench = Bench({2: eves}, (member("eve", "ada"),))
    bench.put("ada/1", START)
    bench.change("ada/1", bound=True, license_id="L-EEE-001")
    bench.pools[1] = owned("ada", 1)
    return bench


@pytest.mark.rule("AIR-6", "SEAT-2")
def test_bound_computer_never_comes_home(bound_at_eves: Bench) -> None:
    before = bound_at_eves.place("ada/1")
    assert granted(bound_at_eves.put("ada/1", START)).place == before


@pytest.mark.rule("SEAT-12", "AIR-6")
def test_bound_computer_of_a_blocked_member_is_given_nothing_else(bound_at_eves: Bench) -> None:
    bound_at_eves.memberships = (member("eve", "ada", blocked_at=START),)
    answer = refused(bound_at_eves.put("ada/1", START))
    assert answer.code is Code.MEMBERSHIP_BLOCKED
    (tried,) = answer.members["tried"]
    assert (tried.pool.owner, tried.reason) == ("eve", Code.MEMBERSHIP_BLOCKED)


@pytest.mark.rule("LIC-8", "AIR-6")
def test_bound_computer_goes_with_its_license_alone(bound_at_eves: Bench) -> None:
    pool = bound_at_eves.pools[2]
    suspended = replace(pool.licenses[0], suspended=True)
    bound_at_eves.pools[2] = replace(pool, licenses=(suspended, pool.licenses[1]))
    assert refused(bound_at_eves.put("ada/1", START)).code is Code.LICENSE_SUSPENDED
    bound_at_eves.pools[2] = pool
    bound_at_eves.memberships = ()  # it came along with its license to a stranger
    assert granted(bound_at_eves.put("ada/1", START)).place.bound


@pytest.mark.rule("SEAT-15")
def test_start_after_a_close_has_a_new_id_whatever_it_names() -> None:
    bench = Bench({1: owned("eve", 1)}, (member("eve", "ada"),))
    first = granted(bench.put("ada/1", START)).place
    dates = {"reserved_until": START + timedelta(hours=9), "license_id": first.license_id}
    bench.change("ada/1", closed_at=START, closed_because=Because.CLOSED, **dates)
    later = START + timedelta(hours=1)
    again = granted(bench.put("ada/1", later, seat=first.seat)).place
    assert again.seat != first.seat
    assert (again.closed_at, again.closed_because) == (None, Because.NOTHING)
    assert again.reserved_until == START + timedelta(hours=9)
    assert granted(bench.put("ada/1", later, seat=again.seat)).place.seat == again.seat


@pytest.mark.rule("OFF-6", "SEAT-15")
def test_reservation_whose_date_passed_is_over_at_the_next_contact() -> None:
    bench = Bench({1: owned("eve", 1)}, (member("eve", "ada"),))
    first = granted(bench.put("ada/1", START)).place
    bench.change("ada/1", reserved_until=START + timedelta(hours=1), license_id="L-1")
    later = START + timedelta(hours=2)
    place = granted(bench.put("ada/1", later, seat=first.seat)).place
    assert (place.reserved_until, place.license_id) == (None, None)
    assert place.last_contact_at == later


@pytest.mark.rule("SEAT-2", "SAFE-1")
def test_each_refusal_lists_what_was_tried() -> None:
    bench = Bench({1: owned("ada", 1)})
    seat = granted(bench.put("ada/1", START)).place.seat
    bench.change("ada/1", closed_at=START, closed_because=Because.FREED)
    lost = refused(bench.put("ada/1", START, seat=seat))
    assert lost.members == {"because": "freed", "tried": ()}
    bench.put("ada/web", START, platform=Platform.WEB)
    second = refused(bench.put("ada/more web", START, platform=Platform.WEB))
    assert second.members == {"since": START, "tried": ()}


@pytest.mark.rule("LIC-9", "SEAT-3")
def test_place_of_a_license_that_is_over_gets_no_further_lease() -> None:
    sold = license_(ends_at=START + HOUR)
    bench = Bench({1: pool_(sold)})
    seat = granted(bench.put("ada/1", START)).place.seat
    answer = refused(bench.put("ada/1", START + HOUR, seat=seat))
    assert answer.code is Code.LICENSE_EXPIRED
