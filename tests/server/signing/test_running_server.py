"""Keys are rotated and revoked beside a server that runs: its next answers go by them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest

from contract.brand import read_brand
from contract.faults import Fault
from contract.jws import unfold
from contract.keys import KeyStatement, read_statement
from contract.lease import LIMIT, TYP
from tests.server.seats.test_killed import EMAIL, PASSWORD, _call, _sign_in
from tests.server.upkeep.test_serve import run, start, stop

Order = Callable[..., dict]


@pytest.fixture
def data(tmp_path: Path) -> Path:
    data = tmp_path / "data"
    assert run(data, "admin", "account-create", EMAIL, PASSWORD, "--confirmed").returncode == 0
    made = run(data, "admin", "license-create", "educational", "1", "--owner", EMAIL)
    assert made.returncode == 0
    return data


@pytest.fixture
def order(data: Path) -> Order:
    return lambda *words: json.loads(run(data, "admin", *words).stdout)


@pytest.fixture
def address(data: Path) -> Iterator[str]:
    process, address = start(data, "serve", "--workers", "2")
    yield address
    stop(process)


@pytest.mark.rule("SUP-3", "LEASE-7")
def test_each_worker_signs_with_the_key_of_the_moment(
    data: Path, address: str, order: Order
) -> None:
    token = _sign_in(address)
    seat = _call("PUT", address, token).json()["seat"]
    (first,) = {contact(address, token, seat) for _ in range(6)}
    rotated = order("keys-rotate")
    assert {contact(address, token, seat) for _ in range(6)} == {rotated["signs"]}
    revoked = order("keys-revoke", rotated["signs"])
    assert {contact(address, token, seat) for _ in range(6)} == {revoked["signs"]}
    assert len({first, rotated["signs"], revoked["signs"]}) == 3
    told = statement(data, address)
    assert (told.version, told.revoked) == (3, (rotated["signs"],))


@pytest.mark.rule("SUP-3")
def test_key_whose_name_begins_with_a_dash_is_found(tmp_path: Path) -> None:
    kid = "-h" + "x" * 41
    done = run(tmp_path / "data", "admin", "keys-revoke", kid, "--reason", "drill")
    assert (done.returncode, json.loads(done.stdout)) == (1, {"code": "not-found", "kid": kid})


def contact(address: str, token: str, seat: str) -> str | None:
    """The key that signed the answer."""
    headers = {"Authorization": f"Bearer {token}"}
    with httpx.Client(trust_env=False) as client:
        answer = client.put(f"{address}/api/v1/seat", json={"seat": seat}, headers=headers)
    envelope = unfold(answer.json()["lease"], TYP, LIMIT)
    assert not isinstance(envelope, Fault)
    return envelope.kid


def statement(data: Path, address: str) -> KeyStatement:
    """As a desktop of this server's brand reads it."""
    brand = read_brand((data / "brand.toml").read_text())
    with httpx.Client(trust_env=False) as client:
        token = client.get(f"{address}/.well-known/seatkeeper-keys").text
    found = read_statement(token, brand.root_keys, brand.issuer)
    assert isinstance(found, KeyStatement)
    return found
