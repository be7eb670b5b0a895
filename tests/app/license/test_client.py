"""Bad weather between desktop and server: what each kind of answer is taken for (APP-15)."""

from __future__ import annotations

import json
import ssl
from collections.abc import AsyncIterator, Callable

import pytest
import pytest_asyncio

from app.license.client import Client, Nothing, Unreached, is_allowed_server
from app.license.picture import NetFault, Refusal
from app.license.proxies import Way
from contract.wire.meta import Meta
from tests.fakes.weather import Deed, Weather, answer, hang_up, reset

META = {
    "issuer": "vendor.example",
    "product": "memo-editor",
    "portal": "https://p.test",
    "sign_in": ["password"],
    "minimum_version": "0.1.0",
    "server_time": "2027-03-01T09:00:00Z",
}
GOOD = answer(body=json.dumps(META).encode())
LOGIN_PAGE = b"<html><form>Log in to the network</form></html>" * 200

Call = Callable[..., object]


@pytest_asyncio.fixture
async def call() -> AsyncIterator[Call]:
    """Call a server that does these deeds; the weather is over with the test."""
    weathers: list[Weather] = []
    clients: list[Client] = []

    async def begin(*deeds: Deed | str, times: int = 1, limit: float = 5.0) -> object:
        weather = Weather()
        weather.deeds = [getattr(weather, d) if isinstance(d, str) else d for d in deeds]
        client = Client(weather.address, "0.1.0", language=lambda: "de", limit=limit)
        weathers.append(weather)
        clients.append(client)
        got: object = None
        for _ in range(times):
            got = await client.call("GET", "/api/v1/meta", Meta, token="secret-token")
        begin.weather = weather  # type: ignore[attr-defined]
        return got

    yield begin
    for client in clients:
        await client.close()
    for weather in weathers:
        weather.close()


pytestmark = pytest.mark.asyncio


@pytest.mark.rule("APP-15")
async def test_good_answer_is_read(call: Call) -> None:
    got = await call(GOOD)
    assert isinstance(got, Meta)
    heard = call.weather.heard[0]
    assert "User-Agent: Seatkeeper/0.1.0 (linux" in heard
    assert "Authorization: Bearer secret-token" in heard
    assert "Accept-Language: de" in heard


@pytest.mark.rule("APP-15", "APP-12")
@pytest.mark.parametrize(
    ("deed", "fault"),
    [
        pytest.param(answer(body=LOGIN_PAGE, kind="text/html"), NetFault.CAPTIVE, id="portal"),
        pytest.param(
            answer("302 Found", b"", "text/html", Location="http://wifi.test"),
            NetFault.CAPTIVE,
            id="redirect",
        ),
        pytest.param(answer("511 Login", b"", "text/html"), NetFault.CAPTIVE, id="511"),
        pytest.param(answer("403 Forbidden", b"<p>", "text/html"), NetFault.PROXY, id="filter"),
        pytest.param(
            answer("407 Proxy", b"<p>", "text/html", Proxy_Authenticate="NTLM"),
            NetFault.PROXY,
            id="proxy wants a password",
        ),
        pytest.param(answer("500 Oh", b"<h1>", "text/html"), NetFault.SERVER, id="500"),
        pytest.param(answer("502 Bad", b"", "text/plain"), NetFault.SERVER, id="502"),
        pytest.param(answer(body=b"[1]"), NetFault.SERVER, id="JSON of another shape"),
        pytest.param(answer(body=b'{"issuer": '), NetFault.SERVER, id="JSON cut off"),
        pytest.param(answer(body=b"\xff\xfe\x00"), NetFault.SERVER, id="no JSON at all"),
        pytest.param(answer(body=b" " * 70_000), NetFault.SERVER, id="too large"),
        pytest.param(answer(body=b"{" * 1000, length=4096), NetFault.NONE, id="connection closed"),
        pytest.param(reset, NetFault.NONE, id="reset"),
        pytest.param(hang_up, NetFault.NONE, id="hung up"),
        pytest.param(
            answer("403 Forbidden", b'{"code": "license-suspended"}'),
            NetFault.PROXY,
            id="JSON that is no problem document",
        ),
        pytest.param(
            answer("403 Forbidden", b"no", "application/problem+json"),
            NetFault.SERVER,
            id="problem document that is none",
        ),
    ],
)
async def test_what_is_no_answer_of_the_server_is_weather(call: Call, deed, fault) -> None:
    got = await call(deed)
    assert isinstance(got, Unreached)
    assert got.fault is fault


