"""The web edition's places (SEAT-10): one open session a person, and what ends it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from contract.problems import Code
from server.rulebook.facts import Because, Platform, Refusal
from server.rulebook.reservations import close, reserve
from server.rulebook.taking import Grant
from tests.fakes.pools import START, TERMS, Bench, license_, member, pool_

WEB = Platform.WEB
MINUTE = timedelta(minutes=1)


@pytest.fixture
def bench() -> Bench:
    """Ada's two seats, with Ben her member."""
    return Bench({1: pool_(license_(seats=2))}, (member("ada", "ben"),))


def web(bench: Bench, name: str, at=START, **more: object) -> Grant | Refusal:
    return bench.put(name, at, platform=WEB, **more)  # type: ignore[arg-type]  # a test's shorthand


def code(answer: Grant | Refusal) -> Code | None:
    return answer.code if isinstance(answer, Refusal) else None


@pytest.mark.rule("SEAT-10")
@pytest.mark.parametrize("person", ["ada", "ben"])
def test_second_session_of_a_person_is_refused_until_the_first_is_over(
    bench: Bench, person: str
) -> None:
    web(bench, f"{person}/a")
    answer = web(bench, f"{person}/b", START + 9 * MINUTE)
    assert isinstance(answer, Refusal)
    assert (answer.code, answer.members["since"]) == (Code.WEB_SESSION_OPEN, START)
    assert code(web(bench, f"{person}/b", START + 10 * MINUTE)) is None


@pytest.mark.rule("SEAT-10")
def test_two_people_have_a_session_each(bench: Bench) -> None:
    assert [code(web(bench, name)) for name in ("ada/a", "ben/a")] == [None, None]
    assert bench.in_use(START) == 2


@pytest.mark.rule("SEAT-10", "SEAT-0")
def test_owners_session_and_computers_share_a_seat(bench: Bench) -> None:
    for name in ("ada/1", "ada/2"):
        bench.put(name, START)
    web(bench, "ada/a")
    assert bench.in_use(START) == 1
    assert code(bench.put("ben/1", START)) is None


@pytest.mark.rule("SEAT-10")
@pytest.mark.parametrize("person", ["ada", "ben"])
def test_take_over_ends_the_first_session_and_tells_it(bench: Bench, person: str) -> None:
    first = web(bench, f"{person}/a")
    assert isinstance(first, Grant)
    given = web(bench, f"{person}/b", START + MINUTE, take_over=True)
    assert isinstance(given, Grant)
    assert given.taken_over is not None
    assert given.taken_over.closed_because is Because.TAKEN_OVER
    told = web(bench, f"{person}/a", START + 2 * MINUTE, seat=first.place.seat)
    assert isinstance(told, Refusal)
    assert (told.code, told.members["because"]) == (Code.SEAT_LOST, "taken-over")
    assert bench.in_use(START + 2 * MINUTE) == 1


@pytest.mark.rule("SEAT-10")
def test_take_over_in_a_full_pool_needs_no_seat_more() -> None:
    bench = Bench({1: pool_(license_())}, (member("ada", "ben"),))
    web(bench, "ben/a")
    assert code(web(bench, "ben/b", take_over=True)) is None
    assert bench.in_use(START) == 1


@pytest.mark.rule("SEAT-10")
def test_take_over_that_gets_no_seat_ends_nothing(bench: Bench) -> None:
    bench.memberships = (*bench.memberships, member("eve", "ben"))
    bench.pools[2] = pool_(license_("L-2", owner="eve"), number=2)
    web(bench, "ben/a")
    bench.memberships = (member("eve", "ben"),)
    bench.put("eve/1", START)
    assert code(web(bench, "ben/b", take_over=True)) is Code.SEATS_EXHAUSTED
    assert bench.lives("ben/a", START)


@pytest.mark.rule("SEAT-10", "SEAT-6")
def test_take_over_counts_everybody_elses_places(bench: Bench) -> None:
    bench.memberships = tuple(member("ada", name) for name in ("ben", "cem", "eve"))
    bench.pools[1] = pool_(license_(seats=3))
    for name in ("cem/1", "eve/1"):
        bench.put(name, START)
    web(bench, "ben/a")
    bench.pools[1] = pool_(license_(seats=2))
    assert code(web(bench, "ben/b", take_over=True)) is Code.SEATS_EXHAUSTED
    assert bench.lives("ben/a", START)


@pytest.mark.rule("SEAT-10", "SEAT-15")
def test_session_that_starts_again_in_the_same_browser_keeps_its_place(bench: Bench) -> None:
    web(bench, "ada/a")
    assert code(web(bench, "ada/a", START + MINUTE)) is None


@pytest.mark.rule("SEAT-10", "SEAT-3")
def test_closing_a_browser_ends_the_owners_session_too(bench: Bench) -> None:
    web(bench, "ada/a")
    closed = close(bench.pool(), bench.place("ada/a"), TERMS, START + MINUTE)
    bench.store(bench.pool(), closed, START + MINUTE)
    assert not bench.lives("ada/a", START + MINUTE)
    assert code(web(bench, "ada/b", START + MINUTE)) is None


@pytest.mark.rule("SEAT-10")
def test_web_session_is_never_reserved(bench: Bench) -> None:
    web(bench, "ada/a")
    answer = reserve(bench.pool(), bench.place("ada/a"), START + 99 * MINUTE, TERMS, START)
    assert isinstance(answer, Refusal)
    assert answer.code is Code.OFFLINE_NOT_ALLOWED
