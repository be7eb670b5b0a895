"""A few people with a few licenses; each step is done, told to the naive story, and compared."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from tests.server.model.line import shown
from tests.server.model.naive import Said, Stands
from tests.server.model.offline import Offline
from tests.server.model.story import Paper, Story, is_web

OWNERS = ["ada", "bob", "dora"]
COMPUTERS = [
    "ada/1", "ada/2", "ada/3", "ada/web", "bob/1", "bob/2", "ben/1", "ben/2", "ben/web",
    "ben/other web", "eve/1", "dora/1", "dora/2",
]  # fmt: skip
ISLANDS = ["ada/island", "ada/island two", "ben/island", "bob/island"]
MEMBERSHIPS = [("ada", "bob"), ("ada", "ben"), ("ada", "eve"), ("bob", "eve"), ("bob", "dora")]
WAITS = [
    timedelta(seconds=30), timedelta(minutes=2), timedelta(minutes=5), timedelta(minutes=9),
    timedelta(minutes=11), timedelta(hours=1), timedelta(hours=2, seconds=1), timedelta(hours=8),
    timedelta(hours=24), timedelta(days=2), timedelta(days=31),
]  # fmt: skip
ACTS = {
    "put": 26, "start": 8, "take over": 2, "close": 12, "give up": 4, "log out": 8, "reserve": 8,
    "give back": 4, "bind": 2, "bring back": 1, "stand": 10, "leave line": 2, "free": 2, "lose": 1,
    "wait": 14, "member": 5, "license": 2, "transfer": 1, "limit": 1,
}  # fmt: skip


class Difference(AssertionError):
    """The server and the naive story say two things."""


@dataclass
class World:
    """`way` does it, over values, by the verbs or over HTTP; `wait` moves its clock."""

    way: Any
    wait: Callable[[timedelta], None]
    story: Story = field(default_factory=Story)
    done: list[tuple[str, str, int]] = field(default_factory=list)
    answers: Counter[str] = field(default_factory=Counter)
    settled_at: datetime | None = None
    looks: int = 0
    look_every: int = 1  # steps; each answer is compared at once

    @property
    def naive(self) -> Offline:
        return Offline(self.story)

    def now(self) -> datetime:
        return self.way.now()

    def step(self, act: str, computer: str, number: int) -> None:
        self.done.append((act, computer, number))
        self.wait(timedelta(seconds=1))
        self._settle()
        getattr(self, f"_{act.replace(' ', '_')}")(computer, number)
        self._settle()
        if len(self.done) % self.look_every == 0:
            self.look()

    # Computers

    def _put(self, computer: str, number: int) -> None:
        self._ask(computer, start=computer not in self.way.seats)

    def _start(self, computer: str, number: int) -> None:
        self._ask(computer, start=True)

    def _take_over(self, computer: str, number: int) -> None:
        browsers = [each for each in COMPUTERS if is_web(each)]
        self._ask(browsers[number % len(browsers)], start=True, take_over=True)

    def _ask(self, computer: str, start: bool, take_over: bool = False) -> None:
        said = self.naive.put(computer, self.now(), start, take_over)
        contact = not start and not said.began and not self.story.closed_itself(computer)
        ask, before = self.way.start if start else self.way.put, self.way.seats.get(computer)
        self._compare(said, ask(computer, take_over))
        if said.code == "yes":  # a contact keeps the place's id; a start has another (SEAT-15)
            self._same(contact, self.way.seats[computer] == before)
        if said.ended:
            self._tell("taken over", said.ended)
        self._sits_or_lost(computer, said)

    def _sits_or_lost(self, computer: str, said: Said) -> None:
        """Whoever is told that the pool shrank has no place any more."""
        self._sits(computer, said)
        at, story = self.now(), self.story
        keeps = not story.lives(computer, at) or story.reserved_until(computer, at)
        if said.code == "seat-lost" and not keeps:
            self._tell("shrank", computer)

    def _sits(self, computer: str, said: Said, runs: bool = True) -> None:
        if said.code != "yes":
            return
        if said.day:
            self._tell("day", said.pool, until=said.day)
        what = "began" if said.began else "contact" if runs else "kept"
        self._tell(what, computer, pool=said.pool, exp=said.exp)

    def _close(self, computer: str, number: int) -> None:
        if computer not in self.way.seats:
            return
        self.way.close(computer)
        if self.story.lives(computer, self.now()):
            owners = self.story.is_owners(computer, self.story.pool(computer))
            if not owners or is_web(computer):
                self._tell("closed", computer)

    def _give_up(self, computer: str, number: int) -> None:
        if computer in self.way.seats:
            self.way.close(computer, given_up=True)
            self._leaves(computer)

    def _log_out(self, computer: str, number: int) -> None:
        self.way.log_out(computer)
        self._leaves(computer)

    def _leaves(self, computer: str) -> None:
        if self.story.lives(computer, self.now()):
            self._tell("left", computer)

    def _reserve(self, computer: str, number: int) -> None:
        at = self.now()
        until = at + timedelta(hours=(number % 60) * 12 - 1)
        said = self.naive.reserve(computer, until, at)
        runs = said.began or not (self.story.stay(computer) and self.story.is_closed(computer))
        self._compare(said, self.way.reserve(computer, until))
        self._sits(computer, said, runs)
        if said.code == "yes":
            self._tell("reserved", computer, pool=said.pool, until=said.until, license=said.license)

    def _give_back(self, computer: str, number: int) -> None:
        at, story = self.now(), self.story
        told = self.way.give_back(computer)
        if not story.lives(computer, at):
            self._same(None, told)
            return
        owners = story.is_owners(computer, story.pool(computer)) and not is_web(computer)
        if not owners and not story.in_use(computer, at):
            self._same(None, told)
            self._tell("left", computer)
            return
        self._tell("returned", computer)
        said = self.naive.put(computer, at, start=False)
        self._compare(said, told)
        self._sits_or_lost(computer, said)

    # Computers without a network

    def _bind(self, computer: str, number: int) -> None:
        """By a new request, or by the one before once more."""
        island, story = ISLANDS[number % len(ISLANDS)], self.story
        again = number % 3 == 0 and story.has_asked(island)
        if not again:
            self._tell("asked", island)
        answered = story.is_answered(island)
        used_up = answered and story.brought_back(island, len(story.responses(island)) - 1)
        said = self.naive.bind(island, self.now(), used_up)
        self._same(said.code, self.way.bind(island, again))
        if said.began:
            self._tell("bound", island, pool=said.pool, license=said.license)
        elif said.code == "yes" and not answered:
            self._tell("answered", island)

    def _bring_back(self, computer: str, number: int) -> None:
        there = [island for island in ISLANDS if self.story.responses(island)]
        if not there:
            return
        island = there[number % len(there)]
        response = max(0, len(self.story.responses(island)) - 1 - number // 20 % 3)
        said = self.naive.bring_back(island, response, self.now())
        again = self.story.brought_back(island, response)
        self._same(said, self.way.bring_back(island, response))
        if said == "yes" and not again:
            license = self.story.kept_license(island)
            self._tell("gave back", island, license=license, number=response)

    # The line

    def _stand(self, computer: str, number: int) -> None:
        said, person = self.naive.stand(computer, self.now()), computer.split("/")[0]
        told = self.way.stand(computer)
        self.answers["standing" if isinstance(said, list) else said] += 1
        self._same((said[0].ahead, said[0].offer) if isinstance(said, list) else said, told)
        for each in said if isinstance(said, list) else []:
            self._stands(person, each)

    def _stands(self, person: str, each: Stands) -> None:
        self._tell("stood", person, pool=each.pool, until=each.offer)

    def _leave_line(self, computer: str, number: int) -> None:
        self.way.leave_line(computer)
        self._tell("left line", computer.split("/")[0])

    # People and time

    def _free(self, computer: str, number: int) -> None:
        computer = ISLANDS[number % 4] if number % 10 == 0 else computer
        owner = self._owner_of(computer) or OWNERS[number % 3]
        said = self.naive.free(owner, computer, self.now())
        self._same(said, self.way.free(owner, computer))
        if said == "yes":
            self._tell("freed", computer, pool=owner)

    def _owner_of(self, computer: str) -> str:
        there = self.story.stay(computer)
        return self.story.pool(computer).removesuffix("'s trial") if there else ""

    def _lose(self, computer: str, number: int) -> None:
        computer = ISLANDS[number % 4] if number % 10 == 0 else computer
        said = self.naive.lose(computer, self.now())
        self._same(said, self.way.lose(computer))
        if said == "yes" and self.story.lives(computer, self.now()):
            self._tell("lost", computer)

    def _wait(self, computer: str, number: int) -> None:
        self.wait(WAITS[number % len(WAITS)])

    def _member(self, computer: str, number: int) -> None:
        owner, member = MEMBERSHIPS[number % len(MEMBERSHIPS)]
        possible = {
            "member": ["blocked", "removed", "quit"],
            "membership-blocked": ["unblocked", "removed"],
            "membership-ended": ["joined"],
        }[self.story.standing(member, owner)]
        act = possible[number // len(MEMBERSHIPS) % len(possible)]
        self.way.member_act(act, owner, member)
        self._tell(act, member, pool=owner)

    def _license(self, computer: str, number: int) -> None:
        papers = [paper for paper in self.story.papers if not paper.pool.endswith("trial")]
        suspended = [paper for paper in papers if self.story.is_suspended(paper.name)]
        paper = (suspended or papers)[number % len(suspended or papers)]
        if suspended:
            self._license_act("resumed", paper)
        elif number % 4 == 0:
            self._license_act("suspended", paper)
        elif ends := self.story.ends(paper):
            self._end_on(paper, ends, number)

    def _end_on(self, paper: Paper, ends: datetime, number: int) -> None:
        """Prolonged by support, or ended early by the shop."""
        if number % 4 == 1:
            early = (ends - timedelta(days=number % 30)).date()
            self._license_act("renewed", paper, max(early, self.now().date()))
        else:
            self._license_act("prolonged", paper, (ends + timedelta(days=number % 20)).date())

    def _license_act(self, act: str, paper: Paper, last_day: date | None = None) -> None:
        ends = self.way.license_act(act, paper.name, last_day)
        if last_day is None:
            self._tell(act, paper.name)
        else:
            self._tell("ends", paper.name, until=ends)

    def _transfer(self, computer: str, number: int) -> None:
        story, at = self.story, self.now()
        papers = [paper for paper in story.papers if not paper.pool.endswith("trial")]
        paper = papers[number % len(papers)]
        (before,) = [pool for pool in story.pools() if paper in story.owned(pool)]
        to = [owner for owner in OWNERS if owner != before][number // 5 % 2]
        self.way.transfer(paper.name, to)
        came_along = [
            c for c in self.naive.away(before, at, "") if story.kept_license(c) == paper.name
        ]
        self._tell("transferred", paper.name, pool=to)
        for computer in came_along:
            self._tell("moved", computer, pool=to)
        for leases_hold in (True, False):  # first where no lease is cut short, then wherever
            for computer in self.naive.leaving(before, at, leases_hold):
                self._tell("shrank", computer)
        for trial in story.owned(f"{to}'s trial"):
            if story.runs(trial, at.replace(microsecond=0)):
                self._tell("ends", trial.name, until=at.replace(microsecond=0))

    def _limit(self, computer: str, number: int) -> None:
        what = ["offline days", "offline seats", "members may bind"][number % 3]
        value = [None, 0, 1, 3, 5, 30][number % 6]
        owner = OWNERS[number % 2]
        if owner in self.story.all_pools():
            self.way.limit(owner, what, value)
            self._tell(what, owner, number=value)

    def _tell(self, what: str, who: str, **more: object) -> None:
        self.story.tell(self.now(), what, who, **more)

    # Comparing

    def _compare(self, said: Said, told: Any) -> None:
        self.answers[said.code] += 1
        self._same(said.code, told and told.code)
        if said.code == "yes":
            self._same((said.pool, said.exp), (told.pool, told.exp))
            if said.exp is not None and said.exp <= self.now():
                raise Difference(f"a yes that is worth nothing: until {said.exp}")

    def look(self) -> None:
        """The count of every pool, as its owner sees it; and no seat too many."""
        self.looks += 1
        at = self.now()
        for pool, counts in self.way.pools().items():
            self._same(
                (pool, shown(self.story, pool, at), self.story.seats(pool, at)), (pool, *counts)
            )
            self._none_too_many(pool, at)
        self._no_lease_outlives_its_place(at)
        if wrong := self.way.wrong_terms():
            raise Difference(f"wrong terms: {wrong}")

    def _no_lease_outlives_its_place(self, at: datetime) -> None:
        """But where somebody acted: a close, a return, a license that went away (LEASE-9)."""
        for computer in self.story.computers():
            stay = self.story.stay(computer)
            acted = not stay or any(fact.what == "moved" for fact in stay)
            acted = acted or "returned" in self.story.since_heard(computer)
            if acted or self.story.lives(computer, at) or self.story.is_closed(computer):
                continue
            if (self.story.exp(computer) or at) > at:
                raise Difference(f"the lease of {computer} outlives its place")

    def _settle(self) -> None:
        at = self.now()
        self.naive.settle(self.settled_at or at, at)
        self.settled_at = at

    def _none_too_many(self, pool: str, at: datetime) -> None:
        """Leases in force, counted, fit (SEAT-16), unless support or the shop took seats away."""
        acts = ("suspended", "transferred", "ends")
        mine = [p.name for p in self.story.papers if pool in self.story.pools_of(p)]
        if any(fact.what in acts and fact.who in mine for fact in self.story.facts):
            return
        promised = [c for c in self.story.sitting(pool, at) if (self.story.exp(c) or at) > at]
        if self.story.count(pool, promised) > self.story.seats(pool, at):
            raise Difference(f"{pool} has more leases in force than seats: {promised}")

    def _same(self, said: object, told: object) -> None:
        if said != told:
            raise Difference(f"the story says {said}, the server {told}, at {self.done[-1]}")


def build(world: World, chance: random.Random) -> World:
    """The licenses and memberships that all begins with; sizes and settings differ."""
    at = world.now().replace(microsecond=0)
    for owner in OWNERS:
        world.way.confirm(owner)
    for owner, member in MEMBERSHIPS:
        world.way.member(owner, member, days_ago=50 - MEMBERSHIPS.index((owner, member)))
        world.story.tell(at, "joined", member, pool=owner)
    for name, owner, seats, days in (
        ("first", "ada", chance.randint(1, 4), None),
        ("second", "ada", chance.randint(1, 3), chance.randint(1, 40)),
        ("bob's", "bob", chance.randint(1, 2), chance.choice([None, 20])),
    ):
        ends = None if days is None else at + timedelta(days=days)
        world.way.license(name, owner, seats, ends)
        world.story.papers.append(Paper(name, owner, seats, ends))
    ends = at + timedelta(days=90)
    world.way.trial("trial", "dora", ends)
    world.story.papers.append(Paper("trial", "dora's trial", 1, ends, desktops_only=True))
    for what, value in (
        ("members may bind", chance.choice([0, 1])),
        ("offline days", chance.choice([None, 0, 5, 30])),
        ("offline seats", chance.choice([None, 1, 2, 3])),
    ):
        world.way.limit("ada", what, value)
        world.story.tell(at, what, "ada", number=value)
    return world
