"""This computer's key, its id, and how it is known again (LEASE-6)."""

from __future__ import annotations

import json
import os
import uuid
from pathlib import Path
from types import SimpleNamespace

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


@pytest.fixture
def windows(monkeypatch: pytest.MonkeyPatch) -> None:
    """As far as it can be played: what its calls would say."""
    monkeypatch.setattr(machine.sys, "platform", "win32")
    monkeypatch.setattr(machine.os, "getlogin", lambda: "ada")
    monkeypatch.setattr(machine, "_windows_machine_id", lambda: "guid")
    monkeypatch.setattr(machine, "_windows_disk", lambda: "4711")
    monkeypatch.setattr(uuid, "getnode", lambda: 0xF0DEF1000001)


@pytest.mark.rule("LEASE-6")
@pytest.mark.parametrize("variable", ["LOGNAME", "USER", "LNAME", "USERNAME"])
def test_variable_makes_nobody_another_user_on_windows(windows, monkeypatch, variable) -> None:
    before = machine.hashed({"machine": "m"}, "salt")
    monkeypatch.setenv(variable, "git-bash")
    assert machine.hashed({"machine": "m"}, "salt") == before
    monkeypatch.setattr(machine.os, "getlogin", lambda: "git-bash")
    assert machine.hashed({"machine": "m"}, "salt") != before


@pytest.mark.rule("LEASE-6")
def test_user_without_a_name_on_windows_stops_no_start(windows, monkeypatch) -> None:
    def nobody() -> str:
        raise OSError

    monkeypatch.setattr(machine.os, "getlogin", nobody)
    assert machine.hashed({"machine": "m"}, "salt")


@pytest.mark.rule("LEASE-6")
def test_windows_computer_has_three_hints(windows) -> None:
    assert machine.hints() == {"machine": "guid", "disk": "4711", "card": "f0:de:f1:00:00:01"}


@pytest.mark.rule("LEASE-6")
def test_new_machine_id_on_windows_leaves_the_computer_known(
    windows, tmp_path, monkeypatch
) -> None:
    devices.write_device(tmp_path, PUBLIC)
    monkeypatch.setattr(machine, "_windows_machine_id", lambda: "another")
    assert not devices.read_device(tmp_path, PRODUCT).foreign
    monkeypatch.setattr(machine, "_windows_disk", lambda: "815")
    monkeypatch.setattr(uuid, "getnode", lambda: 0xF0DEF1000002)
    assert devices.read_device(tmp_path, PRODUCT).foreign


@pytest.mark.rule("LEASE-6")
def test_macos_computer_has_its_id_and_a_card(windows, monkeypatch) -> None:
    monkeypatch.setattr(machine.sys, "platform", "darwin")
    monkeypatch.setattr(machine, "_macos_machine_id", lambda: "platform")
    assert machine.hints() == {"machine": "platform", "card": "f0:de:f1:00:00:01"}


@pytest.mark.rule("LEASE-6")
@pytest.mark.parametrize(
    "node",
    [0xF1DEF1000001, 0xF2DEF1000001, 0x005056C00008, 0x00059A3C7A00, 0],
    ids=["by lot", "by a program", "a virtual machine's", "a tunnel's", "none"],
)
def test_network_card_that_may_be_anybodys_is_no_hint(windows, monkeypatch, node: int) -> None:
    monkeypatch.setattr(uuid, "getnode", lambda: node)
    assert set(machine.hints()) == {"machine", "disk"}


@pytest.mark.rule("LEASE-6")
def test_serial_of_the_windows_disk_is_of_one_width(monkeypatch: pytest.MonkeyPatch) -> None:
    real = os.stat

    def stat(path: str, **how: object) -> object:
        serial = SimpleNamespace(st_dev=0x1122334455667788)
        return serial if path == "C:\\" else real(path, **how)

    monkeypatch.setattr(machine.os, "stat", stat)
    assert machine._windows_disk() == str(0x55667788)


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
