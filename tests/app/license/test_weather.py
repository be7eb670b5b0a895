"""Hostile answers in four states of the desktop: none is ever taken for a fault of the license."""

from __future__ import annotations

import asyncio
import json
import socket
import ssl
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from app.license import device as devices
from app.license import events as e
from app.license.client import Client, Unreached
from app.license.picture import (
    Licensed,
    NetFault,
    Offline,
    ReadOnly,
    ReadOnlyWhy,
    Ready,
    RemarkCode,
    SignedOut,
    SignedOutWhy,
    allowed,
)
from contract.encoding import to_base64url
from contract.keys import public_of
from contract.lease import Lease
from contract.wire import encode
from contract.wire.meta import Meta
from tests.cast import BEN
from tests.fakes.clock import START, FakeClock
from tests.fakes.desktop import Desktop
from tests.fakes.vendor import ADA_ID, BEN_ID, Vendor, key
from tests.fakes.weather import Deed, Weather, answer, hang_up, reset

pytestmark = [pytest.mark.asyncio, pytest.mark.logs("the close of a place")]

PAGE = b"<html>log in</html>"
STORMS: dict[str, tuple[Deed, NetFault]] = {
    "captive portal": (answer(body=PAGE, kind="text/html"), NetFault.CAPTIVE),
    "web filter": (answer("403 Forbidden", PAGE, "text/html"), NetFault.PROXY),
    "proxy login": (answer("407 Proxy", PAGE, "text/html"), NetFault.PROXY),
    "maintenance": (answer("503 Later", PAGE, "text/html", Retry_After="120"), NetFault.SERVER),
    "crash": (answer("500 Oh", PAGE, "text/html"), NetFault.SERVER),
    "redirect": (answer("302 Found", b"", Location="http://w.test"), NetFault.CAPTIVE),
    "cut off": (answer(body=b"{" * 1000, length=4096), NetFault.NONE),
    "reset": (reset, NetFault.NONE),
    "hung up": (hang_up, NetFault.NONE),
    "JSON without a problem": (
        answer("403 Forbidden", b'{"code":"no-license"}'),
        NetFault.PROXY,
    ),
}
storms = pytest.mark.parametrize("storm", sorted(STORMS))

VENDOR = Vendor()
OWNER = VENDOR.lease(account=ADA_ID, policy="owner", lasts=timedelta(days=30))
MEMBER = VENDOR.lease(account=BEN_ID, lasts=timedelta(minutes=25))
LAPSED = VENDOR.lease(account=BEN_ID, at=START - timedelta(hours=2, minutes=5))


@pytest.fixture
def outside() -> Iterator[Callable[..., Weather]]:
    opened: list[Weather] = []

    def make(*deeds: Deed) -> Weather:
        opened.append(Weather(*deeds))
        return opened[-1]

    yield make
    for weather in opened:
        weather.close()


def profile(folder: Path, lease: Lease | None) -> Path:
    """Signed in, with this lease on the disk."""
    devices.write_device(folder, to_base64url(public_of(key(9))))
    secrets = {"format": 1, "private_key": to_base64url(key(9).private_bytes_raw()), "token": "t"}
    (folder / "secrets.json").write_text(json.dumps(secrets))
    (folder / "keys.jwt").write_text(VENDOR.statement)
    if lease is not None:
        (folder / "lease.jwt").write_text(VENDOR.token(lease))
    return folder


def desk(folder: Path, weather: Weather, lease: Lease | None) -> Desktop:
    brand = replace(VENDOR.brand, server=weather.address)
    return Desktop(profile(folder, lease), brand, FakeClock())


@storms
@pytest.mark.rule("APP-1", "APP-12", "APP-15", "LEASE-2")
@pytest.mark.parametrize("lease", [OWNER, MEMBER], ids=["owner", "member"])
async def test_good_lease_works_on_in_any_weather(tmp_path, outside, storm, lease) -> None:
    deed, fault = STORMS[storm]
    here = desk(tmp_path, outside(deed), lease)
    await here.start()
    await here.until(lambda p: isinstance(p.connection, Offline))
    assert (here.picture.standing, here.picture.connection.fault) == (Licensed(lease), fault)
    assert "save" in allowed(here.picture, here.time())
    assert here.picture.remark is None
    here.time.at = lease.ends_at
    await here.post(e.Tick())
    assert "save" not in allowed(here.picture, here.time())
    assert here.picture.standing.why is ReadOnlyWhy.LAPSED
    assert (tmp_path / "lease.jwt").exists()
    await here.close()


