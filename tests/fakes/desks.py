"""Desktops as the API sees them: each signs in, asks, closes and logs out over HTTP.

"O1" is the first computer of the person "O"; a name without a number has one computer;
"O.web1" is a browser with the web edition.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.http import HttpResponse
from django.test import Client

from contract.encoding import to_base64url
from contract.keys import device_id
from server.accounts.create import create_account
from server.accounts.models import Account
from server.config.brand import brand
from server.seats.show import show
from tests.fakes.clock import FakeClock
from tests.fakes.lab import Lab

PASSWORD = "five-lamps-in-a-row"


@dataclass
class Desks:
    lab: Lab
    client: Client
    clock: FakeClock
    began: datetime
    tokens: dict[str, str] = field(default_factory=dict)
    seats: dict[str, str] = field(default_factory=dict)

    def at(self, **since_the_beginning: float) -> None:
        self.clock.at = self.began + timedelta(**since_the_beginning)

    def person(self, name: str) -> Account:
        if name not in self.lab.people:
            made = create_account(
                f"{name.lower()}@field.example", PASSWORD, name=name, confirmed=True
            )
            assert isinstance(made, Account), made
            self.lab.people[name] = made
        return self.lab.people[name]

    def pool(self, owner: str, seats: int, members: Iterable[str] = ()) -> None:
        self.person(owner)
        self.lab.license(owner, seats)
        for name in members:
            self.person(name)
            self.lab.member(owner, name)

    def put(self, name: str, seat: str | None = None) -> HttpResponse:
        """A contact; the first one of a computer is a start."""
        seat = seat or self.seats.get(name)
        answer = self.call(name, "put", "/seat", {} if seat is None else {"seat": seat})
        return self._keep(name, answer)

    def start(self, name: str) -> HttpResponse:
        self.seats.pop(name, None)
        return self.put(name)

    def take_over(self, name: str) -> HttpResponse:
        return self._keep(name, self.call(name, "put", "/seat", {"take_over": True}))

    def close(self, name: str, seat: str | None = None) -> int:
        seat = seat or self.seats[name]
        return self.call(name, "delete", f"/seat?seat={seat}").status_code

    def give_up(self, name: str) -> int:
        """What a desktop sends once it deleted its lease after a refusal."""
        path = f"/seat?seat={self.seats[name]}&given_up=true"
        return self.call(name, "delete", path).status_code

    def reserve(self, name: str, **days: float) -> HttpResponse:
        until = (self.began + timedelta(**days)).isoformat()
        return self._keep(name, self.call(name, "put", "/seat/offline", {"until": until}))

    def return_early(self, name: str) -> HttpResponse:
        return self._keep(name, self.call(name, "delete", "/seat/offline"))

    def line(self, name: str) -> HttpResponse:
        return self.call(name, "put", "/line")

    def leave_line(self, name: str) -> int:
        return self.call(name, "delete", "/line").status_code

    def log_out(self, name: str) -> int:
        status = self.call(name, "delete", "/session").status_code
        del self.tokens[name]
        self.seats.pop(name, None)
        return status

    def taken(self, owner: str = "O") -> tuple[int, int]:
        """Seats taken and seats there are, from the owner's own list."""
        (pool,) = show(self.person(owner))
        return int(str(pool["seats_in_use"])), int(str(pool["seats"]))

    def taken_as_shown(self, name: str) -> int:
        return int(self.call(name, "get", "/license").json()["license"]["seats_in_use"])

    def device(self, name: str) -> str:
        return device_id(brand().product, self._public(name))

    def call(self, name: str, method: str, path: str, body: object = None) -> Any:
        if name not in self.tokens:
            self._sign_in(name)
        return self._send(method, path, body, Authorization=f"Bearer {self.tokens[name]}")

    def _sign_in(self, name: str) -> None:
        person = self.person(name.split(".")[0].rstrip("0123456789"))
        device = {
            "id": self.device(name),
            "public_key": to_base64url(self._public(name)),
            "platform": "web" if ".web" in name else "linux",
            "app_version": "0.1.0",
        }
        body = {"email": person.email, "password": PASSWORD, "device": device}
        self.tokens[name] = self._send("post", "/session", body).json()["token"]

    def _public(self, name: str) -> bytes:
        key = self.lab.keys.setdefault(name, Ed25519PrivateKey.generate())
        return key.public_key().public_bytes_raw()

    def _send(self, method: str, path: str, body: object = None, **headers: str) -> Any:
        data = {} if body is None else {"data": body, "content_type": "application/json"}
        return getattr(self.client, method)(f"/api/v1{path}", headers=headers, **data)

    def _keep(self, name: str, answer: Any) -> HttpResponse:
        if answer.status_code == 200:
            self.seats[name] = answer.json()["seat"]
        return answer
