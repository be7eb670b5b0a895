"""The one item of the key store, stores that do not answer, and the key that is made once."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import msgspec
import pytest

from app.license import device as devices
from app.license.cache import Cache
from app.license.credentials import (
    LONGEST,
    Credentials,
    FileStore,
    KeyringStore,
    Secrets,
    StoreMissing,
    StoreSilent,
    StoreState,
)
from app.license.effects.device import read_secrets
from app.license.world import World
from tests.fakes.clock import FakeClock
from tests.fakes.vendor import Vendor, sixteen

pytestmark = pytest.mark.asyncio


@dataclass
class FakeKeyStore:
    """Holds one text; may be missing, may fail, may keep silent until it is let go."""

    text: str | None = None
    raises: Exception | None = None
    silent: bool = False
    asked: int = 0
    go: threading.Event = field(default_factory=threading.Event)

    def get(self) -> str | None:
        self.asked += 1
        if self.silent:
            self.go.wait(20)
        if self.raises:
            raise self.raises
        return self.text

    def set(self, text: str) -> None:
        if self.raises:
            raise self.raises
        self.text = text


def world(profile: Path, store: FakeKeyStore, limit: float = 5.0) -> World:
    from app.license.clock import Clock
    from app.license.statement import Statement

    vendor = Vendor()
    cache = Cache(profile)
    return World(
        client=None,  # type: ignore[arg-type]  # nothing is sent here
        cache=cache,
        credentials=Credentials(store, FileStore(profile), limit=limit),
        statement=Statement(cache, vendor.brand.root_keys, vendor.brand.issuer),
        clock=Clock(wall=FakeClock(), steady=lambda: 0.0),
        brand=vendor.brand,
        version="0.1.0",
        device=devices.read_device(profile, vendor.brand.product),
    )


def not_late(event: object) -> None:
    raise AssertionError("nothing came late")


async def read(profile: Path, store: FakeKeyStore, late: Callable = not_late, limit: float = 5.0):
    opened = world(profile, store, limit)
    event = await read_secrets(opened, late)
    opened.disk.end()
    return opened, event


@pytest.mark.rule("LEASE-6", "APP-13")
async def test_first_start_makes_one_key_pair_and_asks_once(tmp_path: Path) -> None:
    store = FakeKeyStore()
    opened, event = await read(tmp_path, store)
    kept = msgspec.json.decode(store.text or "", type=Secrets)
    assert devices.public_key_of(kept.private_key) == opened.device.public_key
    assert (event.signed_in, event.device_known, event.device) == (False, False, opened.device.id)
    again, _ = await read(tmp_path, store)
    assert (again.device.id, store.asked) == (opened.device.id, 2)
    assert kept.private_key not in (tmp_path / "device.json").read_text()


@pytest.mark.rule("APP-8", "LEASE-6")
async def test_deleted_cache_finds_the_same_device_again(tmp_path: Path) -> None:
    store = FakeKeyStore()
    opened, _ = await read(tmp_path, store)
    (tmp_path / "device.json").unlink()
    again, event = await read(tmp_path, store)
    assert (again.device.id, event.device_known) == (opened.device.id, False)


@pytest.mark.rule("APP-13", "LEASE-6")
@pytest.mark.logs("the key store did not answer")
@pytest.mark.parametrize("held", [True, False])
async def test_store_that_keeps_silent_never_leads_to_a_new_key(tmp_path: Path, held) -> None:
    known = FakeKeyStore()
    if held:
        await read(tmp_path, known)
    before = (tmp_path / "device.json").read_bytes() if held else None
    store = FakeKeyStore(raises=StoreSilent("locked"))
    opened, event = await read(tmp_path, store)
    assert (event.fallback, event.signed_in) == (True, False)
    assert (opened.device is not None) == held
    assert not (tmp_path / "secrets.json").exists()
    assert ((tmp_path / "device.json").read_bytes() if held else None) == before


@pytest.mark.rule("APP-13")
async def test_late_answer_of_the_store_is_used_without_asking_again(tmp_path: Path) -> None:
    known = FakeKeyStore()
    await read(tmp_path, known)
    secrets = msgspec.json.decode(known.text or "", type=Secrets)
    signed = msgspec.structs.replace(secrets, token="t" * 43)
    store = FakeKeyStore(text=msgspec.json.encode(signed).decode(), silent=True)
    told: list = []

    def tell(event: object) -> None:
        told.append(event)
        store.go.set()

    opened, late = await read(tmp_path, store, tell, limit=0.05)
    assert [(event.signed_in, event.fallback) for event in told] == [(False, True)]
    assert (late.signed_in, late.fallback, store.asked) == (True, False, 1)
    assert opened.token == "t" * 43


@pytest.mark.rule("APP-13", "LEASE-6")
async def test_first_start_makes_its_key_once_the_store_says_there_is_none(tmp_path) -> None:
    store = FakeKeyStore(silent=True)
    opened, late = await read(tmp_path, store, lambda event: store.go.set(), limit=0.05)
    assert (late.device, late.fallback) == (opened.device.id, False)
    assert opened.device.public_key in (tmp_path / "device.json").read_text()


@pytest.mark.rule("APP-13")
async def test_without_a_store_a_private_file_takes_its_place(tmp_path: Path) -> None:
    opened, event = await read(tmp_path, FakeKeyStore(raises=StoreMissing()))
    assert (event.fallback, opened.credentials.state) == (True, StoreState.NO_STORE)
    assert (tmp_path / "secrets.json").stat().st_mode & 0o777 == 0o600
    again, _ = await read(tmp_path, FakeKeyStore(raises=StoreMissing()))
    assert again.device.id == opened.device.id


@pytest.mark.rule("LEASE-6")
async def test_lost_key_of_a_computer_with_a_lease_makes_no_new_one(tmp_path: Path) -> None:
    opened, _ = await read(tmp_path, FakeKeyStore())
    (tmp_path / "lease.jwt").write_text("held")
    again, _ = await read(tmp_path, FakeKeyStore())
    assert again.device.id == opened.device.id


@pytest.mark.rule("LEASE-6")
async def test_copied_profile_makes_a_key_of_its_own(tmp_path: Path, monkeypatch) -> None:
    store = FakeKeyStore()
    opened, _ = await read(tmp_path, store)
    monkeypatch.setattr("app.license.machine.hints", lambda: {"machine": "another"})
    again, _ = await read(tmp_path, store)
    assert again.device.id != opened.device.id
    third, _ = await read(tmp_path, store)
    assert third.device.id == again.device.id


@pytest.mark.rule("APP-13", "AIR-9")
async def test_item_stays_within_what_the_smallest_store_takes(tmp_path: Path) -> None:
    opened, _ = await read(tmp_path, FakeKeyStore())
    nonces = tuple(sixteen(number) for number in range(200))
    await opened.credentials.change(given_up=nonces, token="t" * 43, release="r" * 43)
    kept = opened.credentials.secrets
    assert len(msgspec.json.encode(kept)) <= LONGEST
    assert kept.given_up[-1] == nonces[-1]
    assert len(kept.given_up) > 20


@pytest.mark.rule("APP-13")
@pytest.mark.logs("the key store would not keep the item")
async def test_store_that_fails_while_writing_leaves_it_in_memory(tmp_path: Path) -> None:
    store = FakeKeyStore()
    opened, _ = await read(tmp_path, store)
    store.raises = StoreSilent("broken")
    assert not await opened.credentials.change(token="t" * 43)
    assert opened.token == "t" * 43


@pytest.mark.rule("APP-13")
async def test_system_without_a_key_store_says_so_at_once(monkeypatch) -> None:
    import keyring
    import keyring.backends.fail

    monkeypatch.setattr(keyring, "get_keyring", keyring.backends.fail.Keyring)
    monkeypatch.setattr(keyring.core, "_keyring_backend", keyring.backends.fail.Keyring())
    with pytest.raises(StoreMissing):
        KeyringStore("memo-editor").get()
