"""Requests that arrive together share one piece of work; each gets its own answer."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest

from server.together import MOST, Together


class Work:
    """Doubles numbers; the first piece waits until it is let go."""

    def __init__(self) -> None:
        self.pieces: list[list[int]] = []
        self.begun, self.may_end = Event(), Event()

    def __call__(self, asked: Sequence[int]) -> list[int]:
        self.pieces.append(list(asked))
        self.begun.set()
        assert self.may_end.wait(10)
        return [2 * each for each in asked]


def itself(given: int) -> int:
    return given


@pytest.mark.rule("SEAT-1")
def test_those_who_come_meanwhile_are_served_together() -> None:
    work = Work()
    together = Together(work, itself)
    number = MOST + 5
    with ThreadPoolExecutor(number + 1) as pool:
        first = pool.submit(together, 0)
        assert work.begun.wait(10)
        others = [pool.submit(together, each) for each in range(1, number + 1)]
        while len(together._waiting) < number:
            pass
        work.may_end.set()
        assert first.result(10) == 0
        assert [each.result(10) for each in others] == [2 * n for n in range(1, number + 1)]
    assert [len(each) for each in work.pieces] == [1, MOST, 5]


@pytest.mark.rule("SEAT-1")
def test_each_thread_gets_its_own_answer_under_load() -> None:
    together = Together(lambda asked: [2 * each for each in asked], itself)
    with ThreadPoolExecutor(16) as pool:
        assert list(pool.map(together, range(3000))) == [2 * n for n in range(3000)]


@pytest.mark.rule("SAFE-1")
def test_fault_is_told_to_all_and_the_next_are_served() -> None:
    def work(asked: Sequence[int]) -> list[int]:
        if 13 in asked:
            raise ValueError("unlucky")
        return list(asked)

    together = Together(work, itself)
    with pytest.raises(ValueError, match="unlucky"):
        together(13)
    assert together(1) == 1


@pytest.mark.rule("SAFE-1")
def test_one_who_cannot_finish_keeps_nobody_waiting() -> None:
    def finish(given: int) -> int:
        if given % 3 == 0:
            raise ValueError("unlucky")
        return given

    together = Together(list, finish)
    with ThreadPoolExecutor(16) as pool:
        asked = [pool.submit(together, number) for number in range(300)]
        failed = [number for number, each in enumerate(asked) if each.exception(10)]
    assert failed == list(range(0, 300, 3))


@pytest.mark.rule("SAFE-1")
def test_work_that_forgets_somebody_is_a_fault_for_all() -> None:
    together = Together(lambda asked: asked[1:], itself)
    for number in range(2):
        with pytest.raises(ValueError, match="zip"):
            together(number)
