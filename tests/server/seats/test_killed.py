"""A server killed right after it said yes: what was confirmed is there after the restart."""

from __future__ import annotations

import os
import signal
import subprocess
from pathlib import Path

import httpx
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from contract.encoding import to_base64url
from contract.keys import device_id
from tests.server.upkeep.test_serve import children, run, start, stop

EMAIL, PASSWORD = "ada@lab.example", "ada-counts-seven-lamps"


@pytest.mark.rule("SAFE-3", "SEAT-1")
def test_confirmed_seat_outlives_a_killed_server(tmp_path: Path) -> None:
    data = tmp_path / "data"
    assert run(data, "admin", "account-create", EMAIL, PASSWORD, "--confirmed").returncode == 0
    made = run(data, "admin", "license-create", "educational", "1", "--owner", EMAIL)
    assert made.returncode == 0
    process, address = start(data, "serve")
    token = _sign_in(address)
    taken = _put(address, token)
    _kill_all(process)
    process, address = start(data, "serve")
    try:
        found = _call("GET", address, token).json()
    finally:
        stop(process)
    assert (found["seat"], found["lease"]) == (taken["seat"], taken["lease"])


def _sign_in(address: str) -> str:
    public = Ed25519PrivateKey.generate().public_key().public_bytes_raw()
    device = {
        "id": device_id(_product(address), public),
        "public_key": to_base64url(public),
        "platform": "linux",
        "app_version": "0.1.0",
    }
    body = {"email": EMAIL, "password": PASSWORD, "device": device}
    with httpx.Client(trust_env=False) as client:
        return client.post(f"{address}/api/v1/session", json=body).json()["token"]


def _product(address: str) -> str:
    with httpx.Client(trust_env=False) as client:
        return client.get(f"{address}/api/v1/meta").json()["product"]


def _put(address: str, token: str) -> dict[str, str]:
    answer = _call("PUT", address, token)
    assert answer.status_code == 200, answer.text
    return answer.json()


def _call(method: str, address: str, token: str) -> httpx.Response:
    headers = {"Authorization": f"Bearer {token}"}
    with httpx.Client(trust_env=False) as client:
        return client.request(method, f"{address}/api/v1/seat", headers=headers)


def _kill_all(process: subprocess.Popen[str]) -> None:
    """The process and its workers, as a machine that loses its power would."""
    for pid in {process.pid, *children(process.pid)}:
        os.kill(pid, signal.SIGKILL)
    process.communicate(timeout=30)
