"""Diagnostics: each step between this computer and its seat, by real sockets (APP-12)."""

from __future__ import annotations

import json
import shutil
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
import pytest
import truststore

from app.license import events as e
from app.license.client import Client
from app.license.clock import Clock
from app.license.diagnosis import here
from app.license.diagnosis.answer import judge_clock
from app.license.diagnosis.certificate import look_at_certificate
from app.license.diagnosis.findings import Check, Finding, State
from app.license.diagnosis.kept import judge_keys, judge_lease
from app.license.diagnosis.sockets import Server
from app.license.diagnosis.way import look_at_proxy, look_up_name, reach
from app.license.picture import Bound, Licensed, ReadOnly, ReadOnlyWhy, Ready
from app.license.proxies import Way
from app.license.statement import NO_KEYS
from contract.wire import encode
from contract.wire.meta import Meta
from tests.app.license.pictures import BOUND, MEMBER
from tests.app.license.test_weather import desk
from tests.fakes.certificates import Authority
from tests.fakes.clock import START, FakeClock
from tests.fakes.road import Road, heard, refuse
from tests.fakes.vendor import Vendor
from tests.fakes.weather import Weather, answer

STRAIGHT = Way()
CAMPUS = "Example University Inspection CA"
HOST = "license.weather.test"
VENDOR = Vendor()


@pytest.fixture
def road() -> Iterator[Callable[..., Road]]:
    opened: list[Road] = []

    def make(**how: object) -> Road:
        opened.append(Road("http://localhost:9", **how))  # leads nowhere: nobody goes so far
        return opened[-1]

    yield make
    for each in opened:
        each.close()


@pytest.fixture
def campus(tmp_path: Path) -> Authority:
    return Authority(CAMPUS, tmp_path)


def at(road: Road) -> Server:
    return Server.at(road.address)


def by(road: Road) -> Way:
    return Way("environment", road.proxy_address)


# --- the way ---------------------------------------------------------------------------------


@pytest.mark.rule("APP-12", "SAFE-2")
def test_proxy_is_named_without_its_password() -> None:
    found = look_at_proxy(Way("system", "http://ada:hidden@proxy.test:3128"))
    assert (found.state, found.code, found.values) == (
        State.NOTE,
        "system",
        {"proxy": "proxy.test:3128"},
    )
    assert look_at_proxy(STRAIGHT).code == "none"
    assert look_at_proxy(Way("excepted")).code == "excepted"


@pytest.mark.rule("APP-12")
@pytest.mark.parametrize(
    ("address", "way", "state", "code"),
    [
        ("http://localhost:80", STRAIGHT, State.GOOD, "known"),
        ("https://127.0.0.1", STRAIGHT, State.SKIPPED, "address"),
        ("https://no-such-name.invalid", STRAIGHT, State.BAD, "unknown"),
        ("https://no-such-name.invalid", Way("system", "http://localhost:1"), State.SKIPPED,
         "by-proxy"),
        ("https://license.example", Way("system", "http://no-such-name.invalid:1"), State.BAD,
         "unknown-proxy"),
    ],
)  # fmt: skip
def test_name_is_looked_up_by_whom_it_concerns(address, way, state, code) -> None:
    found = look_up_name(Server.at(address), way)
    assert (found.state, found.code) == (state, code)


@pytest.mark.rule("APP-12")
def test_connection_is_tried_and_closed_again(road) -> None:
    open_road = road()
    assert reach(at(open_road), STRAIGHT).code == "reached"
    open_road.closed()
    found = reach(at(open_road), STRAIGHT)
    assert (found.state, found.code) == (State.BAD, "refused")
    assert found.values["at"] == f"localhost:{open_road.port}"


@pytest.mark.rule("APP-10", "APP-12")
def test_proxy_with_a_sign_in_is_told_by_host_and_port(road) -> None:
    proxy = road(proxy=True, host=HOST, sign_in="ada:hidden")
    found = reach(at(proxy), Way("system", f"http://localhost:{proxy.port}"))
    assert (found.code, found.values) == (
        "proxy-sign-in",
        {"proxy": f"localhost:{proxy.port}", "status": "407", "wants": "Negotiate, NTLM"},
    )
    assert reach(at(proxy), by(proxy)).code == "reached"
    assert proxy.wanted == [f"{HOST}:80"] * 2


