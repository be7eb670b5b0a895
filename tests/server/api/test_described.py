"""Schemathesis reads the document and asks every call what it likes: each answer is as declared.

Real data stands behind it: people with seats, a line, a shop with a license. What is asked is
the same in every run. A call that a computer or the shop makes carries its token, so that what
is asked gets past the door.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.core import signals
from django.core.handlers.wsgi import WSGIHandler
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from server.accounts.models import Device, Session
from server.accounts.tokens import hash_of, make_token
from server.api.call import Call
from server.api.described import every_call
from server.api.openapi import document
from server.licenses.create import Created, Wanted, create
from server.rulebook.facts import Kind
from server.shop.keys import make_shop_key
from tests.fakes.desks import Desks
from tests.field.conftest import desks, lab, time

__all__ = ["desks", "lab", "time"]

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
ASKED = settings(
    max_examples=20,
    derandomize=True,
    database=None,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)
CALLS = every_call()
RIGHT, WRONG = GenerationMode.POSITIVE, GenerationMode.NEGATIVE
ASKINGS = [
    pytest.param(call, mode, id=f"{call.answer.__name__}-{mode.value}")
    for call in CALLS
    for mode in ((RIGHT, WRONG) if call.takes or call.query else (RIGHT,))
]


class World:
    """Ada has two of three seats, Ben one; each example finds Ada signed in on her first."""

    def __init__(self, desks: Desks) -> None:
        self.desks = desks
        desks.pool("A", 3, members="B")
        for name in ("A1", "A2", "B"):
            desks.put(name)
        self.shop_key = make_shop_key().key
        made = create(Wanted(Kind.COMMERCIAL, 2))
        assert isinstance(made, Created)
        self.license_id = made.license_id

    def headers(self, call: Call) -> dict[str, str]:
        if call.by_shop:
            return {"Authorization": f"Bearer {self.shop_key}"}
        return {"Authorization": f"Bearer {self._token()}"} if call.signed_in else {}

    def _token(self) -> str:
        token, at = make_token(), self.desks.lab.now()
        device = Device.objects.get(device_id=self.desks.device("A1"))
        account = self.desks.person("A")
        Session.objects.filter(account=account, device=device).delete()
        Session.objects.create(
            token_hash=hash_of(token), account=account, device=device, started_at=at, used_at=at
        )
        return token

    def known(self) -> Iterator[tuple[str, str]]:
        """What is real for a name in a path or a query, by turns with what was made up."""
        yield "license_id", self.license_id
        yield "device", self.desks.device("A2")
        yield "seat", self.desks.seats["A1"]


@pytest.fixture
def world(desks: Desks) -> World:
    return World(desks)


@pytest.fixture
def wsgi(db: None) -> Iterator[WSGIHandler]:
    """As Django's test client does: the connection with the test's rows stays open."""
    ends = (signals.request_started, signals.request_finished)
    for signal in ends:
        signal.disconnect(close_old_connections)
    yield get_wsgi_application()
    for signal in ends:
        signal.connect(close_old_connections)


@pytest.mark.rule("SAFE-1")
@pytest.mark.parametrize(("call", "mode"), ASKINGS)
def test_every_answer_is_as_the_document_says(
    world: World, wsgi: WSGIHandler, call: Call, mode: GenerationMode
) -> None:
    schema = schemathesis.openapi.from_dict(json.loads(document(CALLS)))
    schema.app = wsgi
    operation = schema[call.path.replace("<", "{").replace(">", "}")][call.method]
    asked = 0

    @given(case=operation.as_strategy(generation_mode=mode))
    @ASKED
    def ask(case: schemathesis.Case) -> None:
        nonlocal asked
        asked += 1
        if asked % 2:
            _with_what_is_known(case, world)
        case.call_and_validate(headers=world.headers(call), checks=CHECKS)

    ask()
    assert asked > 0


def _with_what_is_known(case: Any, world: World) -> None:
    for name, value in world.known():
        for place in (case.path_parameters, case.query, case.body):
            if isinstance(place, dict) and name in place:
                place[name] = value
