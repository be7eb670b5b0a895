"""The judge of a fight is only worth something if it sees what is wrong."""

from __future__ import annotations

import pytest

from tools.bench.fight import Call
from tools.bench.witness import Block, compare, judge, witnesses

pytestmark = pytest.mark.rule("SEAT-6", "SAFE-3")


def given(device: int, begin: float, end: float, act: str = "start", **more: str) -> Call:
    return Call(device, act, more.get("named", ""), begin, end, 1, 200, "", f"s{device}", "j")


def refused(device: int, begin: float, end: float) -> Call:
    return Call(device, "start", "", begin, end, 1, 409, "seats-exhausted")


def closed(device: int, begin: float, end: float) -> Call:
    return Call(device, "close", f"s{device}", begin, end, 1, 204)


def faults(*calls: Call, seats: int = 1, blocks: tuple[Block, ...] = ()) -> list[str]:
    made = list(calls)
    return judge(made, witnesses(made, list(blocks)), seats)[1]


def test_two_holders_of_one_seat_are_seen() -> None:
    (fault,) = faults(given(1, 0, 1), given(2, 2, 3))
    assert "2 seats were taken" in fault


def test_holders_one_after_another_are_fine() -> None:
    assert faults(given(1, 0, 1), closed(1, 2, 4), given(2, 3, 5)) == []


def test_grant_answered_before_the_close_was_sent_is_seen() -> None:
    (fault,) = faults(given(1, 0, 1), given(2, 2, 3), closed(1, 4, 5))
    assert "2 seats were taken" in fault


def test_refusal_while_nobody_could_sit_is_seen() -> None:
    (fault,) = faults(given(1, 0, 1), closed(1, 2, 3), refused(2, 4, 5))
    assert "a free seat was refused" in fault


def test_refusal_beside_a_possible_holder_is_fine() -> None:
    assert faults(refused(2, 0, 2), given(1, 1, 3), refused(2, 4, 5)) == []


def test_confirmed_seat_that_is_refused_later_is_seen() -> None:
    found = faults(given(1, 0, 1), refused(1, 2, 3))
    assert "a confirmed seat was lost" in found[0]


def test_contact_that_gets_another_place_is_seen() -> None:
    moved = given(1, 2, 3, "contact", named="another")
    (fault,) = faults(given(1, 0, 1), moved)
    assert "changed its id" in fault


def test_seat_given_to_a_blocked_member_is_seen() -> None:
    block = Block(1, begin=0, end=1, again=9, let_in=10)
    (fault,) = faults(given(1, 2, 3), blocks=(block,))
    assert "a blocked member" in fault


def test_seat_of_a_member_blocked_meanwhile_may_go_to_another() -> None:
    block = Block(1, begin=2, end=3, again=9, let_in=10)
    assert faults(given(1, 0, 1), given(2, 4, 5), blocks=(block,)) == []


def test_row_that_says_otherwise_than_the_last_answer_is_seen() -> None:
    calls = [given(1, 0, 1), given(2, 0, 1), closed(2, 2, 3)]
    heard = witnesses(calls, [])
    assert compare(heard, [[1, True, "s1", "j"], [2, False, "s2", "j"]]) == []
    assert len(compare(heard, [[1, False, "s1", "j"], [2, True, "s2", "j"]])) == 2
    assert len(compare(heard, [[1, True, "s1", "older"], [2, False, "s2", "j"]])) == 1