@pytest.mark.rule("APP-12")
@pytest.mark.parametrize("said", [b"HTTP/1.1 403 No\r\n\r\n", b"", b"nonsense", b"HTTP/1.1 "])
def test_proxy_that_leads_nowhere_is_named(road, said: bytes) -> None:
    listener = socket.create_server(("127.0.0.1", 0))
    port = listener.getsockname()[1]

    def speak() -> None:
        connection, _ = listener.accept()
        with connection:
            connection.recv(4096)
            connection.sendall(said)

    speaking = threading.Thread(target=speak)
    speaking.start()
    found = reach(Server.at("https://license.example"), Way("system", f"http://localhost:{port}"))
    speaking.join()
    listener.close()
    assert (found.code, found.values["proxy"]) == ("proxy-refused", f"localhost:{port}")


# --- the certificate -------------------------------------------------------------------------


@pytest.mark.rule("APP-10", "APP-12")
def test_intercepting_certificate_is_named_by_its_issuer(road, campus) -> None:
    found = look_at_certificate(at(busy := road(tls=campus.server("localhost"))), STRAIGHT)
    assert (found.state, found.code, found.values) == (
        State.BAD,
        "intercepted",
        {"issuer": CAMPUS},
    )
    assert busy.travelled == 2  # judged, then named; nothing was sent


@pytest.mark.rule("APP-10", "APP-12")
def test_intercepting_certificate_that_is_trusted_works_and_is_named(
    road, campus, monkeypatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(campus.certificate))
    found = look_at_certificate(at(road(tls=campus.server("localhost"))), STRAIGHT)
    assert (found.state, found.code, found.values) == (
        State.NOTE,
        "local-authority",
        {"issuer": CAMPUS},
    )


@pytest.mark.rule("APP-12", "LEASE-4")
@pytest.mark.parametrize("shifted", [timedelta(days=900), timedelta(days=-900)])
def test_certificate_out_of_its_days_points_at_the_clock(
    road, campus, monkeypatch, shifted: timedelta
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(campus.certificate))
    context = campus.server("localhost", shifted=shifted)
    found = look_at_certificate(at(road(tls=context)), STRAIGHT)
    assert (found.state, found.code) == (State.BAD, "date")
    begins = datetime.fromisoformat(found.values["begins"])
    assert abs(begins - datetime.now(UTC) - shifted) < timedelta(days=2)


@pytest.mark.rule("APP-12")
def test_certificate_of_another_host_is_told_so(road, campus, monkeypatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(campus.certificate))
    found = look_at_certificate(at(road(tls=campus.server("other.test"))), STRAIGHT)
    assert (found.code, found.values["host"]) == ("other-name", "localhost")


@pytest.mark.rule("APP-10", "APP-12")
def test_certificate_is_looked_at_through_the_proxy(road, campus) -> None:
    proxy = road(proxy=True, host=HOST, tls=campus.server(HOST), sign_in="ada:hidden")
    found = look_at_certificate(at(proxy), by(proxy))
    assert (found.code, found.values["issuer"]) == ("intercepted", CAMPUS)
    assert set(proxy.wanted) == {f"{HOST}:443"}


@pytest.fixture
def secured_proxy(campus, monkeypatch) -> Iterator[tuple[Road, Road]]:
    """A server and a proxy, both by TLS, vouched for by the system's own store alone."""

    def store(protocol: int) -> ssl.SSLContext:
        context = ssl.SSLContext(protocol)
        context.load_verify_locations(campus.certificate)
        return context

    monkeypatch.setattr(truststore, "SSLContext", store)
    server = Road("http://localhost:9", tls=campus.server("localhost"))
    proxy = Road(server.address, proxy=True, proxy_tls=campus.server("localhost"))
    yield server, proxy
    proxy.close()
    server.close()


@pytest.mark.rule("APP-10", "APP-12")
def test_secured_proxy_is_judged_by_the_systems_store(secured_proxy) -> None:
    server, proxy = secured_proxy
    assert reach(at(server), by(proxy)).code == "reached"
    found = look_at_certificate(at(server), by(proxy))
    assert (found.code, found.values) == ("local-authority", {"issuer": CAMPUS})


def tell_about_it(_road: Road, near: socket.socket) -> None:
    heard(near)
    answer(body=encode(meta()))(near)


