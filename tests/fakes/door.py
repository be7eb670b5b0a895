"""The server's front door: what the fast way answers, and what it hands on to Django."""

from __future__ import annotations

import io
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import jwt
from django.core.handlers.wsgi import WSGIHandler

from contract import wire
from server.accounts.models import Session
from server.accounts.tokens import hash_of, make_token
from server.api.contact import ContactFirst
from tests.fakes.lab import Lab


@dataclass
class Answer:
    status: int
    body: dict[str, Any]
    headers: dict[str, str]
    was_fast: bool

    def without_chance(self) -> dict[str, Any]:
        """All that another contact of the same place at nearly the same instant gets as well."""
        claims = jwt.decode(self.body["lease"], options={"verify_signature": False})
        own = {name: claims[name] for name in claims if name not in ("jti", "iat", "nbf", "exp")}
        license = {**self.body["license"], "offline": _periods(self.body["license"]["offline"])}
        rest = {name: self.body[name] for name in ("seat", "notices", "next_contact_in")}
        return {
            **rest,
            "license": license,
            "claims": own,
            "good for": claims["exp"] - claims["iat"],
        }

    @property
    def jti(self) -> str:
        return str(jwt.decode(self.body["lease"], options={"verify_signature": False})["jti"])


def _periods(offline: dict[str, Any]) -> dict[str, Any]:
    return {
        **{name: offline[name] for name in offline if name != "latest"},
        "periods": [each["id"] for each in offline["periods"]],
    }


@dataclass
class Door:
    lab: Lab
    tokens: dict[str, str] = field(default_factory=dict)
    handed_on: int = 0

    def __post_init__(self) -> None:
        self._django = WSGIHandler()
        self.application = ContactFirst(self._behind)

    def put(self, name: str, body: object = None, *, fast: bool = True, **environ: str) -> Answer:
        """`name` as in the lab; without a body a contact with the seat that it holds."""
        data = wire.encode({"seat": self.lab.row(name).seat} if body is None else body)
        return self.ask(name, data, fast=fast, **environ)

    def ask(self, name: str, data: bytes, *, fast: bool = True, **environ: str) -> Answer:
        asked = {
            "REQUEST_METHOD": "PUT", "PATH_INFO": "/api/v1/seat", "SERVER_NAME": "localhost",
            "SERVER_PORT": "80", "wsgi.input": io.BytesIO(data), "CONTENT_LENGTH": str(len(data)),
            "HTTP_AUTHORIZATION": f"Bearer {self.token(name)}", "wsgi.url_scheme": "http",
            **environ,
        }  # fmt: skip
        before, told = self.handed_on, {}

        def start(status: str, headers: list[tuple[str, str]]) -> None:
            told.update(status=int(status[:3]), headers=dict(headers))

        body = b"".join((self.application if fast else self._behind)(asked, start))
        read = wire.decode(body, dict) if body else {}
        return Answer(told["status"], read, told["headers"], self.handed_on == before)

    def token(self, name: str) -> str:
        if name not in self.tokens:
            self.tokens[name] = make_token()
            Session.objects.create(
                token_hash=hash_of(self.tokens[name]), device=self.lab.device(name),
                account=self.lab.person(name.split("/")[0]),
                started_at=self.lab.now(), used_at=self.lab.now(),
            )  # fmt: skip
        return self.tokens[name]

    def close(self) -> None:
        self.application.close()

    def _behind(self, environ: dict[str, Any], start: Any) -> Iterable[bytes]:
        self.handed_on += 1
        return self._django(environ, start)
