"""The server as a process of its own: its one line, its files, its end."""

from __future__ import annotations

import json
import os
import signal
import stat
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.fakes.postgres import installed, private_postgres

ROOT = Path(__file__).parents[3]


def command(data: Path, *words: str) -> list[str]:
    return [sys.executable, "-m", "server", "--data", str(data), *words]


def environment() -> dict[str, str]:
    return {k: v for k, v in os.environ.items() if not k.startswith(("SEATKEEPER_", "DJANGO_"))}


def run(data: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command(data, *words), cwd=ROOT, env=environment(), capture_output=True, text=True
    )


def start(data: Path, *words: str) -> tuple[subprocess.Popen[str], str]:
    log = (data.parent / "log").open("w")
    process = subprocess.Popen(
        command(data, *words),
        cwd=ROOT,
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=log,
        text=True,
    )
    log.close()
    assert process.stdout is not None
    line = process.stdout.readline()
    assert line.startswith("ready http://localhost:"), (data.parent / "log").read_text()
    return process, line.split()[1]


def stop(process: subprocess.Popen[str], by: signal.Signals = signal.SIGTERM) -> tuple[int, str]:
    process.send_signal(by)
    said, _ = process.communicate(timeout=30)
    return process.returncode, said


def children(pid: int) -> set[int]:
    told = subprocess.run(["ps", "-o", "pid=", "--ppid", str(pid)], capture_output=True, text=True)
    return {int(word) for word in told.stdout.split()}


def is_there(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


def get(address: str) -> bytes:
    with urllib.request.urlopen(address, timeout=10) as answer:
        return answer.read()


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, str]]:
    data = tmp_path_factory.mktemp("served") / "data"
    process, address = start(data, "serve", "--sample")
    yield data, address
    code, said = stop(process)
    assert (code, said) == (0, ""), "standard output carries one line alone"


def test_answers_under_the_address_that_it_names(served: tuple[Path, str]) -> None:
    assert get(f"{served[1]}/healthz") == b"ok\n"
    assert json.loads(get(f"{served[1]}/api/v1/meta"))["portal"] == served[1]


@pytest.mark.rule("SAFE-2")
def test_secrets_are_readable_by_this_user_alone(served: tuple[Path, str]) -> None:
    data, _ = served
    for name in ("secrets.toml", "sample.json", "seatkeeper.sqlite3"):
        assert stat.S_IMODE((data / name).stat().st_mode) == 0o600, name


@pytest.mark.rule("LEASE-7")
def test_first_start_makes_roots_and_a_brand_that_names_them(served: tuple[Path, str]) -> None:
    from contract.brand import read_brand

    data, address = served
    brand = read_brand((data / "brand.toml").read_text())
    assert (brand.server, brand.portal, len(brand.root_keys)) == (address, address, 2)
    assert (data / "roots").is_dir()


def test_sample_people_can_sign_in(served: tuple[Path, str]) -> None:
    data, _ = served
    told = json.loads((data / "sample.json").read_text())
    assert [each["name"].split()[0] for each in told["people"]] == ["Ada", "Ben", "Cleo", "Dora"]
    shown = run(data, "admin", "pool-show", told["people"][0]["email"])
    (pool,) = json.loads(shown.stdout)
    assert (pool["seats"], pool["seats_in_use"]) == (2, 0)


def test_orders_print_json_alone_and_refusals_exit_with_one(served: tuple[Path, str]) -> None:
    data, _ = served
    made = run(
        data,
        "admin",
        "license-create",
        "commercial",
        "3",
        "--expires",
        "2031-12-31",
        "--id",
        "l0b45f2",
    )
    assert (made.returncode, json.loads(made.stdout)["license_id"]) == (0, "L-0B4-5F2")
    key = json.loads(made.stdout)["license_key"]
    entered = run(data, "admin", "enter", "cleo@works.example", key.lower())
    assert json.loads(entered.stdout)["license_id"] == "L-0B4-5F2"
    taken = run(data, "admin", "enter", "ben@lab.example", key)
    assert (taken.returncode, json.loads(taken.stdout)["code"]) == (1, "license-taken")
    again = run(data, "admin", "license-create", "commercial", "1", "--id", "L-0B4-5F2")
    assert (again.returncode, json.loads(again.stdout)["code"]) == (1, "id-taken")


