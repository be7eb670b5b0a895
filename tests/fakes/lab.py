"""Rows for tests of the seats: people, their licenses, their computers, made in one line each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from contract.keys import device_id
from server.accounts.models import Account, Device
from server.config.brand import brand
from server.licenses.models import License, Pool
from server.organizations.models import Membership
from server.rulebook.facts import Refusal
from server.seats.close import close
from server.seats.held import Held
from server.seats.line import Standing, leave_line, stand_in_line
from server.seats.models import Place
from server.seats.show import pools_of
from server.seats.take import take

ALL = "linux,macos,web,windows"


@dataclass
class Lab:
    """`put("ben/1")` is a contact of Ben's first computer, a start if it has no place yet."""

    now: Callable[[], datetime]
    roots: tuple[bytes, ...] = ()
    people: dict[str, Account] = field(default_factory=dict)
    keys: dict[str, Ed25519PrivateKey] = field(default_factory=dict)
    seats: dict[str, str] = field(default_factory=dict)

    def person(self, name: str) -> Account:
        if name not in self.people:
            email = f"{name}@lab.example"
            self.people[name] = Account.objects.create(email=email, name=name.title(), password="!")
        return self.people[name]

    def license(
        self,
        owner: str,
        seats: int = 1,
        kind: str = "educational",
        ends_at: datetime | None = None,
        platforms: str = ALL,
        activated_at: datetime | None = None,
    ) -> License:
        person = self.person(owner)
        shareable = kind in ("commercial", "educational", "government")
        pool, _ = Pool.objects.get_or_create(
            owner=person, product=brand().product, platforms=platforms, features="",
            pool_class="shared" if shareable else kind,
        )  # fmt: skip
        return License.objects.create(
            kind=kind, seats=seats, product=brand().product, platforms=platforms, owner=person,
            pool=pool, created_at=self.now(), activated_at=activated_at or self.now(),
            ends_at=ends_at, last_day=None if ends_at is None else ends_at.date(),
        )  # fmt: skip

    def trial(self, owner: str) -> License:
        return self.license(owner, kind="trial", ends_at=self.now() + timedelta(days=90))

    def member(self, owner: str, member: str, days_ago: int = 10) -> Membership:
        return Membership.objects.create(
            owner=self.person(owner),
            member=self.person(member),
            joined_at=self.now() - timedelta(days=days_ago),
        )

    def device(self, name: str) -> Device:
        found = Device.objects.filter(app_version=name).first()
        return found or self._new_device(name)

    def _new_device(self, name: str) -> Device:
        key = self.keys.setdefault(name, Ed25519PrivateKey.generate())
        public = key.public_key().public_bytes_raw()
        return Device.objects.create(
            device_id=device_id(brand().product, public), product=brand().product,
            public_key=public, platform="web" if name.endswith("web") else "linux",
            app_version=name, first_seen_at=self.now(), last_seen_at=self.now(),
        )  # fmt: skip

    def start(self, name: str) -> Held | Refusal:
        return self._keep(name, take(self.person(name.split("/")[0]), self.device(name)))

    def put(self, name: str) -> Held | Refusal:
        seat = self.seats.get(name)
        return self._keep(name, take(self.person(name.split("/")[0]), self.device(name), seat))

    def close(self, name: str, given_up: bool = False) -> None:
        close(self.person(name.split("/")[0]), self.device(name), self.seats[name], given_up)

    def line(self, name: str) -> Standing | Refusal:
        """PUT /line: joins, is a sign of life, is told of an offer."""
        return stand_in_line(self.person(name.split("/")[0]), self.device(name))

    def leave_line(self, name: str) -> None:
        leave_line(self.person(name.split("/")[0]), self.device(name))

    def taken(self, owner: str = "ada") -> int:
        return sum(each.seats_in_use for each in pools_of(self.person(owner)))

    def row(self, name: str) -> Place:
        return Place.objects.get(device=self.device(name))

    def _keep(self, name: str, answer: Held | Refusal) -> Held | Refusal:
        if isinstance(answer, Held):
            self.seats[name] = answer.place.seat
        return answer
