"""`dev.py serve` and `dev.py admin` as a vendor types them, with processes of their own."""

from __future__ import annotations

import json
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.cast import ADA, CLEO, EVERYBODY
from tests.fakes.postgres import installed, private_postgres
from tools.journey.server import DEV, Server

pytestmark = [pytest.mark.journey, pytest.mark.timeout(120), pytest.mark.xdist_group("commands")]


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    server = Server(tmp_path / "data")
    yield server
    server.stop()


def meta(address: str) -> Any:
    with urllib.request.urlopen(f"{address}/api/v1/meta", timeout=10) as answer:
        return json.load(answer)


def test_serve_says_ready_and_nothing_else_on_standard_output(server: Server) -> None:
    address = server.start()
    assert meta(address)["product"]
    assert (server.stop(), server.said_later) == (0, "")


def test_sample_people_are_the_cast_of_the_tests(server: Server) -> None:
    server.start("--sample")
    people = {(p["name"], p["email"], p["password"]) for p in server.sample()["people"]}
    assert people == {(p.name, p.email, p.password) for p in EVERYBODY}


@pytest.mark.rule("SAFE-3")
def test_second_start_finds_what_the_first_one_kept(server: Server) -> None:
    server.start("--sample")
    first = meta(server.address)["issuer"], server.sample()
    server.stop()
    server.start("--sample")
    assert (meta(server.address)["issuer"], server.sample()) == first


@pytest.mark.skipif(installed() is None, reason="no PostgreSQL is installed")
def test_server_and_admin_work_on_postgresql_as_well(tmp_path: Path) -> None:
    with private_postgres() as address:
        server = Server(tmp_path / "data", database=address)
        try:
            server.start("--sample")
            key = server.admin("license-create", "commercial", "1")["license_key"]
            assert server.admin("enter", CLEO.email, key)
            assert server.admin("pool-show", ADA.email)[0]["seats"] == 2
        finally:
            code = server.stop()
        assert code == 0


def test_admin_refuses_with_a_code_as_json_alone(tmp_path: Path) -> None:
    line = [sys.executable, DEV, "admin", "--data", str(tmp_path), "license-suspend", "L-000-000"]
    done = subprocess.run(line, capture_output=True, text=True, check=False)
    assert (done.returncode, json.loads(done.stdout)["code"]) == (1, "license-unknown")


@pytest.mark.rule("SAFE-3")
def test_contradictory_terms_are_refused_by_name(tmp_path: Path) -> None:
    terms = tmp_path / "terms.toml"
    terms.write_text("bridge_minutes = 600\n")
    line = [sys.executable, DEV, "serve", "--data", str(tmp_path / "data"), "--terms", str(terms)]
    done = subprocess.run(line, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode != 0
    assert (done.stdout, "bridge" in done.stderr) == ("", True)
