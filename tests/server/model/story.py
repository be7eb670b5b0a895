"""What happened, as a list; and what follows from it, found by reading the list from its beginning.

The second telling of the rules, deliberately naive: it shares no line with the rulebook and keeps
nothing but the list. "ben/1" is Ben's first computer, "ben/web" his browser, and a pool is called
after its owner; "dora's trial" is a pool, too. What was once read of somebody is remembered until
something is told of them again (`reads`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import wraps
from typing import ParamSpec, TypeVar

CRASH, WEB_SILENCE = timedelta(hours=8), timedelta(minutes=10)
NEVER = datetime.max.replace(tzinfo=UTC)
P = ParamSpec("P")
T = TypeVar("T")


@dataclass(frozen=True)
class Fact:
    """`who` is a computer, or the person, the license or the trial that it was about."""

    at: datetime
    what: str
    who: str
    pool: str = ""
    until: datetime | None = None  # of a reservation or an active day
    license: str = ""  # kept by a reservation or a binding
    exp: datetime | None = None  # of the lease that was given with it
    number: int | None = None  # of days or seats, where an owner limits them


@dataclass(frozen=True)
class Paper:
    """A license, as it was sold."""

    name: str
    pool: str
    seats: int
    ends: datetime | None = None
    desktops_only: bool = False


SITTING = ("began", "contact", "bound")
STAYING = (*SITTING, "kept")
GONE = ("left", "shrank", "freed", "lost", "taken over", "gave back")  # for good


def reads(question: Callable[P, T]) -> Callable[P, T]:
    """Of whom the first argument is; of a computer, the answer depends on its person, too."""

    @wraps(question)
    def read(story: Story, who: str, *more: object) -> T:  # type: ignore[valid-type]  # a shorthand
        known = story.known.setdefault(who, {})
        asked = (question.__name__, more)
        if asked not in known:
            known[asked] = question(story, who, *more)  # type: ignore[call-arg,arg-type]
        return known[asked]  # type: ignore[return-value]

    return read  # type: ignore[return-value]


@dataclass
class Story:
    papers: list[Paper] = field(default_factory=list)  # in the order of activation
    facts: list[Fact] = field(default_factory=list)
    known: dict[str, dict[object, object]] = field(default_factory=dict)

    def tell(self, at: datetime, what: str, who: str, **more: object) -> None:
        self.facts.append(Fact(at, what, who, **more))  # type: ignore[arg-type]  # a test's shorthand
        for each in [*self.known]:
            if each in (who, "everybody") or each.startswith(f"{who}/") or what == "day":
                del self.known[each]

    def if_told(self, at: datetime, what: str, who: str) -> Story:
        """How it would be, had this happened as well."""
        other = replace(self, facts=[*self.facts], known={})
        other.tell(at, what, who)
        return other

    # Licenses

    @reads
    def moved(self, license: str) -> list[tuple[int, str]]:
        """The pools that a license came to, each with its place in the list."""
        return [
            (n, fact.pool)
            for n, fact in enumerate(self.facts)
            if (fact.what, fact.who) == ("transferred", license)
        ]

    def pools_of(self, paper: Paper) -> list[str]:
        return [paper.pool, *[to for _, to in self.moved(paper.name)]]

    def owned(self, pool: str) -> list[Paper]:
        """The licenses of a pool in the order of their activation there."""
        mine = [paper for paper in self.papers if self.pools_of(paper)[-1] == pool]
        return sorted(mine, key=lambda p: [n for n, _ in self.moved(p.name)][-1:])

    def pools(self) -> list[str]:
        return [name for name in self.all_pools() if self.owned(name)]

    @reads
    def last_end(self, license: str) -> list[datetime | None]:
        ends = [f.until for f in self.facts if (f.what, f.who) == ("ends", license)]
        return ends[-1:]

    def ends(self, paper: Paper) -> datetime | None:
        return [paper.ends, *self.last_end(paper.name)][-1]

    def runs(self, paper: Paper, at: datetime) -> bool:
        ends = self.ends(paper)
        return ends is None or at < ends

    @reads
    def is_suspended(self, license: str) -> bool:
        acts = [f.what for f in self.facts if f.who == license]
        return [act for act in acts if act in ("suspended", "resumed")][-1:] == ["suspended"]

    def good(self, pool: str, at: datetime) -> list[Paper]:
        mine = self.owned(pool)
        return [p for p in mine if self.runs(p, at) and not self.is_suspended(p.name)]

    def seats(self, pool: str, at: datetime) -> int:
        return sum(paper.seats for paper in self.good(pool, at))

    def longest_first(self, pool: str, at: datetime) -> list[Paper]:
        good = self.good(pool, at)
        forever = [paper for paper in good if self.ends(paper) is None]
        ending = [paper for paper in good if self.ends(paper) is not None]
        return [*forever, *sorted(ending, key=lambda each: self.ends(each), reverse=True)]

    @reads
    def limit(self, pool: str, what: str) -> int | None:
        """What an owner set last: "offline days", "offline seats", "members may bind"."""
        given = [f.number for f in self.facts if (f.what, f.who) == (what, pool)]
        return given[-1] if given else None

    # Members

    @reads
    def standing(self, person: str, owner: str) -> str:
        """ "member", "membership-blocked", "membership-ended", or nothing."""
        now = ""
        for fact in self.facts:
            if (fact.who, fact.pool) == (person, owner):
                now = {
                    "joined": "member", "blocked": "membership-blocked", "unblocked": "member",
                    "removed": "membership-ended", "quit": "membership-ended",
                }.get(fact.what, now)  # fmt: skip
        return now

    @reads
    def invitations(self, person: str) -> list[str]:
        """The owners whose member this person is or was, those joined longest ago first."""
        joined = [f.pool for f in self.facts if f.what == "joined" and f.who == person]
        return [o for n, o in enumerate(joined) if o not in joined[n + 1 :]]

    # Places

    def all_pools(self) -> list[str]:
        """Those without a license left, too."""
        return list(dict.fromkeys(pool for paper in self.papers for pool in self.pools_of(paper)))

    def freed(self, how: str, person: str) -> list[Fact]:
        """ "freed" by an owner, "lost" by the person."""
        return [f for f in self.facts if f.what == how and f.who.split("/")[0] == person]

    def responses(self, computer: str) -> list[Fact]:
        """For each response that a computer without a network got: the binding that it tells of."""
        found: list[Fact] = []
        bound = None
        for fact in self.facts:
            if fact.who == computer and fact.what in ("bound", "answered"):
                bound = fact if fact.what == "bound" else bound
                found.append(bound)  # type: ignore[arg-type]  # the first one bound it
        return found

    def has_asked(self, computer: str) -> bool:
        return any((fact.who, fact.what) == (computer, "asked") for fact in self.facts)

    def is_answered(self, computer: str) -> bool:
        """Its newest request."""
        mine = [fact.what for fact in self.facts if fact.who == computer]
        said = [what for what in mine if what in ("asked", "bound", "answered")]
        return said[-1:] in (["bound"], ["answered"])

    def brought_back(self, computer: str, response: int) -> bool:
        mine = [fact for fact in self.facts if fact.who == computer]
        return any((f.what, f.number) == ("gave back", response) for f in mine)

    @reads
    def stay(self, computer: str) -> list[Fact]:
        """All of a computer since its place began; empty when it left, or never had one."""
        person, stay, pool = computer.split("/")[0], [], ""
        for fact in self.facts:
            if fact.who == computer and fact.what in ("began", "bound"):
                stay, pool = [fact], fact.pool
            elif fact.who == computer and fact.what in GONE:
                stay = []
            elif stay and (fact.who == computer or (fact.who, fact.pool) == (person, pool)):
                stay.append(fact)
                pool = fact.pool if fact.what == "moved" else pool
        return stay

    @reads
    def last_word(self, computer: str) -> str:
        mine = [fact.what for fact in self.facts if fact.who == computer]
        return mine[-1] if mine else ""

    @reads
    def last_pool(self, computer: str) -> str:
        came = ("began", "bound", "moved")
        return ([f.pool for f in self.facts if f.who == computer and f.what in came] or [""])[-1]

    def pool(self, computer: str) -> str:
        """With its license it may have gone to another one's."""
        came = ("began", "bound", "moved")
        return [fact.pool for fact in self.stay(computer) if fact.what in came][-1]

    @reads
    def is_bound(self, computer: str) -> bool:
        return any(fact.what == "bound" for fact in self.stay(computer))

    @reads
    def since_heard(self, computer: str) -> list[str]:
        """What happened since it was last heard of; or since it came to its person's own pool."""
        stay, person = self.stay(computer), computer.split("/")[0]
        if not stay:
            return []
        heard = [
            n
            for n, f in enumerate(stay)
            if f.what in SITTING or (f.what, f.pool) == ("moved", person)
        ]
        return [fact.what for fact in stay[heard[-1] :]]

    def is_closed(self, computer: str) -> bool:
        """By the device, or because its person was blocked or removed."""
        ends = ("closed", "blocked", "removed", "quit")
        return any(what in ends for what in self.since_heard(computer))

    def closed_itself(self, computer: str) -> bool:
        return "closed" in self.since_heard(computer)

    @reads
    def heard(self, computer: str) -> datetime:
        return [fact.at for fact in self.stay(computer) if fact.what in SITTING][-1]

    @reads
    def reserved_until(self, computer: str, at: datetime) -> datetime | None:
        """The furthest date since the seat was last given back, if it is still to come."""
        stay = self.stay(computer)
        back = [n for n, fact in enumerate(stay) if fact.what == "returned"]
        dates = [f.until for f in stay[back[-1] + 1 if back else 0 :] if f.what == "reserved"]
        return max((date for date in dates if date and date > at), default=None)

    @reads
    def kept_license(self, computer: str) -> str:
        named = [fact.license for fact in self.stay(computer) if fact.license]
        return named[-1]

    @reads
    def exp(self, computer: str) -> datetime | None:
        """The end of the newest lease; a bound one has none."""
        leases = [fact.exp for fact in self.stay(computer) if fact.what in STAYING]
        return NEVER if self.is_bound(computer) else leases[-1]

    @reads
    def days(self, trial: str) -> list[datetime]:
        return [f.until for f in self.facts if f.what == "day" and f.who == trial and f.until]

    def is_owners(self, computer: str, pool: str) -> bool:
        return computer.split("/")[0] == pool

    @reads
    def lives(self, computer: str, at: datetime) -> bool:
        """Whether the computer has a place at this instant, in whatever pool."""
        if not self.stay(computer):
            return False
        if self.is_bound(computer) or self.reserved_until(computer, at):
            return True
        if self.is_owners(computer, self.pool(computer)) and not is_web(computer):
            return True
        heard = self.heard(computer)
        ends = [heard + (WEB_SILENCE if is_web(computer) else CRASH)]
        if self.pool(computer).endswith("trial"):
            ends += sorted(day for day in self.days(self.pool(computer)) if day > heard)[:1]
        return not self.is_closed(computer) and at < min(ends)

    def in_use(self, computer: str, at: datetime) -> bool:
        return not self.is_closed(computer) and at < self.heard(computer) + CRASH

    def computers(self) -> list[str]:
        known = self.known.setdefault("everybody", {})
        if "computers" not in known:
            came = [fact.who for fact in self.facts if fact.what in ("began", "bound")]
            known["computers"] = list(dict.fromkeys(came))
        return known["computers"]  # type: ignore[return-value]

    def sitting(self, pool: str, at: datetime, without: str = "") -> list[str]:
        there = [c for c in self.computers() if c != without and self.lives(c, at)]
        return [computer for computer in there if self.pool(computer) == pool]

    def count(self, pool: str, computers: list[str], bound: tuple[str, ...] = ()) -> int:
        """Seats that these take there: bound ones and others' singly, the owner's two by two."""
        whole = [c for c in computers if c in bound or (self.stay(c) and self.is_bound(c))]
        rest = [c for c in computers if c not in whole]
        own = [c for c in rest if c.split("/")[0] == pool.removesuffix("'s trial")]
        desktops = [c for c in own if not is_web(c)]
        pairs = (len(desktops) + 1) // 2
        shared = pairs if pairs or len(own) == len(desktops) else 1
        return len(whole) + len(rest) - len(own) + shared

    def taken(self, pool: str, at: datetime) -> int:
        return self.count(pool, self.sitting(pool, at))


def is_web(computer: str) -> bool:
    return computer.endswith("web")
