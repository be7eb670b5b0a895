"""The same deeds over values alone: what the verbs load and store, in memory; no database.

It plays the server around the rulebook and decides nothing itself. Fast, so that thousands of
steps are looked at in seconds.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from server.config.terms import Terms
from server.rulebook import bindings, freeing, reservations, returns, shrinking, waiting
from server.rulebook.facts import (
    Because,
    Kind,
    License,
    Membership,
    Place,
    Platform,
    Pool,
    Refusal,
    Waiting,
)
from server.rulebook.leases import lease_end
from server.rulebook.licenses import end_of_day
from server.rulebook.order import Table
from server.rulebook.seats import is_living, is_reserved, seats_in_use, seats_of
from server.rulebook.taking import Asker, Grant, take
from tests.fakes.clock import FakeClock
from tests.server.model.deeds import Told
from tests.server.model.story import is_web

TERMS = Terms()
DESKTOPS = frozenset(Platform) - {Platform.WEB}


@dataclass
class Alone:
    """A computer without a network: the nonces of its responses, each with the place's id."""

    request: str = ""
    responses: list[tuple[str, str]] = field(default_factory=list)
    given_up: set[tuple[str, str]] = field(default_factory=set)


@dataclass
class ByRules:
    """Everything by name: pools by their owner's, places by their computer's."""

    clock: FakeClock
    pools_: dict[str, Pool] = field(default_factory=dict)
    places: dict[str, tuple[str, Place]] = field(default_factory=dict)
    memberships: dict[tuple[str, str], Membership] = field(default_factory=dict)
    seats: dict[str, str] = field(default_factory=dict)
    alone: dict[str, Alone] = field(default_factory=dict)
    freed: list[tuple[str, str, datetime]] = field(default_factory=list)  # how, of whom
    returned: list[tuple[str, datetime]] = field(default_factory=list)  # of which license
    count: int = 0

    def now(self) -> datetime:
        return self.clock()

    def number(self) -> int:
        self.count += 1
        return self.count

    # What there is

    def confirm(self, person: str) -> None:
        pass

    def member(self, owner: str, member: str, days_ago: int) -> None:
        joined = self.now() - timedelta(days=days_ago)
        self.memberships[owner, member] = Membership(owner, member, joined)

    def license(self, name: str, owner: str, seats: int, ends: datetime | None) -> None:
        self._add(owner, _license(name, Kind.EDUCATIONAL, seats, owner, ends, self.now()))

    def trial(self, name: str, owner: str, ends: datetime) -> None:
        made = _license(name, Kind.TRIAL, 1, owner, ends, self.now())
        self._add(f"{owner}'s trial", replace(made, platforms=DESKTOPS))

    def _add(self, pool: str, license: License) -> None:
        owner = license.owner or ""
        empty = Pool(owner, license.kind, (), number=len(self.pools_) + 1)
        before = self.pools_.setdefault(pool, empty)
        self.pools_[pool] = replace(before, licenses=(*before.licenses, license))

    # Load and store

    def loaded(self, name: str) -> Pool:
        sitting = tuple(place for pool, place in self.places.values() if pool == name)
        return replace(self.pools_[name], places=sitting)

    def settle(self, acted: Iterable[str] = ()) -> None:
        """Who lost a place is stored, before each question."""
        at = self.now()
        for name, pool in self.pools_.items():
            after, lost = shrinking.settle(self.loaded(name), TERMS, at)
            for place in lost:
                self.places[place.device] = (name, place)
            if name in acted or pool.over or shrinking.ends_between(pool, pool.settled_at, at):
                over = shrinking.is_over(after, TERMS, at)
                self.pools_[name] = replace(pool, settled_at=at, over=over)

    def table(self, computer: str) -> Table:
        self.settle()
        pools = tuple(self.loaded(name) for name in self.pools_)
        name, place = self.places.get(computer, ("", None))
        number = self.pools_[name].number if name else None
        return Table(pools, tuple(self.memberships.values()), place, number)

    def asker(self, computer: str, seat: str | None = None, take_over: bool = False) -> Asker:
        platform = Platform.WEB if is_web(computer) else Platform.LINUX
        fresh = f"seat {self.number()}"
        return Asker(computer.split("/")[0], computer, platform, fresh, seat, take_over)

    def store(self, pool: Pool, place: Place) -> None:
        place = replace(place, row=place.row or self.number())
        self.places[place.device] = (self._name(pool), place)

    def give(self, grant: Grant, place: Place) -> Told:
        at, pool, person = self.now(), grant.pool, place.account
        name = self._name(pool)
        if place.bound:
            return Told("yes", name, None)
        if grant.day_begun is not None:
            self.pools_[name] = replace(self.pools_[name], use=pool.use)
        if grant.taken_over is not None:
            self.places[grant.taken_over.device] = (
                self.places[grant.taken_over.device][0], grant.taken_over,
            )  # fmt: skip
        if grant.began:
            self._leave_lines(person, self.pools_)
        place = replace(place, lease_exp=lease_end(pool, place, TERMS, at))
        self.store(pool, place)
        self.seats[place.device] = place.seat
        return Told("yes", name, place.lease_exp)

    def _name(self, pool: Pool) -> str:
        return f"{pool.owner}'s trial" if pool.kind is Kind.TRIAL else pool.owner

    def _held(self, computer: str) -> tuple[Pool, Place] | None:
        """The computer's place, if it lives."""
        self.settle()
        if computer not in self.places:
            return None
        name, place = self.places[computer]
        pool = self.loaded(name)
        return (pool, place) if is_living(pool, place, TERMS, self.now()) else None

    # Computers

    def put(self, computer: str, take_over: bool = False, seat: str | None = None) -> Told:
        asker = self.asker(computer, seat or self.seats.get(computer), take_over)
        table = self.table(computer)
        decided = take(asker, table, TERMS, self.now())
        if isinstance(decided, Grant):
            return self.give(decided, decided.place)
        held = self._held(computer)
        if decided.code == "seat-lost" and held:
            pool, place = held
            if not is_reserved(place, self.now()) and not place.bound:
                self.store(pool, reservations.release(place, Because.POOL_SHRANK, self.now()))
        return Told(decided.code.value)

    def start(self, computer: str, take_over: bool = False) -> Told:
        self.seats.pop(computer, None)
        return self.put(computer, take_over)

    def close(self, computer: str, given_up: bool = False) -> None:
        held = self._held(computer)
        if held is None or held[1].seat != self.seats[computer]:
            return
        pool, place = held
        if given_up:
            self.store(pool, reservations.release(place, Because.GIVEN_UP, self.now()))
        else:
            self.store(pool, reservations.close(pool, place, TERMS, self.now()))

    def log_out(self, computer: str) -> None:
        if held := self._held(computer):
            pool, place = held
            self.store(pool, reservations.release(place, Because.LOGGED_OUT, self.now()))

    def reserve(self, computer: str, until: datetime) -> Told:
        at, table = self.now(), self.table(computer)
        before = table.place
        grant = take(self.asker(computer, before and before.seat), table, TERMS, at)
        if isinstance(grant, Refusal):
            return Told(grant.code.value)
        wanted = grant.place
        if before and not grant.began and is_living(grant.pool, before, TERMS, at):
            closed = (before.closed_at, before.closed_because)
            wanted = replace(
                wanted, seat=before.seat, closed_at=closed[0], closed_because=closed[1]
            )
        reserved = reservations.reserve(grant.pool, wanted, until, TERMS, at)
        if isinstance(reserved, Refusal):
            return Told(reserved.code.value)
        return self.give(grant, reserved)

    def give_back(self, computer: str) -> Told | None:
        held = self._held(computer)
        if held is None:
            return None
        pool, place = held
        after = reservations.give_back(pool, place, TERMS, self.now())
        self.store(pool, after)
        if not is_living(pool, after, TERMS, self.now()):
            return None
        return self.put(computer, seat=after.seat)

    # Computers without a network

    def bind(self, computer: str, same_request: bool) -> str:
        alone = self.alone.setdefault(computer, Alone())
        if not (same_request and alone.request):
            alone.request = f"nonce {self.number()}"
        if alone.request in [nonce for nonce, _ in alone.given_up]:
            return "request-damaged"
        bound = bindings.bind(self.asker(computer), self.table(computer), TERMS, self.now())
        if isinstance(bound, Refusal):
            return bound.code.value
        if not bound.again:
            self.store(bound.pool, bound.place)
        response = (alone.request, bound.place.seat)
        if response not in alone.responses:
            alone.responses.append(response)
        return "yes"

    def bring_back(self, computer: str, response: int) -> str:
        self.settle()
        alone = self.alone[computer]
        said = alone.responses[response]
        if said in alone.given_up:
            return "yes"
        name, place = self.places[computer]
        earlier = [at for license, at in self.returned if license == place.license_id]
        nonce, newest = said[0], alone.responses[-1][0]
        after = returns.give_back(
            returns.Returning(said[1], nonce), place, newest, earlier, TERMS, self.now()
        )
        if isinstance(after, Refusal):
            return after.code.value
        self.returned.append((place.license_id or "", self.now()))
        self.places[computer] = (name, after)
        alone.given_up.add(said)
        return "yes"

    # The line

    def stand(self, computer: str) -> tuple[int, datetime | None] | str:
        decided = waiting.wait(self.asker(computer), self.table(computer), TERMS, self.now())
        if isinstance(decided, Refusal):
            return decided.code.value
        for stand in decided:
            self._stands(self._name(stand.pool), stand.waiting)
        return decided[0].ahead, decided[0].waiting.offered_until

    def _stands(self, pool: str, mine: Waiting) -> None:
        line = self.pools_[pool].line
        row = next((each.row for each in line if each.account == mine.account), 0)
        others = tuple(each for each in line if each.account != mine.account)
        mine = replace(mine, row=row or self.number())
        self.pools_[pool] = replace(self.pools_[pool], line=(*others, mine))

    def leave_line(self, computer: str) -> None:
        self._leave_lines(computer.split("/")[0], self.pools_)

    def _leave_lines(self, person: str, pools: Iterable[str]) -> None:
        for pool in list(pools):
            left = tuple(each for each in self.pools_[pool].line if each.account != person)
            self.pools_[pool] = replace(self.pools_[pool], line=left)

    # People

    def free(self, owner: str, computer: str) -> str:
        self.settle()
        name, place = self.places.get(computer, ("", None))
        if place is None or self.pools_[name].owner != owner:
            return "no-seat"
        done = [at for how, who, at in self.freed if (how, who) == (owner, place.account)]
        after = freeing.free(self.loaded(name), place, done, TERMS, self.now())
        return self._freed(owner, name, after)

    def lose(self, computer: str) -> str:
        if computer not in self.places:
            return "not-found"
        if not self._held(computer):
            return "yes"
        name, place = self.places[computer]
        done = [at for how, who, at in self.freed if (how, who) == ("lost", place.account)]
        return self._freed("lost", name, freeing.free_lost(place, "", done, TERMS, self.now()))

    def _freed(self, how: str, pool: str, after: Place | Refusal) -> str:
        if isinstance(after, Refusal):
            return after.code.value
        self.places[after.device] = (pool, after)
        self.freed.append((how, after.account, self.now()))
        return "yes"

    def member_act(self, act: str, owner: str, member: str) -> None:
        at, key = self.now(), (owner, member)
        before = self.memberships[key]
        if act == "joined":
            self.memberships[key] = Membership(owner, member, at)
        elif act == "unblocked":
            self.memberships[key] = replace(before, blocked_at=None)
        else:
            named = "blocked_at" if act == "blocked" else "ended_at"
            self.memberships[key] = replace(before, **{named: at})
            self._withdraw(owner, member, at)

    def _withdraw(self, owner: str, member: str, at: datetime) -> None:
        theirs = [name for name, pool in self.pools_.items() if pool.owner == owner]
        self._leave_lines(member, theirs)
        for computer, (name, place) in self.places.items():
            if name in theirs and place.account == member and place.closed_at is None:
                ended = replace(place, closed_at=at, closed_because=Because.WITHDRAWN)
                self.places[computer] = (name, ended)

    def license_act(self, act: str, name: str, last_day: date | None = None) -> datetime | None:
        pool = self._pool_of(name)
        self.settle([pool])
        if last_day is None:
            self._change(name, suspended=act == "suspended")
        else:
            self._change(name, ends_at=end_of_day(last_day, TERMS), last_day=last_day)
        self.settle([pool])
        return next(each.ends_at for each in self.pools_[pool].licenses if each.license_id == name)

    def _pool_of(self, license: str) -> str:
        found = ((name, each) for name, pool in self.pools_.items() for each in pool.licenses)
        return next(name for name, each in found if each.license_id == license)

    def _change(self, license: str, **fields: object) -> None:
        name = self._pool_of(license)
        changed = tuple(
            replace(each, **fields) if each.license_id == license else each  # type: ignore[arg-type]  # a test's shorthand
            for each in self.pools_[name].licenses
        )
        self.pools_[name] = replace(self.pools_[name], licenses=changed)

    def transfer(self, license: str, to: str) -> None:
        at, before = self.now(), self._pool_of(license)
        self.settle([before, to])
        (gone,) = [each for each in self.pools_[before].licenses if each.license_id == license]
        left = tuple(each for each in self.pools_[before].licenses if each != gone)
        self.pools_[before] = replace(self.pools_[before], licenses=left)
        self._add(to, replace(gone, owner=to, activated_at=at))
        for computer, (name, place) in self.places.items():
            kept = place.bound or is_reserved(place, at)
            if name == before and kept and place.license_id == license:
                if place.account == to:
                    place = replace(place, closed_at=None, closed_because=Because.NOTHING)
                self.places[computer] = (to, place)
        self.settle([before, to])
        self.settle([before])
        for place in shrinking.make_fit(self.loaded(before), TERMS, at):
            self.store(self.pools_[before], place)
        self.settle([before])
        for each in self.pools_.get(f"{to}'s trial", Pool(to, Kind.TRIAL, ())).licenses:
            if each.ends_at and each.ends_at > at.replace(microsecond=0):
                self._change(each.license_id, ends_at=at.replace(microsecond=0))

    def limit(self, owner: str, what: str, number: int | None) -> None:
        value = bool(number) if what.startswith("members") else number
        changed = {what.replace(" ", "_"): value}
        self.pools_[owner] = replace(self.pools_[owner], **changed)  # type: ignore[arg-type]  # a test's shorthand

    def wrong_terms(self) -> list[str]:
        return []  # nothing is kept that could be

    def pools(self) -> dict[str, tuple[int, int]]:
        at = self.now()
        self.settle()
        shown = {name: self.loaded(name) for name in self.pools_}
        return {n: (seats_in_use(p, TERMS, at), seats_of(p, at)) for n, p in shown.items()}


def _license(
    name: str, kind: Kind, seats: int, owner: str, ends: datetime | None, at: datetime
) -> License:
    return License(
        name, kind, seats, "memo-editor", frozenset(Platform), frozenset(), owner, at, ends,
        None if ends is None else ends.date(),
    )  # fmt: skip
