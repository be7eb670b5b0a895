"""How the machine does things: calls of computers and acts of people by the verbs, in process."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from allauth.account.models import EmailAddress
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from contract.lease import Lease
from server.accounts.models import Account, Device
from server.clock import now
from server.config.terms import Terms
from server.licenses.models import License, Pool
from server.licenses.pool_terms import set_pool_terms
from server.licenses.prolong import prolong
from server.licenses.suspend import resume, suspend
from server.licenses.transfer import transfer
from server.organizations.block import block
from server.organizations.delete import delete
from server.organizations.join import add_member
from server.organizations.leave import leave
from server.organizations.unblock import unblock
from server.rulebook.facts import Kind, Refusal
from server.rulebook.seats import seats_in_use, seats_of
from server.seats.bind import bind
from server.seats.close import close
from server.seats.devices import free_device
from server.seats.free import free
from server.seats.give_back import give_back
from server.seats.held import Held
from server.seats.line import leave_line, stand_in_line
from server.seats.log_out import log_out
from server.seats.models import Place
from server.seats.reserve import reserve
from server.seats.return_early import return_early
from server.seats.store import load_pools
from server.seats.take import take
from server.shop.change import change
from server.shop.models import ShopKey
from tests.fakes.island import Island
from tests.fakes.lab import ALL, Lab
from tests.server.model.tallies import wrong_tallies

TERMS = Terms()
SHOP = ShopKey(pk=1)  # whose hand it is stands in the journal alone


@dataclass(frozen=True)
class Told:
    """What a computer learned: the code of the answer, and whose pool, and until when."""

    code: str
    pool: str = ""
    exp: datetime | None = None


@dataclass
class Alone:
    """A computer without a network, its requests, and the leases of the responses it got."""

    island: Island
    request: str = ""
    leases: list[Lease] = field(default_factory=list)


@dataclass
class ByVerbs:
    """Calls of computers, by the verbs. `seats` of the lab are the ids that computers know."""

    lab: Lab
    papers: dict[str, License] = field(default_factory=dict)
    alone: dict[str, Alone] = field(default_factory=dict)
    known: dict[str, tuple[Account, Device]] = field(default_factory=dict)

    @property
    def seats(self) -> dict[str, str]:
        return self.lab.seats

    def now(self) -> datetime:
        return now()

    # What there is

    def member(self, owner: str, member: str, days_ago: int) -> None:
        self.lab.member(owner, member, days_ago)

    def license(self, name: str, owner: str, seats: int, ends: datetime | None) -> None:
        self.papers[name] = self.lab.license(owner, seats, ends_at=ends)

    def trial(self, name: str, owner: str, ends: datetime) -> None:
        desktops = ",".join(each for each in ALL.split(",") if each != "web")
        self.papers[name] = self.lab.license(owner, kind="trial", ends_at=ends, platforms=desktops)

    def confirm(self, person: str) -> None:
        """Whoever is to get somebody's license."""
        row = self.lab.person(person)
        EmailAddress.objects.create(user=row, email=row.email, verified=True)

    # Computers

    def put(self, computer: str, take_over: bool = False) -> Told:
        seat = self.seats.get(computer)
        return self._kept(computer, take(*self._who(computer), seat, take_over=take_over))

    def start(self, computer: str, take_over: bool = False) -> Told:
        self.seats.pop(computer, None)
        return self.put(computer, take_over)

    def close(self, computer: str, given_up: bool = False) -> None:
        close(*self._who(computer), self.seats[computer], given_up)

    def log_out(self, computer: str) -> None:
        log_out(*self._who(computer))

    def reserve(self, computer: str, until: datetime) -> Told:
        return self._kept(computer, reserve(*self._who(computer), until))

    def give_back(self, computer: str) -> Told | None:
        answer = return_early(*self._who(computer))
        return None if answer is None else self._kept(computer, answer)

    def bind(self, computer: str, same_request: bool) -> str:
        alone = self.alone.setdefault(
            computer, Alone(Island(self.lab, Ed25519PrivateKey.generate()))
        )
        if not (same_request and alone.request):
            alone.request = alone.island.request()
        answer = bind(self.lab.person(computer.split("/")[0]), alone.request, self.now())
        if isinstance(answer, Refusal):
            return answer.code.value
        lease = alone.island.lease(answer, self.lab)
        if not alone.leases or lease.nonce != alone.leases[-1].nonce:
            alone.leases.append(lease)
        return "yes"

    def bring_back(self, computer: str, response: int) -> str:
        alone = self.alone[computer]
        return _code(give_back(alone.island.return_file(alone.leases[response])))

    def stand(self, computer: str) -> tuple[int, datetime | None] | str:
        answer = stand_in_line(*self._who(computer))
        if isinstance(answer, Refusal):
            return answer.code.value
        return answer.ahead, answer.offered_until

    def leave_line(self, computer: str) -> None:
        leave_line(*self._who(computer))

    def _who(self, computer: str) -> tuple[Account, Device]:
        if computer not in self.known:
            person = self.lab.person(computer.split("/")[0])
            self.known[computer] = (person, self.lab.device(computer))
        return self.known[computer]

    def _kept(self, computer: str, answer: Held | Refusal) -> Told:
        if isinstance(answer, Refusal):
            return Told(answer.code.value)
        self.seats[computer] = answer.place.seat
        return Told("yes", _name(answer.pool), answer.place.lease_exp)

    # People

    def free(self, owner: str, computer: str) -> str:
        return _code(free(self.lab.person(owner), self._seat(computer)))

    def lose(self, computer: str) -> str:
        person = self.lab.person(computer.split("/")[0])
        return _code(free_device(person, self._device(computer)))

    def _seat(self, computer: str) -> str:
        """As the owner's page shows it, whatever the computer knows."""
        row = Place.objects.filter(device__device_id=self._device(computer)).first()
        return row.seat if row else "none"

    def _device(self, computer: str) -> str:
        if computer in self.alone:
            return self.alone[computer].island.device
        return self._who(computer)[1].device_id

    def member_act(self, act: str, owner: str, member: str) -> None:
        person, other = self.lab.person(owner), self.lab.person(member)
        if act == "joined":
            _done(add_member(person, other))
        elif act == "quit":
            _done(leave(other, person.public_id))
        else:
            verbs = {"blocked": block, "unblocked": unblock, "removed": delete}
            _done(verbs[act](person, other.public_id))

    def license_act(self, act: str, name: str, last_day: date | None = None) -> datetime | None:
        license_id = self.papers[name].license_id
        if last_day is None:
            row = {"suspended": suspend, "resumed": resume}[act](license_id)
        elif act == "prolonged":
            row = prolong(license_id, last_day)
        else:
            row = change(SHOP, license_id, expires_on=last_day)
        assert isinstance(row, License), row
        return row.ends_at

    def transfer(self, name: str, to: str) -> None:
        _done(transfer(self.papers[name].license_id, self.lab.person(to)))

    def limit(self, owner: str, what: str, number: int | None) -> None:
        field_, value = what.replace(" ", "_"), bool(number) if what.startswith("mem") else number
        _done(set_pool_terms(self.lab.person(owner), **{field_: value}))

    def pools(self) -> dict[str, tuple[int, int]]:
        """Of each pool: seats taken as people see it, and seats."""
        at = self.now()
        mine = [person.pk for person in self.lab.people.values()]
        rows = Pool.objects.filter(owner__in=mine).order_by("id").select_related("owner")
        found = load_pools(list(rows), at)
        return {_name(each): (seats_in_use(each, TERMS, at), seats_of(each, at)) for each in found}

    def wrong_terms(self) -> list[str]:
        """Where the numbers that rows keep are not what their places add up to."""
        return wrong_tallies(self.now())


def _name(pool) -> str:
    owner = pool.owner_email.split("@")[0]
    return f"{owner}'s trial" if pool.kind is Kind.TRIAL else owner


def _code(answer: object) -> str:
    return answer.code.value if isinstance(answer, Refusal) else "yes"


def _done(outcome: object) -> None:
    assert not isinstance(outcome, Refusal), outcome