@pytest.mark.asyncio
@pytest.mark.rule("APP-10", "APP-12")
async def test_call_passes_the_secured_proxy_that_the_diagnosis_passes(secured_proxy) -> None:
    server, proxy = secured_proxy
    server.turns(tell_about_it)
    client = Client(server.address, "0.1.0", way=lambda address: by(proxy))
    got = await client.call("GET", "/", Meta)
    await client.close()
    assert isinstance(got, Meta), got


@pytest.mark.rule("APP-12")
def test_server_that_speaks_no_tls_has_no_certificate_to_look_at(road) -> None:
    plain = road()
    plain.turns(lambda _road, near: refuse(near))
    found = look_at_certificate(Server("localhost", plain.port, secure=True), STRAIGHT)
    assert (found.state, found.code) == (State.BAD, "no-handshake")
    plain.closed()
    found = look_at_certificate(Server("localhost", plain.port, secure=True), STRAIGHT)
    assert (found.state, found.code) == (State.SKIPPED, "not-reached")
    assert look_at_certificate(at(plain), STRAIGHT).code == "not-secured"


# --- clock, key store, folder, seat ----------------------------------------------------------


def meta(server_time: datetime = START, issuer: str = VENDOR.brand.issuer) -> Meta:
    return Meta(issuer=issuer, product="memo-editor", portal="https://p.test",
                sign_in=["password"], minimum_version="0.1.0", server_time=server_time)  # fmt: skip


@pytest.mark.rule("APP-12", "LEASE-4")
@pytest.mark.parametrize(
    ("off", "code"),
    [(timedelta(seconds=40), "right"), (timedelta(hours=-1), "differs"),
     (timedelta(days=900), "differs")],
)  # fmt: skip
def test_clock_is_compared_with_the_servers(off: timedelta, code: str) -> None:
    found = judge_clock(meta(START + off), Clock(wall=FakeClock()))
    assert found.code == code
    if code == "differs":
        assert found.values == {"here": START.isoformat(), "there": (START + off).isoformat()}


@pytest.mark.rule("APP-12", "LEASE-4")
def test_clock_behind_the_latest_time_is_told_without_the_server() -> None:
    late = START + timedelta(days=3)
    found = judge_clock(None, Clock(late, wall=FakeClock()))
    assert (found.state, found.code, found.values["latest"]) == (
        State.BAD,
        "behind",
        late.isoformat(),
    )
    assert judge_clock(None, Clock(wall=FakeClock())).state is State.SKIPPED


@pytest.mark.rule("APP-8", "APP-12")
def test_data_folder_is_written_to_and_left_as_it_was(tmp_path, monkeypatch) -> None:
    found = here.look_at_data_folder(tmp_path / "new")
    assert (found.state, found.code) == (State.GOOD, "writable")
    assert list((tmp_path / "new").iterdir()) == []
    little = shutil.disk_usage(tmp_path)._replace(free=here.LITTLE - 1)
    monkeypatch.setattr(here.shutil, "disk_usage", lambda folder: little)
    assert here.look_at_data_folder(tmp_path).code == "little-room"
    (tmp_path / "file").touch()
    found = here.look_at_data_folder(tmp_path / "file" / "below")
    assert (found.state, found.code) == (State.BAD, "cannot-write")


@pytest.mark.rule("APP-12")
@pytest.mark.parametrize(
    ("standing", "code"),
    [
        (Licensed(MEMBER), "serves"),
        (Bound(BOUND), "bound"),
        (ReadOnly(ReadOnlyWhy.LAPSED, MEMBER), "over"),
        (ReadOnly(ReadOnlyWhy.LEASE_UNUSABLE, fault="forged"), "unusable"),
        (ReadOnly(ReadOnlyWhy.NO_LICENSE), "none"),
        (Ready(), "none"),
    ],
)
def test_seat_is_told_as_it_stands(standing, code: str) -> None:
    assert judge_lease(standing).code == code


