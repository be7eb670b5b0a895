"""Files of the profile that are damaged, of another kind, or cannot be there at all (LEASE-5)."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from app.license import device as devices
from app.license import files
from app.license.cache import AccountShown, Cache
from app.license.clock import Clock
from app.license.credentials import Credentials, FileStore, StoreMissing, StoreState
from app.license.start import Start, read_start
from app.settings import Settings, read_settings
from app.views import dates
from contract.encoding import to_base64url
from contract.keys import public_of
from tests.fakes.clock import START, FakeClock
from tests.fakes.vendor import BEN_ID, Vendor, key, sixteen

JSON_FILES = (
    *("license.json", "device.json", "request.json", "return.json"),
    *("settings.json", "given-up.json"),
)
ALL_FILES = (*JSON_FILES, "lease.jwt", "closing.jwt", "keys.jwt")
DAMAGE: dict[str, Callable[[Path], object]] = {
    "empty": lambda path: path.write_bytes(b""),
    "cut": lambda path: path.write_bytes(path.read_bytes()[:-9] if path.exists() else b"{"),
    "zeros": lambda path: path.write_bytes(b"\x00" * 300),
    "nested without end": lambda path: path.write_bytes(b'{"a":' * 8000),
    "no text": lambda path: path.write_bytes(b'{"format":1,"x":"\xff\xfe"}'),
    "a list": lambda path: path.write_bytes(b"[]"),
    "a folder": lambda path: (path.unlink(missing_ok=True), path.mkdir()),
    "too long": lambda path: path.write_bytes(b" " * 200_000),
}
ODD = {
    "device.json": [{"latest": at} for at in ("2020-01-01T00:00:00", "0001-01-01T00:00:00Z",
                                              "9999-12-31T23:59:59Z", 7, "x")],
    "license.json": [{"warned": [["ending", at, s]]} for at, s in (
        ("2027-01-01T00:00:00", 1.0), ("2027-01-01T00:00:00Z", 1e300), ("x", 1.0))],
}  # fmt: skip


@pytest.fixture
def profile(tmp_path: Path) -> Path:
    vendor = Vendor()
    devices.write_device(tmp_path, to_base64url(public_of(key(9))))
    (tmp_path / "keys.jwt").write_text(vendor.statement)
    (tmp_path / "lease.jwt").write_text(vendor.token(vendor.lease()))
    Cache(tmp_path).write_shown(account=AccountShown(id=BEN_ID))
    return tmp_path


def started(profile: Path) -> Start:
    return read_start(profile, Vendor().brand, Clock(wall=FakeClock(START), steady=lambda: 0.0))


def start(profile: Path) -> None:
    started(profile)
    read_settings(profile)


@pytest.mark.logs(".")
@pytest.mark.rule("LEASE-5", "APP-8")
@pytest.mark.parametrize("name", ALL_FILES)
@pytest.mark.parametrize("damage", DAMAGE)
def test_no_damage_keeps_the_desktop_from_starting(profile: Path, name: str, damage: str) -> None:
    DAMAGE[damage](profile / name)
    start(profile)


@pytest.mark.logs(".")
@pytest.mark.rule("LEASE-5")
@pytest.mark.parametrize(("name", "odd"), [(name, odd) for name in ODD for odd in ODD[name]])
def test_no_odd_value_keeps_the_desktop_from_starting(profile: Path, name: str, odd: dict) -> None:
    (profile / name).write_text(json.dumps(json.loads((profile / name).read_text()) | odd))
    start(profile)


@pytest.mark.logs(".")
@pytest.mark.rule("LEASE-5")
def test_folder_in_place_of_the_lease_is_put_aside(profile: Path) -> None:
    DAMAGE["a folder"](profile / "lease.jwt")
    (profile / "lease.jwt" / "mine.txt").write_text("kept")
    start(profile)
    Cache(profile).write_lease("a.new.lease")
    assert (profile / "lease.jwt").read_text() == "a.new.lease"
    assert len(list((profile / "aside").glob("*/mine.txt"))) == 1


@pytest.mark.rule("LEASE-5")
@pytest.mark.parametrize("act", ["write", "remove"])
def test_folder_where_a_file_belongs_is_moved_away_whole(tmp_path: Path, act: str) -> None:
    place = tmp_path / "license.json"
    place.mkdir()
    (place / "mine.txt").write_text("kept")
    if act == "write":
        files.write_private(place, b"{}")
        assert place.read_bytes() == b"{}"
    else:
        files.remove(place)
        assert not place.exists()
    assert [kept.read_text() for kept in tmp_path.glob("*/mine.txt")] == ["kept"]


@pytest.mark.rule("APP-9")
def test_instant_at_the_end_of_the_calendar_can_be_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    latest = START.replace(year=9999, month=12, day=31, hour=23)
    assert "9999" in dates.moment(latest)
    assert dates.until(latest, latest)


class NoStore:
    def get(self) -> str | None:
        raise StoreMissing

    def set(self, text: str) -> None:
        raise StoreMissing


@pytest.mark.asyncio
@pytest.mark.logs("the item in the key store is damaged")
@pytest.mark.rule("APP-13", "LEASE-6")
async def test_item_nested_without_end_is_a_damaged_one(tmp_path: Path) -> None:
    DAMAGE["nested without end"](tmp_path / "secrets.json")
    store = FileStore(tmp_path)
    assert await Credentials(store, store).ask(lambda: None) is StoreState.NONE_THERE


@pytest.mark.asyncio
@pytest.mark.rule("APP-13", "APP-12")
@pytest.mark.parametrize("token", ["two\nlines", "ünï"])
async def test_token_that_no_header_carries_is_none(tmp_path: Path, token: str) -> None:
    item = {"format": 1, "private_key": "k", "token": token, "release": token}
    (tmp_path / "secrets.json").write_text(json.dumps(item))
    credentials = Credentials(FileStore(tmp_path), FileStore(tmp_path))
    assert await credentials.ask(lambda: None) is StoreState.FOUND
    kept = credentials.secrets
    assert (kept.token, kept.release, kept.private_key) == ("", "", "k")


@pytest.mark.asyncio
@pytest.mark.logs("the key store did not answer")
@pytest.mark.rule("LEASE-6", "APP-13")
@pytest.mark.parametrize("missing", [True, False])
async def test_item_that_cannot_be_read_is_left_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, missing: bool
) -> None:
    path = tmp_path / "secrets.json"
    path.write_text('{"format": 1, "private_key": "k"}')
    monkeypatch.setattr(files, "read_small", lambda _path: None)  # root reads what nobody may
    credentials = Credentials(NoStore() if missing else FileStore(tmp_path), FileStore(tmp_path))
    assert await credentials.ask(lambda: None) is StoreState.SILENT
    assert not await credentials.change(private_key="another")
    assert '"k"' in path.read_text()


@pytest.mark.asyncio
@pytest.mark.logs("the key store did not answer")
@pytest.mark.rule("LEASE-6")
async def test_item_of_a_newer_version_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "secrets.json"
    path.write_text('{"format": 2, "keys": ["k"]}')
    credentials = Credentials(FileStore(tmp_path), FileStore(tmp_path))
    assert await credentials.ask(lambda: None) is StoreState.SILENT
    assert not await credentials.change(token="t")
    assert '"keys"' in path.read_text()


def test_defaults_stand_in_for_damaged_settings(tmp_path: Path) -> None:
    DAMAGE["nested without end"](tmp_path / "settings.json")
    assert read_settings(tmp_path) == Settings()


@pytest.mark.logs("could not be taken back")
@pytest.mark.rule("LEASE-5", "SEAT-15")
def test_folder_that_nobody_may_write_to_lets_the_desktop_start(
    profile: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (profile / "lease.jwt").rename(profile / "closing.jwt")

    def refuse(source: Path, target: Path) -> None:
        raise PermissionError(13, "read-only")

    monkeypatch.setattr(files, "replace", refuse)
    start(profile)


@pytest.mark.logs("the lease was put aside: damaged")
@pytest.mark.rule("LEASE-5")
def test_damaged_device_file_is_not_called_another_computer(profile: Path) -> None:
    for name in ("device.json", "device.spare.json"):
        DAMAGE["zeros"](profile / name)
    assert started(profile).event.fault == "damaged"


@pytest.mark.rule("LEASE-5", "AIR-6", "LEASE-7")
@pytest.mark.parametrize("name", ["device.json", "keys.jwt"])
@pytest.mark.parametrize("damage", DAMAGE)
def test_bound_computer_survives_one_bad_sector_in_device_or_keys(
    profile: Path, name: str, damage: str
) -> None:
    """Else it would need its response file again, and a walk with a stick."""
    vendor, cache = Vendor(), Cache(profile)
    cache.write_keys(vendor.statement)
    bound = vendor.bound(sixteen(7), device=key(9))
    cache.write_lease(vendor.token(bound))
    DAMAGE[damage](profile / name)
    start = started(profile)
    assert (start.event.lease, start.event.fault) == (bound, "")
    start.statement.mend()
    assert cache.keys() == cache.spare_keys() == vendor.statement.encode()


@pytest.mark.logs("the lease was put aside: other-device")
@pytest.mark.rule("APP-8", "LEASE-6")
def test_device_file_that_was_deleted_is_not_brought_back(profile: Path) -> None:
    (profile / "device.json").unlink()
    assert started(profile).device is None


@pytest.mark.rule("AIR-6", "LEASE-5")
def test_bound_lease_serves_whoever_was_signed_in_before(profile: Path) -> None:
    """Killed between its two files; what is shown decides nothing."""
    bound = Vendor().bound(sixteen(7), account="A-333-CCC")
    (profile / "lease.jwt").write_text(Vendor().token(bound))
    event = started(profile).event
    assert (event.lease, event.fault) == (bound, "")
    assert event.account is not None
    assert event.account.id == "A-333-CCC"


@pytest.mark.logs("the lease was put aside: other-account")
@pytest.mark.rule("LEASE-3")
def test_ordinary_lease_of_another_account_does_not_serve(profile: Path) -> None:
    other = Vendor().lease(account="A-333-CCC")
    (profile / "lease.jwt").write_text(Vendor().token(other))
    assert started(profile).event.fault == "other-account"
