"""The start from the disk: good leases, and every way in which one may be none (LEASE-5)."""

from __future__ import annotations

import hashlib
import hmac
import json
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from app.license import device as devices
from app.license import files, machine
from app.license.clock import Clock
from app.license.compose import first_picture
from app.license.picture import Bound, Licensed, ReadOnly, ReadOnlyWhy, Starting
from app.license.start import Start, read_start
from contract.encoding import to_base64url
from contract.keys import public_of, thumbprint
from contract.lease import Lease
from tests.fakes.clock import START, FakeClock
from tests.fakes.vendor import BEN_ID, Vendor, key, license_of, sixteen

put_aside = pytest.mark.logs("the lease was put aside")


@pytest.fixture
def vendor() -> Vendor:
    return Vendor()


@pytest.fixture
def profile(tmp_path: Path, vendor: Vendor) -> Path:
    """Of Ben's computer, with its key and a key statement, and no lease yet."""
    devices.write_device(tmp_path, to_base64url(public_of(key(9))))
    (tmp_path / "keys.jwt").write_text(vendor.statement)
    account = {"id": BEN_ID, "name": "Ben Okafor", "email": "ben@lab.example"}
    (tmp_path / "license.json").write_text(json.dumps({"format": 1, "account": account}))
    return tmp_path


def started(profile: Path, vendor: Vendor, at=START) -> Start:
    return read_start(profile, vendor.brand, Clock(wall=FakeClock(at), steady=lambda: 0.0))


def aside(profile: Path) -> list[str]:
    return sorted(path.name for path in (profile / "aside").glob("*"))


def shown(profile: Path, vendor: Vendor, at=START):
    clock = Clock(wall=FakeClock(at), steady=lambda: 0.0)
    start = read_start(profile, vendor.brand, clock)
    return first_picture(start, vendor.brand, clock).standing


@pytest.mark.rule("APP-1", "LEASE-1")
def test_good_lease_opens_before_anything_else_runs(profile: Path, vendor: Vendor) -> None:
    lease = vendor.lease()
    (profile / "lease.jwt").write_text(vendor.token(lease))
    start = started(profile, vendor)
    assert (start.event.lease, start.event.account.name) == (lease, "Ben Okafor")
    assert shown(profile, vendor) == Licensed(lease)