@storms
@pytest.mark.rule("APP-12", "APP-15", "HOST-2")
async def test_lapsed_lease_comes_back_when_the_weather_clears(tmp_path, outside, storm) -> None:
    deed, fault = STORMS[storm]
    weather = outside(deed)
    here = desk(tmp_path, weather, LAPSED)
    await here.start()
    await here.until(lambda p: isinstance(p.connection, Offline))
    assert here.picture.standing == ReadOnly(ReadOnlyWhy.LAPSED, LAPSED)
    assert here.picture.connection.fault is fault
    fresh = VENDOR.lease(account=BEN_ID)
    weather.deeds = [answer(body=encode(VENDOR.answer(fresh)))]
    here.time.tick(minutes=20)
    here.keeper.post(e.Tick())
    await here.until(lambda p: isinstance(p.standing, Licensed))
    await here.close()


@storms
@pytest.mark.rule("APP-12", "APP-15")
async def test_without_a_lease_the_weather_is_named_not_the_license(
    tmp_path, outside, storm
) -> None:
    deed, fault = STORMS[storm]
    here = desk(tmp_path, outside(deed), None)
    await here.start()
    assert (here.picture.standing, here.picture.connection.fault) == (Ready(), fault)
    await here.close()


@storms
@pytest.mark.rule("APP-5", "APP-6", "APP-15")
async def test_signing_in_and_out_in_any_weather_ends_with_a_sentence(
    tmp_path, outside, storm
) -> None:
    deed, _ = STORMS[storm]
    here = desk(tmp_path, outside(deed), OWNER)
    await here.start()
    await here.until(lambda p: isinstance(p.connection, Offline))
    picture = await here.post(e.LogOutAsked())
    assert (picture.standing, picture.remark.code) == (
        Licensed(OWNER),
        RemarkCode.NO_CONNECTION_LOG_OUT,
    )
    picture = await here.post(e.LogOutAllTheSame())
    assert picture.standing == SignedOut(SignedOutWhy.LOGGED_OUT)
    picture = await here.sign_in(BEN)
    assert picture.standing == SignedOut(SignedOutWhy.NO_CONNECTION, BEN.email)
    await here.close()


@pytest.mark.rule("APP-1", "APP-5")
async def test_silence_delays_no_start_and_is_cancelled_at_once(tmp_path, outside) -> None:
    weather = outside()
    weather.deeds = [weather.wait]
    here = desk(tmp_path, weather, OWNER)
    here.keeper.start()
    assert here.picture.standing == Licensed(OWNER)
    await here.until(lambda p: p.work is not None)
    async with asyncio.timeout(2):
        here.keeper.post(e.CheckAsked())
        here.keeper.post(e.Cancelled())
        assert here.picture.work is None
        await here.close()


@pytest.mark.rule("APP-10", "APP-12")
async def test_certificate_nobody_vouches_for_is_told_as_interception(tmp_path) -> None:
    listener = socket.create_server(("127.0.0.1", 0))
    serving = asyncio.ensure_future(_serve_tls(listener, tmp_path))
    client = Client(f"https://localhost:{listener.getsockname()[1]}", "0.1.0")
    got = await client.call("GET", "/api/v1/meta", Meta)
    assert isinstance(got, Unreached)
    assert got.fault is NetFault.TLS_INTERCEPTED
    assert "certificate" in got.detail
    await client.close()
    await serving


async def _serve_tls(listener: socket.socket, folder: Path) -> None:
    """One handshake, with a certificate made for the occasion."""

    def shake() -> None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(_certificate(folder))
        with listener:
            connection, _ = listener.accept()
            with connection:
                try:
                    context.wrap_socket(connection, server_side=True)
                except (ssl.SSLError, OSError):
                    return

    await asyncio.to_thread(shake)


def _certificate(folder: Path) -> Path:
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    private = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name(
        [x509.NameAttribute(x509.NameOID.COMMON_NAME, "Example University Inspection CA")]
    )
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(private.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(private, hashes.SHA256())
    )
    pem = private.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    path = folder / "certificate.pem"
    path.write_bytes(pem + certificate.public_bytes(serialization.Encoding.PEM))
    return path
