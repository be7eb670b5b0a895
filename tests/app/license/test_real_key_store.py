"""The real Secret Service in a private session: kept, locked, hanging, gone (APP-13, LEASE-6)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.license.credentials import Credentials, FileStore, KeyringStore, StoreSilent, StoreState
from tests.fakes.key_store import KeyStore, key_store

pytestmark = [
    pytest.mark.asyncio,
    pytest.mark.rule("APP-13", "LEASE-6", "AIR-9"),
    pytest.mark.skipif("sys.platform != 'linux'", reason="the Secret Service is Linux's"),
]
ITEM = {"private_key": "k" * 43, "token": "t" * 43, "counter": 3, "given_up": ("n" * 22,)}


@pytest.fixture
def service(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[KeyStore]:
    with key_store(tmp_path, monkeypatch) as store:
        yield store


def credentials(tmp_path: Path, limit: float = 8.0) -> Credentials:
    return Credentials(KeyringStore("memo-editor"), FileStore(tmp_path / "p"), limit=limit)


def silent() -> None:
    raise AssertionError("it had time enough")


async def filled(tmp_path: Path) -> Credentials:
    kept = credentials(tmp_path)
    assert await kept.ask(silent) is StoreState.NONE_THERE
    assert await kept.change(**ITEM)
    return kept


async def test_item_is_kept_in_the_store_and_in_no_file(service: KeyStore, tmp_path: Path) -> None:
    kept = await filled(tmp_path)
    again = credentials(tmp_path)
    assert await again.ask(silent) is StoreState.FOUND
    assert again.secrets == kept.secrets
    assert not FileStore(tmp_path / "p").get()
    other_room = Credentials(KeyringStore("memo-editor", "1a2b3c4d"), FileStore(tmp_path / "p"))
    assert await other_room.ask(silent) is StoreState.NONE_THERE


@pytest.mark.logs("the key store did not answer")
async def test_locked_store_is_silent_and_leads_to_no_new_key(service, tmp_path: Path) -> None:
    await filled(tmp_path)
    service.lock()
    locked = credentials(tmp_path)
    assert await locked.ask(lambda: None) is StoreState.SILENT
    assert not await locked.change(private_key="x" * 43)
    assert not FileStore(tmp_path / "p").get()
    service.vanish()
    service.unlock()
    again = credentials(tmp_path)
    assert await again.ask(silent) is StoreState.FOUND
    assert again.secrets.private_key == ITEM["private_key"]


async def test_store_that_hangs_has_its_time_and_its_late_answer_is_used(
    service: KeyStore, tmp_path: Path
) -> None:
    kept = await filled(tmp_path)
    service.hang()
    told: list[StoreState | None] = []
    hanging = credentials(tmp_path, limit=0.2)

    def goes_on() -> None:
        told.append(hanging.state)
        service.go_on()

    assert await hanging.ask(goes_on) is StoreState.FOUND
    assert told == [StoreState.SILENT]
    assert hanging.secrets == kept.secrets


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.logs("the key store would not keep the item")
async def test_store_that_vanishes_leaves_the_desktop_working_from_memory(
    service: KeyStore, tmp_path: Path
) -> None:
    """(keyring leaves the socket open that it had to a service which is gone.)"""
    kept = await filled(tmp_path)
    service.vanish()
    assert not await kept.change(token="u" * 43)
    assert kept.secrets.token == "u" * 43
    with pytest.raises(StoreSilent):
        KeyringStore("memo-editor").get()
    service.unlock()
    assert await kept.change(counter=4)  # what was only in memory goes with it
    again = credentials(tmp_path)
    await again.ask(silent)
    assert (again.secrets.token, again.secrets.counter) == ("u" * 43, 4)
