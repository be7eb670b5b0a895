"""A few people with a few licenses; each step is done, told to the naive story, and compared."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from tests.fakes.lab import ALL, Lab
from tests.server.model.deeds import ByVerbs, People, Told
from tests.server.model.naive import Naive, Said
from tests.server.model.story import Paper, Story

COMPUTERS = [
    "ada/1", "ada/2", "ada/3", "ada/web", "bob/1", "bob/2", "ben/1", "ben/2", "ben/web", "eve/1",
    "dora/1", "dora/2",
]  # fmt: skip
ISLANDS = ["ada/island", "ada/island two", "ben/island", "bob/island"]
MEMBERSHIPS = [("ada", "bob"), ("ada", "ben"), ("ada", "eve"), ("bob", "eve"), ("bob", "dora")]
WAITS = [
    timedelta(minutes=9), timedelta(minutes=11), timedelta(hours=1), timedelta(hours=2, seconds=1),
    timedelta(hours=8), timedelta(hours=24), timedelta(days=2), timedelta(days=31),
]  # fmt: skip
ACTS = {
    "put": 26, "start": 8, "close": 12, "give up": 4, "log out": 8, "reserve": 8, "give back": 4,
    "bind": 1, "wait": 14, "member": 5, "license": 2,
}  # fmt: skip


class Difference(AssertionError):
    """The server and the naive story say two things."""


@dataclass
class World:
    """`now` reads the clock that the verbs go by; `wait` moves it."""

    lab: Lab
    deeds: ByVerbs
    people: People
    now: Callable[[], datetime]
    wait: Callable[[timedelta], None]
    story: Story = field(default_factory=Story)
    done: list[tuple[str, str, int]] = field(default_factory=list)
    answers: Counter[str] = field(default_factory=Counter)
    settled_at: datetime | None = None

    @property
    def naive(self) -> Naive:
        return Naive(self.story)

    def step(self, act: str, computer: str, number: int) -> None:
        self.done.append((act, computer, number))
        self.wait(timedelta(seconds=1))
        self._settle()
        getattr(self, f"_{act.replace(' ', '_')}")(computer, number)
        self._look()

    # Computers

    def _put(self, computer: str, number: int) -> None:
        self._ask(computer, start=computer not in self.lab.seats)

    def _start(self, computer: str, number: int) -> None:
        self._ask(computer, start=True)

    def _ask(self, computer: str, start: bool) -> None:
        said = self.naive.put(computer, self.now(), start)
        told = self.deeds.start(computer) if start else self.deeds.put(computer)
        self._compare(said, told)
        self._sits_or_lost(computer, said)

    def _sits_or_lost(self, computer: str, said: Said) -> None:
        """Whoever is told that the pool shrank has no place any more."""
        self._sits(computer, said)
        at, story = self.now(), self.story
        keeps = not story.lives(computer, at) or story.reserved_until(computer, at)
        if said.code == "seat-lost" and not keeps:
            story.tell(at, "shrank", computer)

    def _sits(self, computer: str, said: Said, runs: bool = True) -> None:
        if said.code != "yes":
            return
        at = self.now()
        if said.day:
            self.story.tell(at, "day", said.pool, until=said.day)
        what = "began" if said.began else "contact" if runs else "kept"
        self.story.tell(at, what, computer, pool=said.pool, exp=said.exp)

    def _close(self, computer: str, number: int) -> None:
        if computer not in self.lab.seats:
            return
        self.deeds.close(computer)
        if self.story.lives(computer, self.now()):
            owners = self.story.is_owners(computer, self.story.pool(computer))
            if not owners or computer.endswith("/web"):
                self.story.tell(self.now(), "closed", computer)

    def _give_up(self, computer: str, number: int) -> None:
        if computer in self.lab.seats:
            self.deeds.close(computer, given_up=True)
            self._leaves(computer)

    def _log_out(self, computer: str, number: int) -> None:
        self.deeds.log_out(computer)
        self._leaves(computer)

    def _leaves(self, computer: str) -> None:
        if self.story.lives(computer, self.now()):
            self.story.tell(self.now(), "left", computer)

    def _reserve(self, computer: str, number: int) -> None:
        at = self.now()
        until = at + timedelta(hours=(number % 60) * 12 - 1)
        said = self.naive.reserve(computer, until, at)
        runs = said.began or not (self.story.stay(computer) and self.story.is_closed(computer))
        self._compare(said, self.deeds.reserve(computer, until))
        self._sits(computer, said, runs)
        if said.code == "yes":
            self.story.tell(
                at, "reserved", computer, pool=said.pool, until=said.until, license=said.license
            )

    def _give_back(self, computer: str, number: int) -> None:
        at, story = self.now(), self.story
        told = self.deeds.give_back(computer)
        if not story.lives(computer, at):
            self._same(None, told)
            return
        owners = story.is_owners(computer, story.pool(computer)) and not computer.endswith("/web")
        if not owners and not story.in_use(computer, at):
            self._same(None, told)
            story.tell(at, "left", computer)
            return
        story.tell(at, "returned", computer)
        said = self.naive.put(computer, at, start=False)
        self._compare(said, told or Told("nothing"))
        self._sits_or_lost(computer, said)

    def _bind(self, computer: str, number: int) -> None:
        island, at = ISLANDS[number % len(ISLANDS)], self.now()
        said = self.naive.bind(island, at)
        told = self.deeds.bind(island)
        self._same(said.code, told.code)
        if said.began:
            self.story.tell(at, "bound", island, pool=said.pool, license=said.license)

    # People and time

    def _wait(self, computer: str, number: int) -> None:
        self.wait(WAITS[number % len(WAITS)])

    def _member(self, computer: str, number: int) -> None:
        owner, member = MEMBERSHIPS[number % len(MEMBERSHIPS)]
        possible = {
            "member": ["blocked", "removed"], "membership-blocked": ["unblocked", "removed"],
            "membership-ended": ["joined"],
        }[self.story.standing(member, owner)]  # fmt: skip
        act = possible[number // len(MEMBERSHIPS) % len(possible)]
        self.people.member_act(act, owner, member)
        self.story.tell(self.now(), act, member, pool=owner)

    def _license(self, computer: str, number: int) -> None:
        papers = [paper for paper in self.story.papers if not paper.pool.endswith("trial")]
        suspended = [paper for paper in papers if self.story.is_suspended(paper)]
        paper = (suspended or papers)[number % len(suspended or papers)]
        if suspended:
            self._license_act("resumed", paper)
        elif number % 4 == 0:
            self._license_act("suspended", paper)
        elif ends := self.story.ends(paper):
            self._license_act("prolonged", paper, (ends + timedelta(days=number % 20)).date())

    def _license_act(self, act: str, paper: Paper, last_day: date | None = None) -> None:
        ends = self.people.license_act(act, paper.name, last_day)
        until = ends if act == "prolonged" else None
        self.story.tell(self.now(), act, paper.name, pool=paper.pool, until=until)

    # Comparing

    def _compare(self, said: Said, told: Told) -> None:
        self.answers[said.code] += 1
        self._same(said.code, told.code)
        if said.code == "yes":
            self._same((said.pool, said.exp), (told.pool, told.exp))

    def _look(self) -> None:
        """The count of every pool, as its owner sees it; and no seat too many."""
        self._settle()
        at = self.now()
        for owner in ("ada", "bob", "dora"):
            for pool, shown in self.people.pools(self.lab.person(owner)).items():
                self._same((self.story.taken(pool, at), self.story.seats(pool, at)), shown)
                self._none_too_many(pool, at)

    def _settle(self) -> None:
        at = self.now()
        self.naive.settle(self.settled_at or at, at)
        self.settled_at = at

    def _none_too_many(self, pool: str, at: datetime) -> None:
        """Leases in force, counted, fit (SEAT-16), unless support took seats away."""
        if any(fact.what == "suspended" and fact.pool == pool for fact in self.story.facts):
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
    for owner, member in MEMBERSHIPS:
        world.lab.member(owner, member, days_ago=50 - MEMBERSHIPS.index((owner, member)))
        world.story.tell(at, "joined", member, pool=owner)
    for name, owner, seats, days in (
        ("first", "ada", chance.randint(1, 4), None),
        ("second", "ada", chance.randint(1, 3), chance.randint(1, 40)),
        ("bob's", "bob", chance.randint(1, 2), chance.choice([None, 20])),
    ):
        ends = None if days is None else at + timedelta(days=days)
        world.people.papers[name] = world.lab.license(owner, seats, ends_at=ends)
        world.story.papers.append(Paper(name, owner, seats, ends))
    trial = world.lab.license(
        "dora", kind="trial", ends_at=at + timedelta(days=90),
        platforms=",".join(name for name in ALL.split(",") if name != "web"),
    )  # fmt: skip
    world.story.papers.append(Paper("trial", "dora's trial", 1, trial.ends_at, desktops_only=True))
    _pool_settings(world, chance)
    return world


def _pool_settings(world: World, chance: random.Random) -> None:
    story = world.story
    pool = world.lab.person("ada").pools.get()
    if chance.random() < 0.5:
        story.members_may_bind.add("ada")
        pool.members_may_bind = True
    if chance.random() < 0.5:
        story.offline_days["ada"] = pool.offline_days = chance.choice([0, 5, 30])
    if chance.random() < 0.5:
        story.offline_seats["ada"] = pool.offline_seats = chance.randint(1, 3)
    pool.save()
