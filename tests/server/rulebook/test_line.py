"""Who comes before whom when a seat is free: the line and what is held for it (SEAT-7, SEAT-0)."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from contract.problems import Code
from server.rulebook.facts import Pool, Refusal, Waiting
from server.rulebook.line import claims_before, line_of, people_waiting, waiting_of
from server.rulebook.seats import has_room, seats_in_use
from server.rulebook.taking import new_place
from server.rulebook.waiting import stand, wait
from tests.fakes.pools import START, TERMS, Bench, license_, member, pool_, trial_pool

MINUTE = timedelta(minutes=1)
NOW = START + timedelta(hours=1)


def in_line(account: str, row: int, heard: timedelta = MINUTE, **more: object) -> Waiting:
    since = START + timedelta(seconds=row)
    return Waiting(account, since, NOW - heard, row=row, **more)  # type: ignore[arg-type]  # a test's shorthand


def pool_with(*line: Waiting, seats: int = 1) -> Pool:
    return replace(pool_(license_(seats=seats)), line=line)


def before(pool: Pool, account: str, at: datetime = NOW) -> int:
    return claims_before(pool, account, TERMS, at)


def names(pool: Pool, at: datetime = NOW) -> list[str]:
    return [each.account for each in line_of(pool, TERMS, at)]


def fits(pool: Pool, account: str, at: datetime = NOW) -> bool:
    asker = Bench({}).asker(f"{account}/1")
    return has_room(pool, new_place(asker, at), TERMS, at)


@pytest.mark.rule("SEAT-7", "SEAT-0")
def test_free_seat_goes_to_the_first_who_was_heard_from() -> None:
    pool = pool_with(in_line("ben", 1), in_line("eve", 2))
    assert [before(pool, name) for name in ("ben", "eve", "zoe")] == [0, 1, 2]
    assert [fits(pool, name) for name in ("ben", "eve", "zoe")] == [True, False, False]


@pytest.mark.rule("SEAT-7")
def test_whoever_fell_silent_holds_no_seat_but_keeps_the_turn() -> None:
    pool = pool_with(in_line("ben", 1, heard=2 * MINUTE), in_line("eve", 2))
    assert (before(pool, "eve"), before(pool, "ben")) == (0, 0)
    assert fits(pool, "eve")
    assert names(pool) == ["ben", "eve"]


@pytest.mark.rule("SEAT-7")
def test_eight_silent_hours_end_a_standing() -> None:
    pool = pool_with(in_line("ben", 1, heard=timedelta(hours=8)), in_line("eve", 2))
    assert names(pool) == ["eve"]
    assert people_waiting(pool, TERMS, NOW) == 1


@pytest.mark.rule("SEAT-7")
def test_offer_that_was_told_stands_before_everybody() -> None:
    offer = in_line("eve", 2, heard=4 * MINUTE, offered_until=NOW + MINUTE)
    pool = pool_with(in_line("ben", 1), offer)
    assert (before(pool, "eve"), before(pool, "ben"), before(pool, "ada")) == (0, 1, 1)
    assert [fits(pool, name) for name in ("eve", "ben", "ada", "zoe")] == [True] + [False] * 3


@pytest.mark.rule("SEAT-7")
def test_silent_holder_of_an_offer_is_one_of_the_waiting() -> None:
    offer = in_line("eve", 2, heard=4 * MINUTE, offered_until=NOW + MINUTE)
    assert people_waiting(pool_with(offer), TERMS, NOW) == 1
    assert people_waiting(pool_with(offer), TERMS, NOW + MINUTE) == 0


@pytest.mark.rule("SEAT-7")
def test_offer_let_pass_is_none_any_more() -> None:
    pool = pool_with(in_line("ben", 1, heard=timedelta(), offered_until=NOW))
    held = waiting_of(pool, "ben", TERMS, NOW)
    assert held is not None
    assert (held.since, held.offered_until) == (NOW, None)


@pytest.mark.rule("SEAT-7")
def test_offer_let_pass_leads_to_the_end_of_the_line() -> None:
    passed = in_line("ben", 1, heard=timedelta(), offered_until=NOW)
    assert names(pool_with(passed, in_line("eve", 2))) == ["eve", "ben"]
    joined_since = Waiting("zoe", NOW + MINUTE, NOW + MINUTE, row=3)
    pool = pool_with(passed, in_line("eve", 2), joined_since)
    assert names(pool, NOW + MINUTE) == ["eve", "ben", "zoe"]


@pytest.mark.rule("SEAT-7", "SEAT-0")
def test_owner_comes_before_all_who_have_no_offer_yet() -> None:
    pool = pool_with(in_line("ben", 1), in_line("ada", 2))
    assert (before(pool, "ada"), before(pool, "ben")) == (0, 1)
    assert names(pool) == ["ada", "ben"]
    assert fits(pool_with(in_line("ben", 1)), "ada")


@pytest.mark.rule("SEAT-7")
def test_earlier_offer_comes_first_when_seats_became_fewer() -> None:
    early = in_line("ben", 2, offered_until=NOW + MINUTE)
    late = in_line("eve", 1, offered_until=NOW + 2 * MINUTE)
    pool = pool_with(late, early)
    assert (before(pool, "ben"), before(pool, "eve")) == (0, 1)
    assert (fits(pool, "ben"), fits(pool, "eve")) == (True, False)


@pytest.mark.rule("SEAT-7")
def test_whoever_asks_beside_the_line_needs_more_than_is_held() -> None:
    line = (in_line("ben", 1), in_line("eve", 2))
    assert not fits(pool_with(*line, seats=2), "zoe")
    assert fits(pool_with(*line, seats=3), "zoe")


@pytest.mark.rule("SEAT-0")
def test_no_more_is_held_than_is_free() -> None:
    bench = Bench({1: pool_with(in_line("ben", 1))}, (member("ada", "eve"),))
    bench.put("ada/1", NOW)
    full = bench.pool()
    assert seats_in_use(full, TERMS, NOW) == 1
    assert has_room(full, new_place(bench.asker("ada/2"), NOW), TERMS, NOW)


@pytest.mark.rule("SEAT-7")
def test_only_the_own_call_tells_of_a_free_seat() -> None:
    pool = pool_with(in_line("ben", 1), in_line("eve", 2))
    told = stand(pool, "ben", TERMS, NOW)
    assert (told.waiting.offered_until, told.ahead) == (NOW + 5 * MINUTE, 0)
    second = stand(replace(pool, line=(told.waiting, in_line("eve", 2))), "eve", TERMS, NOW)
    assert (second.waiting.offered_until, second.ahead) == (None, 1)


@pytest.mark.rule("SEAT-7")
def test_offer_is_not_lengthened_by_calling_again() -> None:
    pool = pool_with(in_line("ben", 1, offered_until=NOW + MINUTE))
    assert stand(pool, "ben", TERMS, NOW).waiting.offered_until == NOW + MINUTE


@pytest.mark.rule("SEAT-7")
def test_standing_again_keeps_the_place_and_is_a_sign_of_life() -> None:
    pool = pool_with(in_line("ada", 9), in_line("ben", 1, heard=9 * MINUTE), seats=1)
    again = stand(pool, "ben", TERMS, NOW).waiting
    assert (again.since, again.heard_at) == (in_line("ben", 1).since, NOW)
    assert waiting_of(pool, "zoe", TERMS, NOW) is None


@pytest.mark.rule("SEAT-0", "SEAT-7")
def test_offered_seats_are_shown_as_taken() -> None:
    offer = in_line("ben", 1, offered_until=NOW + MINUTE)
    assert seats_in_use(pool_with(offer, seats=2), TERMS, NOW) == 1
    assert seats_in_use(pool_with(offer, seats=2), TERMS, NOW + MINUTE) == 0


@pytest.fixture
def two_lines() -> Bench:
    """Two full pools that Ben may use; two people wait at Ada's, one at Eve's."""
    ada = replace(pool_(license_()), line=(in_line("cem", 1), in_line("dan", 2)))
    eve = replace(pool_(license_("L-2", owner="eve"), number=2), line=(in_line("dan", 3),))
    bench = Bench({1: ada, 2: eve}, (member("ada", "ben"), member("eve", "ben")))
    bench.pools[9] = trial_pool("ben")
    for device in ("ada/1", "eve/1", "ben/1", "ben/2"):
        bench.put(device, NOW)
    return bench


def waits(bench: Bench, at: datetime = NOW) -> list[tuple[str, int, bool]]:
    told = wait(bench.asker("ben/3"), bench.table("ben", "ben/3"), TERMS, at)
    assert not isinstance(told, Refusal), told
    return [(s.pool.owner, s.ahead, s.waiting.offered_until is not None) for s in told]


@pytest.mark.rule("SEAT-7")
def test_nearest_line_is_told_first_and_none_of_a_personal_license(two_lines: Bench) -> None:
    assert two_lines.sits_in["ben", "ben/1"] == 9
    assert waits(two_lines) == [("eve", 1, False), ("ada", 2, False)]


@pytest.mark.rule("SEAT-7")
def test_offer_comes_before_a_shorter_line(two_lines: Bench) -> None:
    pool = two_lines.pools[1]
    mine = in_line("ben", 5, offered_until=NOW + MINUTE)
    two_lines.pools[1] = replace(pool, line=(*pool.line, mine))
    two_lines.pools[2] = replace(two_lines.pools[2], line=())
    assert waits(two_lines) == [("ada", 0, True), ("eve", 0, False)]
    later = two_lines.pools[1].line[0]
    told_first = replace(later, offered_until=NOW + timedelta(seconds=30))
    two_lines.pools[1] = replace(pool, line=(told_first, mine))
    assert waits(two_lines) == [("ada", 0, True), ("eve", 0, False)]


@pytest.mark.rule("SEAT-7")
def test_whose_turn_it_is_stands_in_no_line_of_a_pool_with_room() -> None:
    ada = replace(pool_(license_()), line=(in_line("ben", 1),))
    eve = pool_(license_("L-2", owner="eve"), number=2)
    bench = Bench({1: ada, 2: eve}, (member("ada", "ben"), member("eve", "ben")))
    assert waits(bench) == [("ada", 0, True)]


@pytest.mark.rule("SEAT-7", "SAFE-1")
def test_who_may_use_no_pool_is_offered_no_line() -> None:
    bench = Bench({1: pool_(license_())})
    refused = wait(bench.asker("zoe/1"), bench.table("zoe", "zoe/1"), TERMS, NOW)
    assert refused == Refusal(Code.LINE_NOT_OFFERED)
    mine = wait(bench.asker("ada/1"), bench.table("ada", "ada/1"), TERMS, NOW)
    assert mine == Refusal(Code.SEAT_FREE)
