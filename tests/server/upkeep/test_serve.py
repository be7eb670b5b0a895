"""The server as a process of its own: its one line, its files, its end."""

from __future__ import annotations

import http.client
import json
import os
import signal
import socket
import stat
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from contract.encoding import to_base64url
from contract.keys import device_id
from server.upkeep.port import PortTaken, claimed
from tests.fakes.postgres import installed, private_postgres

ROOT = Path(__file__).parents[3]
ANOTHER_SECRET = f'master = "{"ab" * 32}"\n'


def command(data: Path, *words: str) -> list[str]:
    return [sys.executable, "-m", "server", "--data", str(data), *words]


def environment() -> dict[str, str]:
    return {k: v for k, v in os.environ.items() if not k.startswith(("SEATKEEPER_", "DJANGO_"))}


def run(data: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command(data, *words), cwd=ROOT, env=environment(), capture_output=True, text=True
    )


def started(data: Path, *words: str) -> subprocess.Popen[str]:
    data.mkdir(exist_ok=True)
    with (data / "log").open("w") as log:
        return subprocess.Popen(
            command(data, *words),
            cwd=ROOT,
            env=environment(),
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
        )


def start(data: Path, *words: str) -> tuple[subprocess.Popen[str], str]:
    process = started(data, *words)
    assert process.stdout is not None
    line = process.stdout.readline()
    assert line.startswith("ready http://localhost:"), (data / "log").read_text()
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


def sent_in_pieces(address: str, path: str, *pieces: bytes) -> tuple[int, bytes]:
    """A POST whose body has no length (`Transfer-Encoding: chunked`)."""
    headers = {"Content-Type": "application/json"}
    connection = http.client.HTTPConnection("127.0.0.1", urlsplit(address).port, timeout=10)
    connection.request("POST", path, iter(pieces), headers, encode_chunked=True)
    answer = connection.getresponse()
    told = answer.status, answer.read()
    connection.close()
    return told


@pytest.mark.rule("SAFE-1")
def test_body_in_pieces_is_read_like_any_other(served: tuple[Path, str]) -> None:
    data, address = served
    person = json.loads((data / "sample.json").read_text())["people"][0]
    key = Ed25519PrivateKey.generate().public_key().public_bytes_raw()
    device = {
        "id": device_id("memo-editor", key),
        "public_key": to_base64url(key),
        "platform": "linux",
        "app_version": "0.1.0",
    }
    body = json.dumps(
        {"email": person["email"], "password": person["password"], "device": device}
    ).encode()
    good = sent_in_pieces(address, "/api/v1/session", body[:40], body[40:])
    assert good[0] == 201, good
    garbage = sent_in_pieces(address, "/api/v1/session", b"gar", b"bage")
    assert (garbage[0], json.loads(garbage[1])["code"]) == (422, "invalid-input")


@pytest.mark.rule("SAFE-1")
@pytest.mark.parametrize(("path", "kib"), [("/api/v1/session", 65), ("/login", 200)])
def test_body_in_too_many_pieces_is_too_large(
    served: tuple[Path, str], path: str, kib: int
) -> None:
    assert sent_in_pieces(served[1], path, *[b" " * 1024] * kib)[0] == 413


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


@pytest.mark.rule("SAFE-1")
def test_orders_print_json_alone_and_a_refusal_exits_with_one(served: tuple[Path, str]) -> None:
    data, _ = served
    key = json.loads((data / "sample.json").read_text())["spare_license_key"]
    for who, code in (("cleo@works.example", 0), ("ben@lab.example", 1)):
        done = run(data, "admin", "enter", who, key.lower())
        assert (done.returncode, json.loads(done.stdout)["entered"]) == (code, key)


@pytest.mark.parametrize("by", [signal.SIGTERM, signal.SIGINT])
def test_stops_cleanly_and_leaves_no_worker(tmp_path: Path, by: signal.Signals) -> None:
    process, _ = start(tmp_path / "data", "serve", "--workers", "2")
    workers = children(process.pid)
    assert workers
    assert stop(process, by) == (0, "")
    assert gone(workers)


@pytest.mark.rule("SAFE-3")
def test_workers_of_a_killed_server_go_by_themselves(tmp_path: Path) -> None:
    process, _ = start(tmp_path / "data", "serve", "--workers", "2")
    workers = children(process.pid)
    process.kill()
    process.communicate(timeout=30)
    assert gone(workers)


def gone(pids: set[int], within: float = 10) -> bool:
    """Processes that nobody here may wait for: looked at until they are gone."""
    deadline = time.monotonic() + within
    while any(map(is_there, pids)) and time.monotonic() < deadline:
        threading.Event().wait(0.05)
    return not any(map(is_there, pids))


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


