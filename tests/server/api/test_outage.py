"""The database is away, or cannot be written: everything answers "come again", then goes on."""

from __future__ import annotations

import resource
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from tests.cast import ADA
from tests.server.conftest import Api, Computer
from tests.server.seats.test_killed import EMAIL, PASSWORD, _sign_in
from tests.server.upkeep.test_serve import children, run, start, stop
from tools import postgres


@dataclass
class Town:
    """A running server, a browser, and a computer that has a seat."""

    process: subprocess.Popen[str]
    client: httpx.Client
    token: str
    seat: str = ""

    def call(self, method: str, path: str, body: object = None) -> httpx.Response:
        headers = {"Authorization": f"Bearer {self.token}"}
        return self.client.request(method, path, json=body, headers=headers)

    def contact(self) -> httpx.Response:
        return self.call("PUT", "/api/v1/seat", {"seat": self.seat})

    def everything(self) -> dict[str, httpx.Response]:
        """One of each kind: the contact, verbs that write and that read, keys, pages."""
        calls = {
            "contact": self.contact(),
            "start": self.call("PUT", "/api/v1/seat", {}),
            "look": self.call("GET", "/api/v1/license"),
            "sign in": self.client.post("/api/v1/session", json={
                "email": EMAIL, "password": PASSWORD, "device": DEVICE}),
            "keys": self.client.get("/.well-known/seatkeeper-keys"),
        }  # fmt: skip
        pages = {"page": self.client.get("/licenses"), "form": self.client.get("/login")}
        return calls | pages


DEVICE = {
    "id": "7RIP6J7AHKPITXEW75KSYH4NH2",
    "public_key": "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8",
    "platform": "linux", "app_version": "0.1.0",
}  # fmt: skip


@contextmanager
def town(data: Path, *words: str) -> Iterator[Town]:
    assert run(data, *words, "admin", "account-create", EMAIL, PASSWORD, "--confirmed").stdout
    run(data, *words, "admin", "license-create", "educational", "1", "--owner", EMAIL)
    process, address = start(data, *words, "serve", "--threads", "4")
    with httpx.Client(base_url=address, trust_env=False, timeout=40) as client:
        try:
            made = Town(process, client, _sign_in(address))
            made.seat = made.call("PUT", "/api/v1/seat", {}).json()["seat"]
            made.client.cookies.set("seatkeeper", "x" * 32)  # a page looks for the session
            yield made
        finally:
            stop(process)
    log = (data / "log").read_text()
    assert made.token not in log
    assert PASSWORD not in log


def says_come_again(answer: httpx.Response) -> bool:
    if answer.status_code != 503 or int(answer.headers["Retry-After"]) <= 0:
        return False
    if not answer.headers["Content-Type"].startswith("application/problem+json"):
        return "being worked on" in answer.text
    told = answer.json()
    return (told["code"], str(told["retry_after"])) == (
        "maintenance",
        answer.headers["Retry-After"],
    )


@pytest.mark.rule("SAFE-1", "SAFE-3")
@pytest.mark.skipif(postgres.installed() is None, reason="no PostgreSQL on this machine")
def test_everything_goes_on_by_itself_when_the_database_returns(tmp_path: Path) -> None:
    with (
        postgres.private_postgres() as database,
        town(tmp_path / "data", "--database", database.address) as there,
    ):
        before = there.contact()
        assert before.status_code == 200
        with stopped(database):
            told = there.everything()
            assert {name for name, each in told.items() if not says_come_again(each)} <= {"form"}
            assert there.client.get("/readyz").status_code == 503
            assert there.client.get("/healthz").status_code == 200
        after = there.contact()
        assert (after.status_code, after.json()["seat"]) == (200, there.seat), after.text
        assert {each.status_code for each in there.everything().values()} <= {200, 201, 302}


