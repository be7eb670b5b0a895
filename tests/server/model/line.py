"""The waiting line of a full pool, told from the story alone: who stands there, who comes first."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from tests.server.model.story import CRASH, Story

JUST_NOW, HELD = timedelta(minutes=2), timedelta(minutes=5)
STEPPED_OUT = ("left line", "blocked", "removed", "quit")


@dataclass(frozen=True)
class Waits:
    """One person in one line. Who steps out and comes again is a new entry."""

    person: str
    since: datetime
    heard: datetime
    offer: datetime | None = None
    entry: int = 0  # of two who came at one instant, the one who was entered first


def waits(story: Story, person: str, pool: str) -> Waits | None:
    """As of the last word from them; offers pass and silence lasts whether anybody looks or not."""
    here: Waits | None = None
    for n, fact in enumerate(story.facts):
        if fact.what == "began" and fact.who.split("/")[0] == person:
            here = None  # who has a seat waits for none
        elif fact.who == person and fact.what in STEPPED_OUT and fact.pool in ("", pool):
            here = None
        elif (fact.who, fact.what, fact.pool) == (person, "stood", pool):
            known = here and as_it_is(here, fact.at)
            first = here.entry if here else n
            since = known.since if known else fact.at
            here = Waits(person, since, fact.at, fact.until, first)
    return here


def as_it_is(here: Waits, at: datetime) -> Waits | None:
    if here.heard + CRASH <= at:
        return None
    if here.offer and here.offer <= at:
        return replace(here, since=here.offer, offer=None)  # passed: to the end, since then
    return here


def line(story: Story, pool: str, at: datetime) -> list[Waits]:
    """The owner first, then who stands there longest."""
    there = [each for last in _came(story, pool) if (each := as_it_is(last, at))]
    return sorted(there, key=lambda each: (each.person != pool, each.since, each.entry))


def _came(story: Story, pool: str) -> list[Waits]:
    known = story.known.setdefault("everybody", {})
    if pool not in known:
        people = dict.fromkeys(f.who for f in story.facts if (f.what, f.pool) == ("stood", pool))
        known[pool] = [each for person in people if (each := waits(story, person, pool))]
    return known[pool]  # type: ignore[return-value]


def come_before(story: Story, person: str, pool: str, at: datetime) -> int:
    """How many others, were a seat free now."""
    there = line(story, pool, at)
    (mine,) = [each for each in there if each.person == person] or [None]
    offers = sorted(
        (e for e in there if e.offer and e is not mine), key=lambda e: (e.offer, e.entry)
    )
    if mine and mine.offer:
        return sum((e.offer, e.entry) < (mine.offer, mine.entry) for e in offers)
    if person == pool:
        return len(offers)
    ahead = there[: there.index(mine)] if mine else there
    present = [e for e in ahead if not e.offer and at < e.heard + JUST_NOW]
    return len(offers) + len(present)


def held(story: Story, person: str, pool: str, at: datetime) -> int:
    return min(free(story, pool, at), come_before(story, person, pool, at))


def free(story: Story, pool: str, at: datetime) -> int:
    """Seats without a place, whoever they are held for."""
    return max(0, story.seats(pool, at) - story.taken(pool, at))


def shown(story: Story, pool: str, at: datetime) -> int:
    """What people see as in use: the places, and seats that were offered to somebody."""
    offered = sum(each.offer is not None for each in line(story, pool, at))
    return story.taken(pool, at) + min(free(story, pool, at), offered)
