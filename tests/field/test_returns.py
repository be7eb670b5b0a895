"""A bound computer's seat, given back over HTTP by whoever carries the stick (AIR-6)."""

from __future__ import annotations

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.test import Client

from server.seats.bind import Bound
from tests.fakes.desks import Desks
from tests.fakes.island import Island


def _post(client: Client, body: bytes):
    return client.post(
        "/api/v1/offline/returns", data=body, content_type="application/octet-stream"
    )


@pytest.mark.rule("AIR-6", "AIR-7", "SAFE-1")
def test_return_file_needs_no_account_and_frees_the_seat(desks: Desks, client: Client) -> None:
    desks.pool("O", 1)
    island = Island(desks.lab, Ed25519PrivateKey.generate())
    bound = island.bind("O")
    assert isinstance(bound, Bound)
    file = island.return_file(island.lease(bound, desks.lab))
    assert desks.put("O1").json()["code"] == "seats-exhausted"
    damaged = _post(client, b"\x00\x01")
    assert (damaged.status_code, damaged.json()["code"]) == (422, "return-damaged")
    assert _post(client, file).json() == {"freed_on": "2027-03-01"}
    assert _post(client, file).json() == {"freed_on": "2027-03-01"}
    assert desks.put("O1").status_code == 200
    stranger = Island(desks.lab, Ed25519PrivateKey.generate())
    unknown = _post(client, stranger.return_file(island.lease(bound, desks.lab)))
    assert (unknown.status_code, unknown.json()["code"]) == (404, "return-unknown")
    assert _post(client, b"x" * 70000).json()["code"] == "too-large"
