"""What each question should be answered, told from the story alone (see story.py)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from tests.server.model.line import HELD, come_before, free, held, line
from tests.server.model.story import NEVER, WEB_SILENCE, Story, is_web

BRIDGE, OWNER_REACH = timedelta(hours=2), timedelta(days=30)
ACTIVE_DAYS, RELEASES, YEAR = 5, 3, timedelta(days=365)
BETWEEN_FREEINGS = timedelta(minutes=2)


@dataclass(frozen=True)
class Said:
    """`yes` with the pool and the lease's end, or the code of the refusal."""

    code: str = "yes"
    pool: str = ""
    exp: datetime | None = None
    began: bool = False
    day: datetime | None = None  # of a trial, when this use begins one
    until: datetime | None = None
    license: str = ""
    ended: str = ""  # the other browser, taken over


@dataclass(frozen=True)
class Stands:
    """In one line: how many are ahead, or until when a seat is held."""

    pool: str
    ahead: int
    offer: datetime | None = None


class Naive:
    def __init__(self, story: Story) -> None:
        self.story = story

    # Until when

    def promise(
        self, computer: str, pool: str, at: datetime, bound: bool = False
    ) -> datetime | None:
        """The first instant at which leases given would be more than the seats there are then."""
        story = self.story
        ends = {story.ends(paper) for paper in story.good(pool, at)} - {None}
        for instant in [at, *sorted(end for end in ends if end)]:
            others = [
                c
                for c in story.sitting(pool, at, without=computer)
                if (story.exp(c) or at) > instant
            ]
            whole = (computer,) if bound else ()
            if story.count(pool, [*others, computer], whole) > story.seats(pool, instant):
                return instant
        return None

    def exp(self, computer: str, pool: str, at: datetime, day: datetime | None = None,
            until: datetime | None = None, license: str = "", heard: datetime | None = None,
            runs: bool = True) -> datetime:  # fmt: skip
        story, heard = self.story, heard or at
        if is_web(computer):
            reach = heard + WEB_SILENCE
        elif story.is_owners(computer, pool):
            reach = heard + OWNER_REACH
        else:
            reach = heard + BRIDGE if runs else heard
        if pool.endswith("trial"):
            reach = min([reach, *[d for d in [*story.days(pool), day] if d and d > heard]])
        good = story.longest_first(pool, at)
        named = [p for p in good if license in ("", p.name)]
        ends = (story.ends(named[0]) or NEVER) if named else at
        promise = self.promise(computer, pool, at) or NEVER
        if story.lives(computer, at) and story.pool(computer) == pool:
            promise = max(promise, story.exp(computer) or promise)  # a promise made is kept
        return min(max(reach, until or reach), ends, promise).replace(microsecond=0)

    # A place

    def turns(self, person: str, computer: str) -> list[tuple[str, str]]:
        """The pools in their order, each with what bars the person from it."""
        story, names = self.story, self.story.pools()
        own = [(pool, "") for pool in names if pool == person]
        trial = [(pool, "") for pool in names if pool == f"{person}'s trial"]
        invited = []
        for owner in story.invitations(person):
            standing = story.standing(person, owner)
            barred = "" if standing == "member" else standing
            if barred != "membership-ended" or story.last_pool(computer) == owner:
                invited.append((owner, barred))
        return [*own, *[t for t in invited if t[0] in names], *trial]

    def gives_nothing(self, pool: str, computer: str, at: datetime) -> str:
        story = self.story
        running = [paper for paper in story.owned(pool) if story.runs(paper, at)]
        if not running:
            return "trial-over" if pool.endswith("trial") else "license-expired"
        if is_web(computer) and all(paper.desktops_only for paper in running):
            return "platform-not-covered"
        return "" if story.good(pool, at) else "license-suspended"

    def find(
        self, computer: str, at: datetime, turns: list[tuple[str, str]], take_over: bool = False
    ) -> Said:
        """What the order gives; to one browser of a person at a time."""
        other = self.other_browser(computer, at, [pool for pool, _ in turns])
        if not other:
            return self.try_each(computer, at, turns)
        if not take_over:
            return Said("web-session-open")
        instead = Naive(self.story.if_told(at, "taken over", other))
        found = instead.try_each(computer, at, turns)
        return replace(found, ended=other) if found.code == "yes" else found

    def other_browser(self, computer: str, at: datetime, pools: list[str]) -> str:
        if not is_web(computer):
            return ""
        there = [c for pool in pools for c in self.story.sitting(pool, at, without=computer)]
        mine = [c for c in there if is_web(c) and c.split("/")[0] == computer.split("/")[0]]
        return mine[0] if mine else ""

    def try_each(self, computer: str, at: datetime, turns: list[tuple[str, str]]) -> Said:
        reasons = []
        for pool, barred in turns:
            reason, day = barred or self.gives_nothing(pool, computer, at), None
            if not reason and pool.endswith("trial"):
                reason, day = self.trial_day(pool, at)
            if not reason and self.has_room(computer, pool, at):
                exp = self.exp(computer, pool, at, day)
                return Said(pool=pool, exp=exp, began=True, day=day)
            reasons.append(reason or "seats-exhausted")
        if "seats-exhausted" in reasons:
            return Said("seats-exhausted")
        return Said(reasons[0] if reasons else "no-license")

    def has_room(self, computer: str, pool: str, at: datetime, bound: bool = False) -> bool:
        story, person = self.story, computer.split("/")[0]
        after = [*story.sitting(pool, at, without=computer), computer]
        taken = story.count(pool, after, (computer,) if bound else ())
        fits = taken + held(story, person, pool, at) <= story.seats(pool, at)
        promise = self.promise(computer, pool, at, bound)
        return fits and (promise is None if bound else promise != at)

    def trial_day(self, trial: str, at: datetime) -> tuple[str, datetime | None]:
        story, days = self.story, self.story.days(trial)
        if any(at < day for day in days):
            return "", None
        if len(days) >= ACTIVE_DAYS:
            return "trial-over", None
        (paper,) = story.owned(trial)
        end = at.replace(microsecond=0) + timedelta(hours=24)
        return "", min(end, story.ends(paper) or end)

    def put(self, computer: str, at: datetime, start: bool, take_over: bool = False) -> Said:
        """A start, or a contact that names the place that it was last told."""
        story, person = self.story, computer.split("/")[0]
        turns = self.turns(person, computer)
        if not story.lives(computer, at):
            return self.after_its_end(computer, at, turns, start, take_over)
        start = start or story.closed_itself(computer)
        pool = story.pool(computer)
        if start and pool != person and not self.is_kept(computer, at):
            own = [turn for turn in turns if turn[0] == person]
            home = self.find(computer, at, own, take_over)
            if home.code == "yes":
                return home
        return self.keep(computer, pool, turns, at, take_over)

    def after_its_end(
        self, computer: str, at: datetime, turns: list[tuple[str, str]], start: bool, over: bool
    ) -> Said:
        """A contact is told what became of its place, if that was somebody's doing."""
        last = self.story.last_word(computer)
        if not start and last in ("freed", "lost", "taken over"):
            return Said("seat-lost")
        found = self.find(computer, at, turns, over)
        lost = not start and last == "shrank" and found.code != "yes"
        return Said("seat-lost") if lost else found

    def is_kept(self, computer: str, at: datetime) -> bool:
        return self.story.is_bound(computer) or self.story.reserved_until(computer, at) is not None

    def barred(self, computer: str, turns: list[tuple[str, str]], at: datetime) -> str:
        """What bars a computer from the pool that it sits in: one where its person is nobody keeps
        what came along with a license, and nothing else."""
        pool = self.story.pool(computer)
        if pool in dict(turns) or not self.story.owned(pool):
            return dict(turns).get(pool, "")
        own = pool.removesuffix("'s trial") == computer.split("/")[0]
        return "" if own or self.is_kept(computer, at) else "membership-ended"

    def keep(
        self, computer: str, pool: str, turns: list[tuple[str, str]], at: datetime, take_over: bool
    ) -> Said:
        story, kept = self.story, self.is_kept(computer, at)
        barred = self.barred(computer, turns, at)
        good = [paper.name for paper in story.good(pool, at)]
        if kept and not barred and good and story.kept_license(computer) not in good:
            barred = "license-suspended"  # a reservation goes with its license
        if kept and barred:
            return Said(barred)
        nothing = barred or self.gives_nothing(pool, computer, at)
        if not nothing and story.is_bound(computer):
            return Said(pool=pool, exp=NEVER)
        lost = not nothing and computer in self.leaving(pool, at, leases_hold=False)
        if not nothing and not lost:
            until = story.reserved_until(computer, at)
            license = story.kept_license(computer) if until else ""
            exp = self.exp(computer, pool, at, until=until, license=license)
            return Said(pool=pool, exp=exp, until=until, license=license)
        found = self.find(computer, at, turns, take_over)
        return Said("seat-lost") if lost and found.code != "yes" else found

    def leaving(self, pool: str, at: datetime, leases_hold: bool) -> list[str]:
        """Who has to go until it fits: members, latest first, then the owner's, browser first.
        Nobody whose lease reaches further; of those who ask for another one, only what is kept."""
        story, left, gone = self.story, self.story.sitting(pool, at), []
        if story.count(pool, left) <= story.seats(pool, at):
            return []
        began = {c: story.stay(c)[0].at for c in left}
        kept = self.away(pool, at, without="")
        holding = [c for c in left if (story.exp(c) or at) > at] if leases_hold else kept
        may_go = sorted(
            (c for c in left if c not in holding and not story.is_bound(c)),
            key=lambda c: began[c], reverse=True,
        )  # fmt: skip
        members = [c for c in may_go if c.split("/")[0] != pool]
        own = [c for c in may_go if c.split("/")[0] == pool]
        for computer in [*members, *filter(is_web, own), *[c for c in own if not is_web(c)]]:
            if story.count(pool, left) > story.seats(pool, at):
                left.remove(computer)
                gone.append(computer)
        return gone

    def settle(self, since: datetime, at: datetime) -> None:
        """Who lost a place meanwhile: at ends of licenses, and of leases while there are too few
        seats, at that very instant and whether anybody asked or not."""
        story = self.story
        ends = {story.ends(paper) for paper in story.papers}
        ends |= {story.exp(c) for c in story.computers() if story.stay(c)}
        between = sorted(end for end in ends if end and since < end <= at)
        for instant in [*between, at]:
            for pool in story.all_pools():
                for computer in self.leaving(pool, instant, leases_hold=True):
                    story.tell(instant, "shrank", computer)

    def away(self, pool: str, at: datetime, without: str) -> list[str]:
        story = self.story
        there = story.sitting(pool, at, without=without)
        return [c for c in there if story.is_bound(c) or story.reserved_until(c, at)]

    # Freeing by hand

    def free(self, owner: str, computer: str, at: datetime) -> str:
        """A member's place, by the owner of its pool."""
        story, person = self.story, computer.split("/")[0]
        if not story.lives(computer, at) or story.pool(computer).removesuffix("'s trial") != owner:
            return "no-seat"
        if person == owner:
            return "forbidden"  # an own computer is logged out, or lost
        if story.is_bound(computer):
            return "device-bound-offline"
        done = [f.at for f in story.freed("freed", person) if f.pool == owner]
        return "rate-limited" if done and at < done[-1] + BETWEEN_FREEINGS else "yes"

    def lose(self, computer: str, at: datetime) -> str:
        """A lost computer's place, by its person."""
        story = self.story
        if not story.lives(computer, at):
            return "yes" if story.last_pool(computer) else "not-found"  # done already
        if story.is_bound(computer):
            return "device-bound-offline"
        year = [f for f in story.freed("lost", computer.split("/")[0]) if f.at > at - YEAR]
        return "release-limit-reached" if len(year) >= RELEASES else "yes"

    # The line

    def stand(self, computer: str, at: datetime) -> str | list[Stands]:
        """In the line of each full pool; or why not."""
        person = computer.split("/")[0]
        said = self.put(computer, at, start=True)
        turn = said.began and self.is_waiting(person, said.pool, at)  # and held for them
        if said.code == "yes" and not turn:
            return "seat-free"
        open_ = [pool for pool, barred in self.turns(person, computer) if not barred]
        lines = [
            p for p in open_ if not p.endswith("trial") and not self.gives_nothing(p, computer, at)
        ]
        full = [
            p for p in lines if self.is_waiting(person, p, at) or not self.has_room(computer, p, at)
        ]
        stands = [self.stands(person, pool, at) for pool in full]
        return sorted(stands, key=lambda s: (s.offer is None, s.ahead)) or "line-not-offered"

    def is_waiting(self, person: str, pool: str, at: datetime) -> bool:
        return person in [each.person for each in line(self.story, pool, at)]

    def stands(self, person: str, pool: str, at: datetime) -> Stands:
        """A free seat is offered to whoever comes first, at their own call."""
        told = [each.offer for each in line(self.story, pool, at) if each.person == person]
        if told and told[0]:
            return Stands(pool, 0, told[0])
        ahead = come_before(self.story, person, pool, at)
        if free(self.story, pool, at) > ahead:
            return Stands(pool, 0, at.replace(microsecond=0) + HELD)
        return Stands(pool, ahead)