@pytest.mark.rule("APP-11", "APP-12")
def test_double_click_is_known_where_the_package_registered_it(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(here.sys, "platform", "linux")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("XDG_DATA_DIRS", str(tmp_path))
    assert here.look_at_files().code == "not-registered"
    (tmp_path / "applications").mkdir()
    cache = tmp_path / "applications/mimeinfo.cache"
    cache.write_text(f"[MIME Cache]\n{here.MIME}=memo.desktop;\n")
    assert here.look_at_files().code == "opens"


# --- the course, by the keeper ---------------------------------------------------------------


@pytest.fixture
def outside() -> Iterator[Callable[..., Weather]]:
    opened: list[Weather] = []

    def make(*deeds) -> Weather:
        opened.append(Weather(*deeds))
        return opened[-1]

    yield make
    for weather in opened:
        weather.close()


async def looked_at(computer, *only: Check) -> dict[Check, Finding]:
    computer.keeper.post(e.DiagnoseAsked(only))
    picture = await computer.until(lambda p: not p.diagnosis.running and p.diagnosis.findings)
    return {finding.check: finding for finding in picture.diagnosis.findings}


@pytest.mark.asyncio
@pytest.mark.rule("APP-12")
async def test_all_checks_are_answered_and_take_no_seat(tmp_path, outside) -> None:
    weather = outside(answer(body=encode(meta())))
    computer = desk(tmp_path, weather, MEMBER)
    await computer.start()
    own = "PUT /api/v1/seat"  # the contact of a desktop that starts
    await computer.until(lambda p: p.work is None and any(own in line for line in weather.heard))
    weather.heard.clear()
    found = await looked_at(computer)
    assert set(found) == set(Check)
    assert [f.check for f in found.values() if f.state is State.BAD] == []
    assert [line.split()[:2] for line in weather.heard] == [["GET", "/api/v1/meta"]]
    assert "authorization" not in weather.heard[0].lower()
    assert found[Check.KEY_STORE].code == "profile"
    assert json.loads(json.dumps({k: f.code for k, f in found.items()}))  # plain values all of them
    await computer.close()


@pytest.mark.asyncio
@pytest.mark.rule("APP-12", "APP-15")
async def test_network_fault_is_found_and_the_license_left_alone(tmp_path, outside) -> None:
    weather = outside(answer(body=b"<html>log in</html>", kind="text/html"))
    computer = desk(tmp_path, weather, MEMBER)
    await computer.start()
    before = computer.picture.standing
    found = await looked_at(computer)
    assert (found[Check.ANSWER].state, found[Check.ANSWER].code) == (State.BAD, "captive")
    assert found[Check.LEASE].code == "serves"
    assert computer.picture.standing == before
    await computer.close()


@pytest.mark.asyncio
@pytest.mark.rule("APP-5", "APP-12")
async def test_one_check_is_repeated_and_the_others_stay(tmp_path, outside) -> None:
    computer = desk(tmp_path, outside(answer(body=encode(meta()))), MEMBER)
    await computer.start()
    await looked_at(computer)
    computer.keeper.post(e.DiagnoseAsked((Check.NAME,)))
    assert computer.picture.diagnosis.running == {Check.NAME}
    assert len(computer.picture.diagnosis.findings) == len(Check)
    await computer.until(lambda p: not p.diagnosis.running)
    await computer.close()


@pytest.mark.asyncio
@pytest.mark.rule("APP-5", "APP-12")
async def test_stopped_at_once_whatever_hangs_and_late_answers_are_dropped(
    tmp_path, outside
) -> None:
    weather = outside()
    weather.deeds = [lambda connection: weather.over.wait(20) and connection.close()]
    computer = desk(tmp_path, weather, MEMBER)
    computer.keeper.start()
    computer.keeper.post(e.DiagnoseAsked())
    await computer.until(lambda p: p.diagnosis.running == {Check.ANSWER, Check.CLOCK})
    late = e.Found(computer.picture.diagnosis.run, Finding(Check.ANSWER, State.GOOD, "answers"))
    computer.keeper.post(e.DiagnosisStopped())
    assert not computer.picture.diagnosis.running
    computer.keeper.post(late)
    assert computer.picture.diagnosis.of(Check.ANSWER) is None
    weather.close()
    await computer.close()


@pytest.mark.asyncio
@pytest.mark.rule("APP-12")
async def test_other_license_server_at_the_address_is_told(tmp_path, outside) -> None:
    stranger = encode(meta(issuer="https://stranger.example"))
    computer = desk(tmp_path, outside(answer(body=stranger)), None)
    await computer.start()
    found = await looked_at(computer, Check.ANSWER)
    assert found[Check.ANSWER].code == "other-issuer"
    assert found[Check.ANSWER].values == {"issuer": "https://stranger.example"}
    await computer.close()


@pytest.mark.rule("LEASE-7")
def test_keys_are_told_by_their_version() -> None:
    assert judge_keys(NO_KEYS).code == "none"
    known = judge_keys(msgspec.structs.replace(NO_KEYS, version=3))
    assert (known.code, known.values["version"]) == ("known", "3")
