"""What is told from the story about computers that go offline, for a while or for good."""

from __future__ import annotations

from datetime import datetime, timedelta

from tests.server.model.naive import NEVER, YEAR, Naive, Said
from tests.server.model.story import Paper, is_web

OFFLINE_DAYS, RETURNS = 90, 3


class Offline(Naive):
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

    def in_quota(self, computer: str, pool: str, at: datetime, bound: bool) -> bool:
        away = [*self.away(pool, at, computer), computer]
        quota = self.story.limit(pool, "offline seats")
        return quota is None or self.story.count(pool, away, (computer,) if bound else ()) <= quota

    def reserve(self, computer: str, until: datetime, at: datetime) -> Said:
        story = self.story
        place = self.put(computer, at, start=False)
        if place.code != "yes":
            return place
        pool, until = place.pool, until.replace(microsecond=0)
        if place.exp == NEVER or pool.endswith("trial") or is_web(computer) or (
            story.limit(pool, "offline days") == 0
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
        given = self.story.limit(pool, "offline days")
        days = OFFLINE_DAYS if given is None else min(OFFLINE_DAYS, given)
        return min(
            at.replace(microsecond=0) + timedelta(days=days),
            self.story.ends(paper) or NEVER,
            self.promise(computer, pool, at) or NEVER,
        )

    def bind(self, computer: str, at: datetime, used_up: bool = False) -> Said:
        story, person, reasons = self.story, computer.split("/")[0], []
        turns = self.turns(person, computer)
        if used_up:
            return Said("request-damaged")
        if story.stay(computer):
            return self.bound_again(computer, dict(turns), at)
        for pool, barred in turns:
            reason, license = barred or self.gives_nothing(pool, computer, at), ""
            if not reason:
                reason, license = self.may_bind(computer, pool, at)
            if not reason:
                return Said(pool=pool, exp=NEVER, began=True, license=license)
            reasons.append(reason)
        full = "seats-exhausted" in reasons
        return Said("seats-exhausted" if full else (reasons or ["no-license"])[0])

    def may_bind(self, computer: str, pool: str, at: datetime) -> tuple[str, str]:
        story = self.story
        forever = [p for p in story.longest_first(pool, at) if story.ends(p) is None]
        if not forever:
            return "license-not-perpetual", ""
        if pool != computer.split("/")[0] and not story.limit(pool, "members may bind"):
            return "offline-not-allowed", ""
        named = self.keeps(computer, pool, at, forever, bound=True)
        if not named or not self.has_room(computer, pool, at, bound=True):
            return "seats-exhausted", ""
        fits = self.in_quota(computer, pool, at, bound=True)
        return ("", named) if fits else ("offline-quota-reached", "")

    def bound_again(self, computer: str, barred: dict[str, str], at: datetime) -> Said:
        pool, named = self.story.pool(computer), self.story.kept_license(computer)
        if barred.get(pool):
            return Said(barred[pool])
        if named not in [paper.name for paper in self.story.good(pool, at)]:
            return Said("license-suspended")
        return Said(pool=pool, exp=NEVER, license=named)

    def bring_back(self, computer: str, response: int, at: datetime) -> str:
        """A return file for the computer's n-th response."""
        story, answered = self.story, self.story.responses(computer)
        if story.brought_back(computer, response):
            return "yes"  # the same file again
        if not story.stay(computer) or answered[response] != story.stay(computer)[0]:
            return "return-unknown"
        if response != len(answered) - 1:
            return "return-superseded"
        license = story.kept_license(computer)
        year = [f for f in story.facts if f.what == "gave back" and f.license == license]
        full = len([fact for fact in year if fact.at > at - YEAR]) >= RETURNS
        return "return-limit-reached" if full else "yes"
