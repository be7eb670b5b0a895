"""Both files of the key statement rolled back together bring no revoked key back (LEASE-7)."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec import json

from app.license import device
from app.license.cache import Cache
from app.license.statement import NO_KEYS, Statement
from contract.encoding import to_base64url
from contract.faults import Fault
from contract.keys import public_of
from tests.app.license.test_downgrade import NEWER, STOLEN, VENDOR, stated
from tests.fakes.vendor import key

pytestmark = [pytest.mark.rule("LEASE-7"), pytest.mark.logs("a key statement was refused")]
OLDER = stated(2)
PUBLIC, OTHER = (to_base64url(bytes(range(n, n + 32))) for n in (0, 1))


@pytest.fixture
def profile(tmp_path: Path) -> Path:
    """Of a computer that has heard of the revocation."""
    device.write_device(tmp_path, PUBLIC)
    assert kept(tmp_path).believe(NEWER)
    return tmp_path


def kept(folder: Path, roots: tuple[bytes, ...] = VENDOR.brand.root_keys) -> Statement:
    return Statement(Cache(folder), roots, VENDOR.brand.issuer)


def test_both_files_rolled_back_bring_no_revoked_key_back(profile: Path) -> None:
    Cache(profile).write_keys(OLDER)
    statement = kept(profile)
    assert statement.now is NO_KEYS
    assert statement.judge(OLDER) is Fault.OUTDATED
    statement.mend()
    assert kept(profile).now is NO_KEYS


def test_computer_that_was_rolled_back_believes_the_newest_again(profile: Path) -> None:
    Cache(profile).write_keys(OLDER)
    statement = kept(profile)
    assert not statement.believe(OLDER)
    assert statement.believe(NEWER)
    assert (kept(profile).now.version, kept(profile).now.key(STOLEN)) == (3, None)


def test_version_is_remembered_where_an_earlier_release_had_not(tmp_path: Path) -> None:
    device.write_device(tmp_path, PUBLIC)
    Cache(tmp_path).write_keys(NEWER)
    kept(tmp_path).mend()
    Cache(tmp_path).write_keys(OLDER)
    assert kept(tmp_path).now is NO_KEYS


@pytest.mark.parametrize("public", [PUBLIC, OTHER], ids=["hints of today", "another key"])
def test_version_stays_when_the_device_is_written_anew(profile: Path, public: str) -> None:
    device.write_device(profile, public)
    Cache(profile).write_keys(OLDER)
    assert kept(profile).now is NO_KEYS


def test_damaged_device_file_does_not_forget_the_version(profile: Path) -> None:
    (profile / "device.json").write_bytes(b"{")
    Cache(profile).write_keys(OLDER)
    assert kept(profile).now is NO_KEYS


def test_version_of_a_root_that_is_gone_binds_nobody(profile: Path) -> None:
    new = key(66)
    fresh = stated(1, root=new)
    statement = kept(profile, (public_of(new),))
    assert statement.believe(fresh)
    assert kept(profile, (public_of(new),)).now.version == 1


def test_device_file_of_an_earlier_release_is_read_as_ever(profile: Path) -> None:
    plain = json.decode((profile / "device.json").read_bytes())
    del plain["keys_root"], plain["keys_version"]
    (profile / "device.json").write_bytes(json.encode(plain))
    assert kept(profile).now.version == 3


@pytest.mark.parametrize("name", ["keys.jwt", "keys.spare.jwt"])
def test_of_one_version_the_one_that_revokes_more_counts(profile: Path, name: str) -> None:
    (profile / name).write_text(stated(3))
    assert kept(profile).now.key(STOLEN) is None


def test_keys_that_could_not_be_written_raise_no_version(profile, monkeypatch) -> None:
    def full(token: str) -> None:
        raise OSError

    statement = kept(profile)
    monkeypatch.setattr(statement._cache, "write_keys", full)
    with pytest.raises(OSError):
        statement.believe(stated(4, STOLEN))
    assert (kept(profile).now.version, kept(profile).judge(NEWER)) == (3, kept(profile).now)
