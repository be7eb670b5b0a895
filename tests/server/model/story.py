"""What happened, as a list; and what follows from it, found by reading the list again each time.

The second telling of the rules, deliberately naive: it shares no line with the rulebook, keeps
nothing but the list, and is slow. "ben/1" is Ben's first computer, "ben/web" his browser, and a
pool is called after its owner; "dora's trial" is a pool, too.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

CRASH, WEB_SILENCE = timedelta(hours=8), timedelta(minutes=10)
NEVER = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True)
class Fact:
    """`who` is a computer, or the person or the license that it was about."""

    at: datetime
    what: str
    who: str
    pool: str = ""
    until: datetime | None = None  # of a reservation or an active day
    license: str = ""  # kept by a reservation or a binding
    exp: datetime | None = None  # of the lease that was given with it


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


@dataclass
class Story:
    papers: list[Paper] = field(default_factory=list)  # in the order of activation
    facts: list[Fact] = field(default_factory=list)
    offline_days: dict[str, int] = field(default_factory=dict)
    offline_seats: dict[str, int] = field(default_factory=dict)
    members_may_bind: set[str] = field(default_factory=set)

    def tell(self, at: datetime, what: str, who: str, **more: object) -> None:
        self.facts.append(Fact(at, what, who, **more))  # type: ignore[arg-type]  # a test's shorthand

    # Licenses

    def ends(self, paper: Paper) -> datetime | None:
        moved = [f.until for f in self.facts if f.what == "prolonged" and f.who == paper.name]
        return moved[-1] if moved else paper.ends

    def runs(self, paper: Paper, at: datetime) -> bool:
        ends = self.ends(paper)
        return ends is None or at < ends

    def is_suspended(self, paper: Paper) -> bool:
        acts = [f.what for f in self.facts if f.who == paper.name and f.what != "prolonged"]
        return acts[-1:] == ["suspended"]

    def good(self, pool: str, at: datetime) -> list[Paper]:
        mine = [paper for paper in self.papers if paper.pool == pool]
        return [paper for paper in mine if self.runs(paper, at) and not self.is_suspended(paper)]

    def seats(self, pool: str, at: datetime) -> int:
        return sum(paper.seats for paper in self.good(pool, at))

    def longest_first(self, pool: str, at: datetime) -> list[Paper]:
        good = self.good(pool, at)
        forever = [paper for paper in good if self.ends(paper) is None]
        ending = [paper for paper in good if self.ends(paper) is not None]
        return [*forever, *sorted(ending, key=lambda each: self.ends(each), reverse=True)]

    # Members

    def standing(self, person: str, owner: str) -> str:
        """ "member", "membership-blocked", "membership-ended", or nothing."""
        now = ""
        for fact in self.facts:
            if (fact.who, fact.pool) == (person, owner):
                now = {
                    "joined": "member", "blocked": "membership-blocked", "unblocked": "member",
                    "removed": "membership-ended",
                }.get(fact.what, now)  # fmt: skip
        return now

    def invitations(self, person: str) -> list[str]:
        """The owners whose member this person is or was, those joined longest ago first."""
        joined = [f.pool for f in self.facts if f.what == "joined" and f.who == person]
        return [o for n, o in enumerate(joined) if o not in joined[n + 1 :]]

    # Places

    def stay(self, computer: str) -> list[Fact]:
        """All of a computer since its place began; empty when it left, or never had one."""
        person, stay = computer.split("/")[0], []
        for fact in self.facts:
            if fact.who == computer and fact.what in ("began", "bound"):
                stay = [fact]
            elif fact.who == computer and fact.what in ("left", "shrank"):
                stay = []
            elif stay and (fact.who == computer or (fact.who, fact.pool) == (person, stay[0].pool)):
                stay.append(fact)
        return stay

    def last_pool(self, computer: str) -> str:
        began = [f.pool for f in self.facts if f.who == computer and f.what in ("began", "bound")]
        return began[-1] if began else ""

    def pool(self, computer: str) -> str:
        return self.stay(computer)[0].pool

    def is_bound(self, computer: str) -> bool:
        return any(fact.what == "bound" for fact in self.stay(computer))

    def is_closed(self, computer: str) -> bool:
        """By the device, or because its person was blocked or removed, since it was last heard."""
        what = [f.what for f in self.stay(computer)]
        ends = [n for n, w in enumerate(what) if w in ("closed", "blocked", "removed")]
        heard = [n for n, w in enumerate(what) if w in SITTING]
        return bool(ends) and ends[-1] > heard[-1]

    def closed_itself(self, computer: str) -> bool:
        what = [f.what for f in self.stay(computer)]
        heard = [n for n, w in enumerate(what) if w in SITTING]
        return "closed" in what[heard[-1] :]

    def heard(self, computer: str) -> datetime:
        return [fact.at for fact in self.stay(computer) if fact.what in SITTING][-1]

    def reserved_until(self, computer: str, at: datetime) -> datetime | None:
        """The furthest date since the seat was last given back, if it is still to come."""
        stay = self.stay(computer)
        back = [n for n, fact in enumerate(stay) if fact.what == "returned"]
        dates = [f.until for f in stay[back[-1] + 1 if back else 0 :] if f.what == "reserved"]
        return max((date for date in dates if date and date > at), default=None)

    def kept_license(self, computer: str) -> str:
        named = [fact.license for fact in self.stay(computer) if fact.license]
        return named[-1]

    def exp(self, computer: str) -> datetime | None:
        """The end of the newest lease; a bound one has none."""
        leases = [fact.exp for fact in self.stay(computer) if fact.what in STAYING]
        return NEVER if self.is_bound(computer) else leases[-1]

    def days(self, trial: str) -> list[datetime]:
        return [f.until for f in self.facts if f.what == "day" and f.who == trial and f.until]

    def is_owners(self, computer: str, pool: str) -> bool:
        return computer.split("/")[0] == pool

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
        return list(
            dict.fromkeys(fact.who for fact in self.facts if fact.what in ("began", "bound"))
        )

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
    return computer.endswith("/web")