@pytest.mark.rule("APP-15", "SAFE-1")
async def test_problem_document_is_the_server_speaking(call: Call) -> None:
    problem = {"code": "seats-exhausted", "status": 409, "detail": "x" * 10_000, "seats": 0}
    body = json.dumps(problem | {"owner": None, "instance": "E1"}).encode()
    got = await call(answer("409 Conflict", body, "application/problem+json"))
    assert isinstance(got, Refusal)
    assert (got.code, got.error, len(got.detail)) == ("seats-exhausted", "E1", 300)
    assert got.members == {"owner": None, "seats": 0}


@pytest.mark.rule("LEASE-8")
async def test_retry_after_comes_along(call: Call) -> None:
    got = await call(answer("503 Later", b"<p>", "text/html", Retry_After="120"))
    assert got == Unreached(NetFault.SERVER, "503", 120.0)
    body = b'{"code": "maintenance"}'
    kind = "application/problem+json"
    got = await call(answer("503 Later", body, kind, Retry_After="90"))
    assert got.members == {"retry_after": 90.0}


@pytest.mark.rule("APP-5")
@pytest.mark.parametrize("deed", ["wait", "trickle"])
async def test_call_ends_within_its_time_whatever_trickles(call: Call, deed: str) -> None:
    assert await call(deed, limit=0.3) == Unreached(NetFault.NONE, "timeout")


@pytest.mark.rule("APP-5", "SEAT-5")
async def test_kept_connection_that_died_is_tried_once_more(call: Call) -> None:
    got = await call(GOOD, reset, GOOD, times=2)
    assert isinstance(got, Meta)
    assert (len(call.weather.heard), call.weather.connections) == (3, 2)


@pytest.mark.rule("APP-10")
@pytest.mark.parametrize(
    "environment",
    [
        {"NO_PROXY": "localhost,127.0.0.0/8,::1,[::1],fd07:b51a:cc66:f0::/64"},
        {"ALL_PROXY": "socks5h://127.0.0.1:1080"},
        {"HTTP_PROXY": "", "http_proxy": "::nonsense::"},
        {"SSL_CERT_FILE": "/nowhere"},
    ],
)
async def test_foreign_environment_stops_nothing(call: Call, environment, monkeypatch) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert isinstance(await call(GOOD), Meta)


@pytest.mark.rule("APP-12")
async def test_proxy_that_is_gone_and_a_name_nobody_knows_are_told_apart() -> None:
    by_proxy = Way("environment", "http://user:hidden@localhost:9")
    client = Client("https://s.invalid", "0.1.0", way=lambda address: by_proxy)
    assert await client.call("GET", "/", Meta) == Unreached(NetFault.PROXY, "localhost:9")
    await client.close()
    client = Client("https://s.invalid", "0.1.0", way=lambda address: Way())
    assert await client.call("GET", "/", Meta) == Unreached(NetFault.DNS, "s.invalid")
    await client.close()


@pytest.mark.rule("APP-10")
@pytest.mark.parametrize(
    ("address", "allowed"),
    [
        ("https://license.example", True),
        ("http://localhost:8000", True),
        ("http://[::1]:8000", True),
        ("http://license.example", False),
        ("http://localhost.evil.example", False),
        ("ftp://localhost", False),
        ("https://", False),
        ("http://[", False),
    ],
)
async def test_only_https_or_this_machine_is_spoken_to(address: str, allowed: bool) -> None:
    assert is_allowed_server(address) is allowed


async def test_no_content_is_an_answer_of_its_own(call: Call) -> None:
    assert await call(answer("204 No Content", b"")) == Nothing()


@pytest.mark.rule("SAFE-6", "SEAT-7")
async def test_words_of_an_unknown_refusal_are_short_and_hide_nothing(call: Call) -> None:
    detail = "Ask\u202e  again\n<img src=http://x>\x07 " + "d" * 10_000
    problem = {
        "code": "from-the-future",
        "type": "x",
        "title": "t",
        "status": 403,
        "detail": detail,
    }
    got = await call(answer("403 No", json.dumps(problem).encode(), "application/problem+json"))
    assert isinstance(got, Refusal)
    assert got.detail.startswith("Ask again <img src=http://x> ddd")
    assert len(got.detail) == 300


@pytest.mark.rule("LEASE-4", "APP-12")
@pytest.mark.parametrize(
    ("code", "fault"),
    [
        (9, NetFault.CERTIFICATE_DATE),
        (10, NetFault.CERTIFICATE_DATE),
        (20, NetFault.TLS_INTERCEPTED),
    ],
)
async def test_certificate_that_the_clock_makes_wrong_is_no_eavesdropper(
    code: int, fault: NetFault
) -> None:
    error = ssl.SSLCertVerificationError(1, "refused")
    error.verify_code, error.verify_message = code, "told by the library"
    assert Client("https://s.test", "0.1.0")._fault_of(error).fault is fault
