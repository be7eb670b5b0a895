"""This computer's key, its id, and how it is known again (LEASE-6)."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from app.license import device as devices
from app.license import machine
from contract.encoding import to_base64url
from tests.fakes.clock import START

PUBLIC = to_base64url(bytes(range(32)))
PRODUCT = "memo-editor"


@pytest.mark.rule("LEASE-6", "PRI-1")
def test_device_id_is_the_one_that_the_contract_names(tmp_path: Path) -> None:
    devices.write_device(tmp_path, PUBLIC)
    assert devices.read_device(tmp_path, PRODUCT).id == "7RIP6J7AHKPITXEW75KSYH4NH2"


@pytest.mark.rule("LEASE-6")
def test_computer_stays_the_same_while_one_hint_fits(tmp_path, monkeypatch) -> None:
    hints = {"machine": "m", "disk": "d", "card:eth0": "02:00"}
    monkeypatch.setattr(machine, "hints", lambda: hints)
    devices.write_device(tmp_path, PUBLIC)
    monkeypatch.setattr(machine, "hints", lambda: {"machine": "n", "disk": "e", "card:x": "02:00"})
    assert not devices.read_device(tmp_path, PRODUCT).foreign
    monkeypatch.setattr(machine, "hints", lambda: {"machine": "n", "disk": "e"})
    assert devices.read_device(tmp_path, PRODUCT).foreign
    monkeypatch.setattr(machine, "hints", dict)
    assert devices.read_device(tmp_path, PRODUCT).foreign


@pytest.mark.rule("LEASE-6")
def test_hint_that_says_nothing_equals_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    for nothing in ("", "uninitialized", "00:00:00:00:00:00"):
        monkeypatch.setattr(machine, "_machine_id", lambda said=nothing: said)
        assert "machine" not in machine.hints()


@pytest.mark.rule("LEASE-3")
def test_hashes_of_another_user_do_not_fit(monkeypatch: pytest.MonkeyPatch) -> None:
    mine = machine.hashed({"machine": "m"}, "salt")
    monkeypatch.setattr(machine, "_user", lambda: "4711")
    assert not machine.fits(mine, machine.hashed({"machine": "m"}, "salt"))
    assert mine != machine.hashed({"machine": "m"}, "pepper")


@pytest.mark.rule("PRI-1")
def test_device_file_names_neither_machine_nor_user(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(machine, "hints", lambda: {"machine": "ben-laptop-4711"})
    devices.write_device(tmp_path, PUBLIC)
    assert "ben-laptop" not in (tmp_path / "device.json").read_text()


@pytest.mark.rule("LEASE-4", "LEASE-6")
def test_writing_again_keeps_salt_and_latest_time(tmp_path: Path) -> None:
    devices.write_device(tmp_path, PUBLIC)
    salt = json.loads((tmp_path / "device.json").read_text())["salt"]
    devices.remember_latest(tmp_path, START)
    assert devices.read_device(tmp_path, PRODUCT).latest == START
    devices.write_device(tmp_path, PUBLIC, START)
    kept = json.loads((tmp_path / "device.json").read_text())
    assert (kept["salt"], kept["format"]) == (salt, 1)


def test_key_pair_is_another_one_each_time() -> None:
    one, two = devices.new_private_key(), devices.new_private_key()
    assert devices.public_key_of(one) != devices.public_key_of(two)
    assert devices.public_key_of("no key") is None
