"""What each question should be answered, told from the story alone (see story.py)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from tests.server.model.story import NEVER, WEB_SILENCE, Paper, Story, is_web

BRIDGE, OWNER_REACH, OFFLINE_DAYS = timedelta(hours=2), timedelta(days=30), 90
ACTIVE_DAYS = 5


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
        story, names = self.story, list(dict.fromkeys(p.pool for p in self.story.papers))
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
        running = [p for p in story.papers if p.pool == pool and story.runs(p, at)]
        if not running:
            return "trial-over" if pool.endswith("trial") else "license-expired"
        if is_web(computer) and all(paper.desktops_only for paper in running):
            return "platform-not-covered"
        return "" if story.good(pool, at) else "license-suspended"

    def find(self, computer: str, at: datetime, turns: list[tuple[str, str]]) -> Said:
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

    def has_room(self, computer: str, pool: str, at: datetime) -> bool:
        others = self.story.sitting(pool, at, without=computer)
        fits = self.story.count(pool, [*others, computer]) <= self.story.seats(pool, at)
        return fits and self.promise(computer, pool, at) != at

    def trial_day(self, trial: str, at: datetime) -> tuple[str, datetime | None]:
        story, days = self.story, self.story.days(trial)
        if any(at < day for day in days):
            return "", None
        if len(days) >= ACTIVE_DAYS:
            return "trial-over", None
        (paper,) = [paper for paper in story.papers if paper.pool == trial]
        end = at.replace(microsecond=0) + timedelta(hours=24)
        return "", min(end, story.ends(paper) or end)

    def put(self, computer: str, at: datetime, start: bool) -> Said:
        """A start, or a contact that names the place that it was last told."""
        story, person = self.story, computer.split("/")[0]
        turns = self.turns(person, computer)
        if not story.lives(computer, at):
            found = self.find(computer, at, turns)
            lost = not start and self.shrank_away(computer) and found.code != "yes"
            return Said("seat-lost") if lost else found
        start = start or story.closed_itself(computer)
        pool = story.pool(computer)
        kept = story.is_bound(computer) or story.reserved_until(computer, at) is not None
        if start and pool != person and not kept:
            home = self.find(computer, at, [turn for turn in turns if turn[0] == person])
            if home.code == "yes":
                return home
        barred = dict(turns).get(pool, "")
        if barred and kept:
            return Said(barred)
        good = [paper.name for paper in story.good(pool, at)]
        if kept and good and story.kept_license(computer) not in good:
            return Said("license-suspended")  # a reservation goes with its license
        return self.keep(computer, pool, turns, at)

    def keep(self, computer: str, pool: str, turns: list[tuple[str, str]], at: datetime) -> Said:
        story = self.story
        nothing = dict(turns).get(pool, "") or self.gives_nothing(pool, computer, at)
        if not nothing and story.is_bound(computer):
            return Said(pool=pool, exp=NEVER)
        lost = not nothing and computer in self.leaving(pool, at, leases_hold=False)
        if not nothing and not lost:
            until = story.reserved_until(computer, at)
            license = story.kept_license(computer) if until else ""
            exp = self.exp(computer, pool, at, until=until, license=license)
            return Said(pool=pool, exp=exp, until=until, license=license)
        found = self.find(computer, at, turns)
        return Said("seat-lost") if lost and found.code != "yes" else found

    def shrank_away(self, computer: str) -> bool:
        mine = [f.what for f in self.story.facts if f.who == computer]
        return mine[-1:] == ["shrank"]

    def leaving(self, pool: str, at: datetime, leases_hold: bool) -> list[str]:
        """Who has to go until it fits: members, latest first, then the owner's, browser first.
        Nobody whose lease reaches further; of those who ask for another one, only what is kept."""
        story, left, gone = self.story, self.story.sitting(pool, at), []
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
            for pool in {paper.pool for paper in story.papers}:
                for computer in self.leaving(pool, instant, leases_hold=True):
                    story.tell(instant, "shrank", computer)

    # Offline

    def keeps(
        self, computer: str, pool: str, at: datetime, papers: list[Paper], bound: bool
    ) -> str:
        """The license that a reservation or binding would name: the longest with seats for it."""
        story = self.story
        away = self.away(pool, at, computer)
        for paper in papers:
            there = [c for c in away if story.kept_license(c) == paper.name]
            if story.count(pool, [*there, computer], (computer,) if bound else ()) <= paper.seats:
                return paper.name
        return ""

    def away(self, pool: str, at: datetime, without: str) -> list[str]:
        story = self.story
        there = story.sitting(pool, at, without=without)
        return [c for c in there if story.is_bound(c) or story.reserved_until(c, at)]

    def in_quota(self, computer: str, pool: str, at: datetime, bound: bool) -> bool:
        away = [*self.away(pool, at, computer), computer]
        quota = self.story.offline_seats.get(pool)
        return quota is None or self.story.count(pool, away, (computer,) if bound else ()) <= quota

    def reserve(self, computer: str, until: datetime, at: datetime) -> Said:
        story = self.story
        place = self.put(computer, at, start=False)
        if place.code != "yes":
            return place
        pool, until = place.pool, until.replace(microsecond=0)
        if place.exp == NEVER or pool.endswith("trial") or is_web(computer) or (
            story.offline_days.get(pool) == 0
        ):  # fmt: skip
            return Said("offline-not-allowed")
        held = None if place.began else story.reserved_until(computer, at)
        runs = place.began or not story.is_closed(computer)
        if held is not None and until <= held:
            until, named = held, story.kept_license(computer)
        elif until <= at:
            return Said("invalid-input")
        else:
            papers = story.longest_first(pool, at)
            if held is not None:
                papers = [p for p in papers if p.name == story.kept_license(computer)]
                named = papers[0].name if papers else ""
            else:
                named = self.keeps(computer, pool, at, papers, bound=False)
            if not named or until > self.latest(computer, pool, named, at):
                return Said("period-not-granted")
            if held is None and not self.in_quota(computer, pool, at, bound=False):
                return Said("offline-quota-reached")
        exp = self.exp(computer, pool, at, until=until, license=named, runs=runs)
        return Said(pool=pool, exp=exp, began=place.began, until=until, license=named)

    def latest(self, computer: str, pool: str, named: str, at: datetime) -> datetime:
        (paper,) = [p for p in self.story.papers if p.name == named]
        days = min(OFFLINE_DAYS, self.story.offline_days.get(pool, OFFLINE_DAYS))
        return min(
            at.replace(microsecond=0) + timedelta(days=days),
            self.story.ends(paper) or NEVER,
            self.promise(computer, pool, at) or NEVER,
        )

    def bind(self, computer: str, at: datetime) -> Said:
        story, person, reasons = self.story, computer.split("/")[0], []
        turns = self.turns(person, computer)
        if story.stay(computer):
            return self.bound_again(computer, dict(turns), at)
        for pool, barred in turns:
            reason = barred or self.gives_nothing(pool, computer, at)
            forever = [p for p in story.longest_first(pool, at) if story.ends(p) is None]
            named = "" if reason else self.keeps(computer, pool, at, forever, bound=True)
            others = story.sitting(pool, at)
            if reason:
                pass
            elif not forever:
                reason = "license-not-perpetual"
            elif pool != person and pool not in story.members_may_bind:
                reason = "offline-not-allowed"
            elif (
                not named
                or story.count(pool, [*others, computer], (computer,)) > story.seats(pool, at)
                or self.promise(computer, pool, at, bound=True) is not None
            ):
                reason = "seats-exhausted"
            elif not self.in_quota(computer, pool, at, bound=True):
                reason = "offline-quota-reached"
            if not reason:
                return Said(pool=pool, exp=NEVER, began=True, license=named)
            reasons.append(reason)
        full = "seats-exhausted" in reasons
        return Said("seats-exhausted" if full else (reasons or ["no-license"])[0])

    def bound_again(self, computer: str, barred: dict[str, str], at: datetime) -> Said:
        pool, named = self.story.pool(computer), self.story.kept_license(computer)
        if barred.get(pool):
            return Said(barred[pool])
        if named not in [paper.name for paper in self.story.good(pool, at)]:
            return Said("license-suspended")
        return Said(pool=pool, exp=NEVER, license=named)
