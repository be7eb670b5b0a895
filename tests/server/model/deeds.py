"""How the machine does things: calls of computers by the verbs, in process; acts of people, too."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from server.accounts.models import Account
from server.licenses.models import License
from server.licenses.prolong import prolong
from server.licenses.suspend import resume, suspend
from server.organizations.block import block
from server.organizations.delete import delete
from server.organizations.join import add_member
from server.organizations.unblock import unblock
from server.rulebook.facts import Refusal
from server.seats.held import Held
from server.seats.log_out import log_out
from server.seats.reserve import reserve
from server.seats.return_early import return_early
from server.seats.show import pools_of
from tests.fakes.island import Island
from tests.fakes.lab import Lab


@dataclass(frozen=True)
class Told:
    """What a computer learned: the code of the answer, and whose pool, and until when."""

    code: str
    pool: str = ""
    exp: datetime | None = None


@dataclass
class ByVerbs:
    """Calls of computers, by the verbs. `seats` of the lab are the ids that computers know."""

    lab: Lab
    islands: dict[str, Island] = field(default_factory=dict)

    def put(self, computer: str) -> Told:
        return self._told(self.lab.put(computer))

    def start(self, computer: str) -> Told:
        self.lab.seats.pop(computer, None)
        return self.put(computer)

    def close(self, computer: str, given_up: bool = False) -> None:
        self.lab.close(computer, given_up)

    def log_out(self, computer: str) -> None:
        log_out(*self._who(computer))

    def reserve(self, computer: str, until: datetime) -> Told:
        return self._kept(computer, reserve(*self._who(computer), until))

    def give_back(self, computer: str) -> Told | None:
        answer = return_early(*self._who(computer))
        return None if answer is None else self._kept(computer, answer)

    def bind(self, computer: str) -> Told:
        island = self.islands.setdefault(computer, Island(self.lab, Ed25519PrivateKey.generate()))
        answer = island.bind(computer.split("/")[0])
        return Told(answer.code.value) if isinstance(answer, Refusal) else Told("yes")

    def _who(self, computer: str):
        return self.lab.person(computer.split("/")[0]), self.lab.device(computer)

    def _kept(self, computer: str, answer: Held | Refusal) -> Told:
        if isinstance(answer, Held):
            self.lab.seats[computer] = answer.place.seat
        return self._told(answer)

    def _told(self, answer: Held | Refusal) -> Told:
        if isinstance(answer, Refusal):
            return Told(answer.code.value)
        owner = answer.pool.owner_email.split("@")[0]
        trial = answer.pool.kind.value == "trial"
        return Told("yes", f"{owner}'s trial" if trial else owner, answer.place.lease_exp)


@dataclass
class People:
    """What owners, support and members do; and what an owner sees."""

    lab: Lab
    papers: dict[str, License] = field(default_factory=dict)

    def member_act(self, act: str, owner: str, member: str) -> None:
        person, other = self.lab.person(owner), self.lab.person(member)
        verbs = {"blocked": block, "unblocked": unblock, "removed": delete}
        if act == "joined":
            self._done(add_member(person, other))
        else:
            self._done(verbs[act](person, other.public_id))

    def license_act(self, act: str, name: str, last_day: date | None = None) -> datetime | None:
        license_id = self.papers[name].license_id
        if act == "prolonged":
            assert last_day
            row = prolong(license_id, last_day)
        else:
            row = {"suspended": suspend, "resumed": resume}[act](license_id)
        assert isinstance(row, License), row
        return row.ends_at

    def pools(self, owner: Account) -> dict[str, tuple[int, int]]:
        """Of each pool of hers: seats taken, and seats."""
        shown = {}
        for each in pools_of(owner):
            name = owner.email.split("@")[0]
            trial = each.pool.kind.value == "trial"
            shown[f"{name}'s trial" if trial else name] = (each.seats_in_use, each.seats)
        return shown

    def _done(self, outcome: object) -> None:
        assert not isinstance(outcome, Refusal), outcome
