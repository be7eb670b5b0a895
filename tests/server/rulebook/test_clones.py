"""Two computers with the files of one: told to both, and nobody without a reason (LEASE-10)."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.rulebook.clones import Heard, Trail, hear, is_watched


@dataclass
class Server:
    """Hands out leases 1, 2, 3 … to computers that name the last one that reached them."""

    trail: Trail = field(default_factory=Trail)
    given: int = 0
    held: dict[str, str] = field(default_factory=dict)

    def contact(self, computer: str, arrives: bool = True) -> bool:
        self.given += 1
        heard = hear(self.trail, self.held.get(computer), str(self.given))
        self.trail = heard.trail
        if arrives:
            self.held[computer] = str(self.given)
        return heard.is_clone and arrives

    def contacts(self, computers: str) -> list[bool]:
        return [self.contact(each) for each in computers]


@pytest.fixture
def server() -> Server:
    server = Server()
    server.contacts("aaa")
    return server


@pytest.mark.rule("LEASE-10")
def test_clone_is_told_once_on_each_of_the_two(server: Server) -> None:
    server.held["b"] = server.held["a"]
    assert server.contacts("aabbaabb") == [False] * 6 + [True, False]
    assert is_watched(server.trail)
    assert server.contacts("aab") == [True, False, False]


@pytest.mark.rule("LEASE-10")
def test_restored_file_is_no_clone(server: Server) -> None:
    old = server.held["a"]
    for _ in range(3):
        server.contacts("aaa")
        server.held["a"] = old
        assert server.contacts("aaaa") == [False] * 4


@pytest.mark.rule("LEASE-10", "SAFE-3")
@given(answers=st.lists(st.booleans(), max_size=40))
def test_one_computer_is_never_a_clone_however_many_answers_are_lost(answers: list[bool]) -> None:
    server = Server()
    assert not any(server.contact("a", arrives) for arrives in answers)


@pytest.mark.rule("LEASE-10")
def test_other_computer_that_is_silent_is_told_when_it_comes(server: Server) -> None:
    server.held["b"] = server.held["a"]
    assert server.contacts("aabbaab")[-1] is True
    assert server.contacts("bbbb") == [False] * 4
    assert server.contact("a") is True


@pytest.mark.rule("LEASE-10")
@given(runs=st.lists(st.integers(2, 5), min_size=8, max_size=20))
def test_two_that_contact_now_and_then_are_both_told(runs: list[int]) -> None:
    server = Server()
    server.contacts("aaa")
    server.held["b"] = server.held["a"]
    told = set()
    for number, run in enumerate(runs):
        who = "ab"[number % 2]
        told |= {who for was in server.contacts(who * run) if was}
    assert told == {"a", "b"}


@pytest.mark.rule("LEASE-10")
@pytest.mark.parametrize(
    ("before", "named", "after", "is_clone"),
    [
        (Trail(), "x", Trail("n"), False),
        (Trail("l", "b"), None, Trail("n", "l"), False),
        (Trail("l", "b"), "l", Trail("n", "l"), False),
        (Trail("l", "b"), "b", Trail("n", "l"), False),
        (Trail("l", "b"), "x", Trail("n", "l", stray="n"), False),
        (Trail("l", "b", stray="s"), "x", Trail("n", "l", stray="s"), False),
        (Trail("l", "b", stray="l"), "l", Trail("n", "l", stray="n"), False),
        (Trail("l", "b", stray="s"), "s", Trail("n", "l", told="n"), True),
        (Trail("l", "b", told="t"), "t", Trail("n", "l", told="n"), False),
        (Trail("l", "b", told="t"), "l", Trail("n", "l"), True),
    ],
)
def test_trail_after_each_kind_of_contact(
    before: Trail, named: str | None, after: Trail, is_clone: bool
) -> None:
    assert hear(before, named, "n") == Heard(after, is_clone)


@pytest.mark.rule("LEASE-10")
def test_trail_is_watched_while_somebody_strays_or_is_to_be_told() -> None:
    assert is_watched(Trail("l", "b", stray="s"))
    assert is_watched(Trail("l", "b", told="t"))
    assert not is_watched(Trail("l", "b"))
