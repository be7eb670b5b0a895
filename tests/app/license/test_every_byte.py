"""Each byte of each file damaged in turn: refused or harmless, never believed (LEASE-5)."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.license import device as devices
from app.license import machine
from app.license.cache import AccountShown, Cache
from app.license.clock import Clock
from app.license.compose import first_picture
from app.license.picture import Bound, allowed
from app.license.start import Start, read_start
from app.offline.response import Good, Wrong, judge
from contract.encoding import to_base64url
from contract.keys import device_id, public_of
from contract.lease import Holder, Lease, read_lease
from contract.offline_files import write_response
from tests.app.offline.test_response import known, response
from tests.fakes.clock import START, FakeClock
from tests.fakes.vendor import BEN_ID, Vendor, key, sixteen

LEASES = ("ordinary", "bound")


@pytest.fixture
def vendor() -> Vendor:
    return Vendor()


@pytest.fixture
def profile(tmp_path: Path, vendor: Vendor, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(machine, "hints", lambda: {"machine": "m"})  # reading them takes its time
    devices.write_device(tmp_path, to_base64url(public_of(key(9))))
    cache = Cache(tmp_path)
    cache.write_keys(vendor.statement)
    cache.write_shown(account=AccountShown(id=BEN_ID))
    return tmp_path


def token(vendor: Vendor, kind: str) -> bytes:
    return vendor.token(vendor.bound(sixteen(7)) if kind == "bound" else vendor.lease()).encode()


def started(profile: Path, vendor: Vendor) -> Start:
    clock = Clock(wall=FakeClock(START), steady=lambda: 0.0)
    start = read_start(profile, vendor.brand, clock)
    first_picture(start, vendor.brand, clock)  # whatever it is, it can be shown
    return start


def damaged(data: bytes, at: int) -> bytes:
    return data[:at] + bytes([data[at] ^ 1 << at % 8]) + data[at + 1 :]


@pytest.mark.logs("the lease was put aside", "was left out")
@pytest.mark.rule("LEASE-5", "LEASE-1")
def test_lease_with_any_byte_damaged_allows_nothing_and_is_put_aside(profile, vendor) -> None:
    whole = token(vendor, "ordinary")
    for at in range(len(whole)):
        (profile / "lease.jwt").write_bytes(damaged(whole, at))
        start = started(profile, vendor)
        assert (start.event.lease, bool(start.event.fault)) == (None, True), at
    assert len(list((profile / "aside").iterdir())) == 10  # a fault that repeats fills no disk
    (profile / "lease.jwt").write_bytes(whole)
    assert started(profile, vendor).event.lease is not None


@pytest.mark.rule("LEASE-5")
@pytest.mark.parametrize("kind", LEASES)
def test_lease_cut_at_any_length_or_with_any_bit_turned_is_none(vendor: Vendor, kind: str) -> None:
    whole = token(vendor, kind)
    statement = known().statement
    brand = vendor.brand
    mine = Holder(brand.issuer, brand.product, device_id(brand.product, public_of(key(9))))
    assert isinstance(read_lease(whole, statement, mine), Lease)
    cut = (whole[:at] for at in range(len(whole)))
    turned = (
        whole[:at] + bytes([whole[at] ^ 1 << bit]) + whole[at + 1 :]
        for at in range(0, len(whole), 3)
        for bit in range(8)
    )
    believed = [x for x in (*cut, *turned) if isinstance(read_lease(x, statement, mine), Lease)]
    assert believed == []


@pytest.mark.logs("the lease was put aside", "was left out")
@pytest.mark.rule("LEASE-5", "LEASE-3", "APP-1")
@pytest.mark.parametrize("name", ["device.json", "keys.jwt", "license.json"])
def test_any_byte_of_what_lies_beside_the_lease_changes_nothing_for_the_worse(
    profile: Path, vendor: Vendor, name: str
) -> None:
    """It serves as before, or says why not; another lease than this one is never believed."""
    lease = vendor.lease()
    whole = (profile / name).read_bytes()
    for at in range(0, len(whole), 2):
        (profile / "lease.jwt").write_text(vendor.token(lease))
        (profile / name).write_bytes(damaged(whole, at))
        event = started(profile, vendor).event
        assert event.lease == lease or event.fault, at
    if name != "license.json":  # where a spare one lies beside
        (profile / name).write_bytes(bytes(90))
        (profile / "lease.jwt").write_text(vendor.token(lease))
        assert started(profile, vendor).event.lease == lease


@pytest.mark.rule("AIR-7", "LEASE-5")
def test_response_with_any_byte_damaged_binds_to_nothing_else() -> None:
    whole = write_response(response()).encode()
    good = judge(whole, known())
    assert isinstance(good, Good)
    for at in range(len(whole)):
        verdict = judge(damaged(whole, at), known())
        assert isinstance(verdict, Wrong) or verdict.token == good.token, at


@pytest.mark.logs("left out")
@pytest.mark.rule("AIR-6", "LEASE-4")
def test_bound_lease_with_its_shown_file_damaged_serves_all_the_same(profile, vendor) -> None:
    (profile / "lease.jwt").write_bytes(token(vendor, "bound"))
    (profile / "license.json").write_bytes(b'{"format"')
    clock = Clock(wall=FakeClock(START), steady=lambda: 0.0)
    picture = first_picture(read_start(profile, vendor.brand, clock), vendor.brand, clock)
    assert isinstance(picture.standing, Bound)
    assert "save" in allowed(picture, START)