@contextmanager
def stopped(database: postgres.Postgres) -> Iterator[None]:
    """As an operator stops it: connections are cut off, nothing listens any more."""
    control = [*postgres._as_its_own_user(database.folder), database.programs / "pg_ctl"]
    where = ["-D", database.folder / "db", "-w", "-l", database.log]
    options = f"-k {database.folder} -c listen_addresses='' {postgres.UNSAFE_BUT_FAST}"
    subprocess.run([*control, *where, "-m", "fast", "stop"], check=True, capture_output=True)
    try:
        yield
    finally:
        again = [*control, *where, "-o", options, "start"]
        subprocess.run(again, check=True, stdout=subprocess.DEVNULL)


@pytest.mark.rule("SAFE-1", "SAFE-3")
@pytest.mark.skipif(not hasattr(resource, "prlimit"), reason="Linux alone")
def test_full_disk_is_told_and_changes_nothing(tmp_path: Path) -> None:
    with town(tmp_path / "data") as there:
        with full_disk(there):
            told = there.everything()
            writing = ("contact", "start", "sign in")
            assert [name for name in writing if not says_come_again(told[name])] == []
        after = there.contact()
        assert (after.status_code, after.json()["seat"]) == (200, there.seat)
        assert there.everything()["sign in"].status_code == 201


@contextmanager
def full_disk(there: Town) -> Iterator[None]:
    """No file of the server's can grow, nor be written beyond its first page."""
    pids = children(there.process.pid)
    for pid in pids:
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (4096, resource.RLIM_INFINITY))
    yield
    for pid in pids:
        resource.prlimit(
            pid, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY)
        )


FAULTS = {
    "read-only": "PRAGMA query_only = 1",
    "locked": "PRAGMA busy_timeout = 20",
}


@pytest.mark.rule("SAFE-1", "SAFE-3")
@pytest.mark.logs("failed, error id", "Internal Server Error", "Service Unavailable")
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("fault", FAULTS)
def test_file_that_cannot_be_written_changes_nothing(
    fault: str,
    api: Api,
    people,
    keys,
    sold,
    computer: Computer,
    another_computer: Computer,
) -> None:
    from django.db import connection
    from django.test import Client

    from server.accounts.models import Session

    ada = people(ADA)
    sold("educational", 2, ada)
    api.sign_in(ADA, computer)
    seat = api("PUT", "/seat", {}).json()["seat"]
    page = Client(raise_request_exception=False)
    calls = [
        lambda: Api(Client()).sign_in(ADA, another_computer),
        lambda: api("PUT", "/seat", {}),
        lambda: page.post("/login", {"login": ADA.email, "password": ADA.password}),
    ]
    with locked(connection.settings_dict["NAME"]) if fault == "locked" else nullcontext():
        for each in calls:
            spoil(connection, fault)
            assert says_come_again(each())
    assert Session.objects.count() == 1
    assert api("GET", "/seat").json()["seat"] == seat
    assert [each().status_code for each in calls] == [201, 200, 302]


def spoil(connection, fault: str) -> None:
    """Until the connection is closed, which it is once it failed."""
    with connection.cursor() as cursor:
        cursor.execute(FAULTS[fault])


@contextmanager
def locked(path: str) -> Iterator[None]:
    """By another program, for long."""
    rows = sqlite3.connect(path, isolation_level=None)
    rows.execute("BEGIN IMMEDIATE")
    yield
    rows.execute("ROLLBACK")
    rows.close()


PASSES = {
    "disk full": "53100", "out of memory": "53200", "too many connections": "53300",
    "starting": "57P03", "stopped by its operator": "57P01", "connection lost": "08006",
    "gave its work to another": "25006", "lock not to be had": "55P03",
}  # fmt: skip
STAYS = {"same key twice": "23505", "no such column": "42703", "no such character": "22021"}


@pytest.mark.rule("SAFE-1", "SAFE-3")
@pytest.mark.parametrize("state", [*PASSES.values(), *STAYS.values()])
def test_fault_of_postgresql_that_passes_is_told_from_one_that_stays(state: str) -> None:
    import psycopg
    from django.db.utils import DatabaseErrorWrapper, Error

    from server.outage import is_outage

    class Database:
        errors_occurred = False
        Database = psycopg

    with pytest.raises(Error) as told, DatabaseErrorWrapper(Database()):
        raise psycopg.errors.lookup(state)
    assert is_outage(told.value) is (state in PASSES.values())