@pytest.mark.rule("APP-1")
def test_first_picture_imports_no_network_and_no_key_store(profile: Path, vendor: Vendor) -> None:
    code = (
        "import sys\n"
        "from app.license import compose, start\n"
        "from app.views import window\n"
        "heavy = {'httpx', 'keyring', 'qasync', 'asyncio', 'truststore', 'babel'}\n"
        "print(sorted(heavy & sys.modules.keys()))\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]", done.stderr


def segment(value: object) -> str:
    return to_base64url(json.dumps(value).encode())


def signed(vendor: Vendor, header: dict, claims: dict | bytes) -> str:
    payload = claims if isinstance(claims, bytes) else json.dumps(claims).encode()
    text = f"{segment(header)}.{to_base64url(payload)}"
    return f"{text}.{to_base64url(vendor.signer.sign(text.encode()))}"


def claims_of(lease: Lease) -> dict:
    import msgspec

    return msgspec.to_builtins(lease)


def manipulated(case: str, vendor: Vendor) -> bytes:
    """The given half of the manipulations that the field's tables list."""
    lease = vendor.lease()
    token = vendor.token(lease)
    head, body, signature = token.split(".")
    kid = thumbprint(public_of(vendor.signer))
    header = {"alg": "EdDSA", "typ": "seatkeeper-lease+jwt", "kid": kid}
    claims = claims_of(lease)
    public = public_of(vendor.signer)
    stranger = key(66)
    text = {
        "flipped bit": f"{head}.{body}.{'B' if signature[0] == 'A' else 'A'}{signature[1:]}",
        "later end": f"{head}.{segment(claims | {'exp': claims['exp'] + 31_536_000})}.{signature}",
        "alg none": f"{segment(header | {'alg': 'none'})}.{body}.",
        "hmac of the public key": _hmac(segment(header | {"alg": "HS256"}), body, public),
        "key in the header": _by(stranger, header | {"jwk": {"kty": "OKP"}}, claims),
        "stranger's signature": _by(stranger, header, claims),
        "unknown kid": _by(stranger, header | {"kid": thumbprint(public_of(stranger))}, claims),
        "empty": "",
        "zeros": "\x00" * len(token),
        "cut in half": token[: len(token) // 2],
        "critical": signed(vendor, header | {"crit": ["sk-hard-end"], "sk-hard-end": 1}, claims),
        "another kind": signed(vendor, header | {"typ": "JWT"}, claims),
        "no kind": signed(vendor, {"alg": "EdDSA", "kid": kid}, claims),
        "other computer": vendor.token(vendor.lease(device=key(8))),
        "other product": vendor.token(vendor.lease(aud="sister-editor")),
        "other account": vendor.token(vendor.lease(account="A-999-999")),
        "other server": vendor.token(vendor.lease(iss="elsewhere.example")),
        "end as text": signed(vendor, header, claims | {"exp": str(claims["exp"])}),
        "end true": signed(vendor, header, claims | {"exp": True}),
        "end null": signed(vendor, header, claims | {"exp": None}),
        "no end": signed(vendor, header, {n: v for n, v in claims.items() if n != "exp"}),
        "allow twice": signed(vendor, header, _twice(claims)),
        "too large": token + "A" * 5000,
    }[case]
    return text.encode()


def _hmac(head: str, body: str, secret: bytes) -> str:
    text = f"{head}.{body}"
    return f"{text}.{to_base64url(hmac.digest(secret, text.encode(), hashlib.sha256))}"


def _by(signer, header: dict, claims: dict) -> str:
    text = f"{segment(header)}.{segment(claims)}"
    return f"{text}.{to_base64url(signer.sign(text.encode()))}"


def _twice(claims: dict) -> bytes:
    return json.dumps(claims).encode()[:-1] + b',"allow":["use"]}'


@put_aside
@pytest.mark.rule("LEASE-5", "LEASE-3", "LEASE-7")
@pytest.mark.parametrize(
    ("case", "fault"),
    [
        ("flipped bit", "forged"),
        ("later end", "forged"),
        ("alg none", "forged"),
        ("hmac of the public key", "forged"),
        ("key in the header", "forged"),
        ("stranger's signature", "forged"),
        ("unknown kid", "unknown-key"),
        ("empty", "damaged"),
        ("zeros", "damaged"),
        ("cut in half", "damaged"),
        ("critical", "too-new"),
        ("another kind", "not-a-lease"),
        ("no kind", "not-a-lease"),
        ("other computer", "other-device"),
        ("other product", "other-product"),
        ("other account", "other-account"),
        ("other server", "other-server"),
        ("end as text", "damaged"),
        ("end true", "damaged"),
        ("end null", "damaged"),
        ("no end", "damaged"),
        ("allow twice", "damaged"),
        ("too large", "too-large"),
    ],
)
def test_lease_that_is_none_is_put_aside_with_its_fault(
    profile: Path, vendor: Vendor, case: str, fault: str, caplog: pytest.LogCaptureFixture
) -> None:
    data = manipulated(case, vendor)
    (profile / "lease.jwt").write_bytes(data)
    event = started(profile, vendor).event
    assert (event.lease, event.fault) == (None, fault)
    assert aside(profile) == [f"0001-{fault}-lease.jwt"]
    assert not (profile / "lease.jwt").exists()
    assert [record.getMessage() for record in caplog.records if record.levelname == "WARNING"] == [
        f"the lease was put aside: {fault}"
    ]


@pytest.mark.rule("LEASE-5")
@pytest.mark.parametrize("around", ["{}\n", "{}\r\n", "\ufeff{}"])
def test_lease_is_good_whatever_an_editor_put_around_it(
    profile: Path, vendor: Vendor, around: str
) -> None:
    lease = vendor.lease()
    (profile / "lease.jwt").write_text(around.format(vendor.token(lease)), encoding="utf-8")
    assert shown(profile, vendor) == Licensed(lease)


@pytest.mark.rule("LEASE-2", "LEASE-4")
def test_lease_ends_exactly_at_its_end(profile: Path, vendor: Vendor) -> None:
    lease = vendor.lease()
    (profile / "lease.jwt").write_text(vendor.token(lease))
    end = START + timedelta(hours=2)
    assert shown(profile, vendor, end - timedelta(seconds=1)) == Licensed(lease)
    assert shown(profile, vendor, end) == ReadOnly(ReadOnlyWhy.LAPSED, lease)


@pytest.mark.rule("LEASE-4")
def test_start_before_the_lease_was_made_asks_to_set_the_clock(profile, vendor) -> None:
    lease = vendor.lease()
    (profile / "lease.jwt").write_text(vendor.token(lease))
    assert shown(profile, vendor, START - timedelta(minutes=4)) == Licensed(lease)
    standing = shown(profile, vendor, START - timedelta(minutes=6))
    assert standing == ReadOnly(ReadOnlyWhy.CLOCK, lease, latest=START)


@pytest.mark.rule("LEASE-4", "AIR-6")
def test_bound_computer_starts_in_any_year(profile: Path, vendor: Vendor) -> None:
    lease = vendor.bound(sixteen(7), account=BEN_ID)
    (profile / "lease.jwt").write_text(vendor.token(lease))
    assert shown(profile, vendor, START.replace(year=1970)) == Bound(lease)


@put_aside
@pytest.mark.rule("LEASE-6", "LEASE-3")
def test_profile_copied_to_another_machine_is_another_computers(
    profile: Path, vendor: Vendor, monkeypatch: pytest.MonkeyPatch
) -> None:
    (profile / "lease.jwt").write_text(vendor.token(vendor.lease()))
    monkeypatch.setattr(machine, "hints", lambda: {"machine": "another", "disk": "another"})
    event = started(profile, vendor).event
    assert (event.lease, event.fault) == (None, "other-device")


@put_aside
@pytest.mark.rule("LEASE-6")
def test_lease_without_the_device_beside_it_is_not_believed(profile, vendor) -> None:
    (profile / "lease.jwt").write_text(vendor.token(vendor.lease()))
    (profile / "device.json").unlink()
    assert started(profile, vendor).event.fault == "other-device"


@put_aside
@pytest.mark.rule("LEASE-7")
@pytest.mark.logs("a key statement was refused")
def test_statement_of_a_stranger_brings_in_no_key(profile: Path, vendor: Vendor) -> None:
    stranger = Vendor()
    stranger.root, stranger.signer = key(66), key(67)
    stranger.rotate(67)
    (profile / "keys.jwt").write_text(stranger.statement)
    (profile / "lease.jwt").write_text(stranger.token(vendor.lease()))
    start = started(profile, vendor)
    assert (start.event.fault, start.statement.believe(stranger.statement)) == (
        "unknown-key",
        False,
    )


@pytest.mark.rule("LEASE-7", "SUP-3")
@pytest.mark.logs("a key statement was refused: outdated")
def test_statement_of_a_lower_version_is_refused(profile: Path, vendor: Vendor) -> None:
    old = vendor.statement
    vendor.rotate(3)
    statement = started(profile, vendor).statement
    assert statement.believe(vendor.statement)
    assert not statement.believe(old)
    assert (profile / "keys.jwt").read_text() == vendor.statement


@pytest.mark.rule("APP-8")
@pytest.mark.logs("is damaged and was left out")
@pytest.mark.parametrize("junk", [b"", b"{", b"\x00" * 50, b"[1]", b'{"format":1,"account":7}'])
def test_start_survives_any_damage_to_its_files(profile, vendor, junk: bytes) -> None:
    for name in ("license.json", "request.json", "keys.jwt", "device.json", "given-up.json"):
        (profile / name).write_bytes(junk)
    assert shown(profile, vendor) == Starting()


@pytest.mark.rule("APP-2")
def test_license_beside_the_lease_is_shown_at_once(profile: Path, vendor: Vendor) -> None:
    start = started(profile, vendor)
    from contract.wire import encode

    start.cache.write_shown(license=encode(license_of()))
    assert started(profile, vendor).event.license == license_of()


@pytest.mark.rule("LEASE-5", "APP-8")
def test_files_are_private_and_replaced_whole(tmp_path: Path) -> None:
    folder = tmp_path / "a" / "Über uns"
    files.write_private(folder / "lease.jwt", b"old")
    files.write_private(folder / "lease.jwt", b"new")
    assert (folder / "lease.jwt").read_bytes() == b"new"
    assert [path.name for path in folder.iterdir()] == ["lease.jwt"]
    assert (folder / "lease.jwt").stat().st_mode & 0o777 == 0o600
    assert folder.stat().st_mode & 0o777 == 0o700


@pytest.mark.rule("LEASE-5")
def test_write_that_fails_leaves_the_old_file_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files.write_private(tmp_path / "lease.jwt", b"old")

    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(files.os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        files.write_private(tmp_path / "lease.jwt", b"new")
    assert [path.name for path in tmp_path.iterdir()] == ["lease.jwt"]
    assert (tmp_path / "lease.jwt").read_bytes() == b"old"