@pytest.mark.parametrize(
    ("words", "named"),
    [
        (["--database", "mysql://x:hunter2@h/y"], "postgresql://"),
        (["--database", "postgresql://x:hunter2@[h/y"], "database"),
        (["--database", "postgresql://x:hunter2@127.0.0.1:1/y"], "database does not answer"),
        (["--terms", "/nowhere/terms.toml"], "/nowhere/terms.toml"),
    ],
)
def test_wrong_surroundings_end_in_one_plain_line(
    tmp_path: Path, words: list[str], named: str
) -> None:
    done = run(tmp_path / "data", *words, "serve")
    assert (done.returncode, done.stdout) == (2, "")
    assert len(done.stderr.splitlines()) == 1
    assert named in done.stderr
    assert "hunter2" not in done.stderr


@pytest.mark.rule("SAFE-2", "SAFE-3")
def test_lost_master_secret_ends_the_start_by_name(tmp_path: Path) -> None:
    data = tmp_path / "data"
    assert run(data, "admin", "account-create", "x@y.example", "four-blue-boats").returncode == 0
    secret = (data / "secrets.toml").read_text()
    (data / "secrets.toml").unlink()
    for _ in range(2):  # and no new one is left beside the database
        done = run(data, "serve")
        assert (done.returncode, done.stdout, len(done.stderr.splitlines())) == (2, "", 1)
        assert f"{data / 'secrets.toml'} is missing" in done.stderr
        assert not (data / "secrets.toml").exists()
    (data / "secrets.toml").write_text(ANOTHER_SECRET)
    done = run(data, "admin", "account-confirm", "x@y.example")
    assert (done.returncode, "is another one" in done.stderr) == (2, True), done.stderr
    (data / "secrets.toml").write_text(secret)
    assert run(data, "admin", "account-confirm", "x@y.example").returncode == 0


@pytest.mark.rule("SAFE-2", "SAFE-3")
@pytest.mark.skipif(installed() is None, reason="no PostgreSQL here")
def test_first_starts_at_once_make_one_database_of_one_secret(tmp_path: Path) -> None:
    with private_postgres() as url:
        words = ["--database", url, "serve", "--sample"]
        folders = [tmp_path / name for name in ("a", "b")]
        both = [started(each, *words) for each in folders]
        lines = [each.stdout.readline() for each in both]
        assert sorted(line[:6] for line in lines) == ["", "ready "]
        loser = lines.index("")
        both[loser].communicate(timeout=30)
        assert both[loser].returncode == 2
        assert "secrets.toml is missing" in (folders[loser] / "log").read_text()
        assert stop(both[1 - loser]) == (0, "")


@pytest.mark.skipif(installed() is None, reason="no PostgreSQL here")
def test_first_starts_at_once_with_a_sample_both_serve(tmp_path: Path) -> None:
    with private_postgres() as url:
        folders = [tmp_path / name for name in ("a", "b")]
        for folder in folders:
            folder.mkdir()
            (folder / "secrets.toml").write_text(ANOTHER_SECRET)
        both = [started(each, "--database", url, "serve", "--sample") for each in folders]
        assert [each.stdout.readline()[:6] for each in both] == ["ready ", "ready "]
        assert [stop(each) for each in both] == [(0, ""), (0, "")]


def test_data_folder_that_is_a_file_is_said(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("")
    done = run(tmp_path / "data", "serve")
    assert (done.returncode, done.stdout, len(done.stderr.splitlines())) == (2, "", 1)


@pytest.mark.rule("SAFE-3")
def test_port_of_another_server_is_refused_in_one_line(
    served: tuple[Path, str], tmp_path: Path
) -> None:
    port = served[1].rpartition(":")[2]
    done = run(tmp_path / "data", "serve", "--port", port)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.splitlines() == [
        f"The server does not start: port {port} is taken by another program"
    ]
    assert not (tmp_path / "data" / "brand.toml").exists()


@pytest.mark.rule("SAFE-3")
@pytest.mark.skipif(sys.platform != "linux", reason="ports are shared on Linux alone")
def test_port_is_held_from_before_anyone_listens() -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with claimed("127.0.0.1", port), pytest.raises(PortTaken), claimed("127.0.0.1", port, wait=0):
        pass


def test_port_of_another_program_is_refused_in_one_line(tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        done = run(tmp_path / "data", "serve", "--port", str(other.getsockname()[1]))
    assert (done.returncode, done.stdout, len(done.stderr.splitlines())) == (2, "", 1)
    assert "is taken" in done.stderr


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