def test_orders_about_accounts_and_members(served: tuple[Path, str]) -> None:
    data, _ = served
    made = run(
        data,
        "admin",
        "account-create",
        "eve@lab.example",
        "eve-opens-eleven-doors",
        "--id",
        "A-7C3-E19",
    )
    assert json.loads(made.stdout)["account_id"] == "A-7C3-E19"
    refused = run(data, "admin", "trial-request", "eve@lab.example")
    assert json.loads(refused.stdout)["code"] == "email-unconfirmed"
    for words, code in (
        (["account-confirm", "eve@lab.example"], 0),
        (["trial-request", "eve@lab.example"], 0),
        (["membership-create", "ada@lab.example", "eve@lab.example"], 0),
        (["membership-create", "ada@lab.example", "eve@lab.example"], 1),
        (["membership-block", "ada@lab.example", "eve@lab.example"], 0),
        (["membership-unblock", "ada@lab.example", "eve@lab.example"], 0),
        (["membership-delete", "ada@lab.example", "eve@lab.example"], 0),
        (["sign-in-unblock", "eve@lab.example"], 0),
        (["pool-set", "ada@lab.example", "--offline-days", "30", "--members-may-bind"], 0),
        (["account-confirm", "nobody@lab.example"], 1),
    ):
        done = run(data, "admin", *words)
        assert (done.returncode, bool(json.loads(done.stdout) or True)) == (code, True), words


@pytest.mark.parametrize("by", [signal.SIGTERM, signal.SIGINT])
def test_stops_cleanly_and_leaves_no_worker(tmp_path: Path, by: signal.Signals) -> None:
    process, _ = start(tmp_path / "data", "serve", "--workers", "2")
    workers = children(process.pid)
    assert workers
    assert stop(process, by) == (0, "")
    assert [pid for pid in workers if is_there(pid)] == []


@pytest.mark.rule("SAFE-3")
def test_contradicting_terms_end_the_start_by_name(tmp_path: Path) -> None:
    terms = tmp_path / "terms.toml"
    terms.write_text("bridge_minutes = 600\ncrash_hours = 2\n")
    done = run(tmp_path / "data", "--terms", str(terms), "serve")
    assert (done.returncode, done.stdout) == (2, "")
    assert "bridge_minutes" in done.stderr
    assert "crash_hours" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("file", "text", "named"),
    [
        ("server.toml", 'smpt = "smtp://x"', "smpt"),
        ("server.toml", 'trusted_proxies = ["10.0.0.1/8"]', "trusted_proxies"),
        ("server.toml", "address = ", "server.toml"),
        ("secrets.toml", 'master = "00"', "secrets.toml"),
    ],
)
def test_wrong_settings_end_the_start_by_name(
    tmp_path: Path, file: str, text: str, named: str
) -> None:
    (tmp_path / file).write_text(text)
    done = run(tmp_path, "serve")
    assert (done.returncode, done.stdout, named in done.stderr) == (2, "", True), done.stderr


def test_clock_of_a_test_is_said_loudly(tmp_path: Path) -> None:
    done = run(
        tmp_path / "data",
        "--clock",
        str(tmp_path / "clock"),
        "admin",
        "account-confirm",
        "x@y.example",
    )
    assert "TEST CLOCK" in done.stderr
    assert json.loads(done.stdout) == {"code": "account-unknown"}


@pytest.mark.skipif(installed() is None, reason="no PostgreSQL here")
def test_postgresql_serves_by_its_address(tmp_path: Path) -> None:
    with private_postgres() as url:
        process, address = start(
            tmp_path / "data", "--database", url, "serve", "--sample", "--workers", "2"
        )
        try:
            assert get(f"{address}/readyz") == b"ok\n"
            told = json.loads((tmp_path / "data" / "sample.json").read_text())
            done = run(
                tmp_path / "data",
                "--database",
                url,
                "admin",
                "enter",
                "ben@lab.example",
                told["spare_license_key"],
            )
            assert (done.returncode, json.loads(done.stdout)["activated"]) == (0, True)
        finally:
            assert stop(process) == (0, "")
        assert not (tmp_path / "data" / "seatkeeper.sqlite3").exists()
