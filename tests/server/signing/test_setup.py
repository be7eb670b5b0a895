"""Roots, signing key and statement at the first start, and what later starts leave alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from contract.encoding import from_base64url
from server.signing.models import KeyStatement, SigningKey
from server.signing.roots import RootsUnreadable, make_roots, public_roots, read_roots
from server.signing.setup import make_first_keys
from server.signing.sign import NoSigningKey, make_signing_key, signer
from tests.fakes.clock import START


@pytest.mark.rule("LEASE-7")
def test_first_start_makes_two_roots_for_this_user_alone(tmp_path: Path) -> None:
    make_roots(tmp_path)
    first = public_roots(tmp_path)
    assert len(set(first)) == 2
    for name in ("root-1.key", "root-2.key"):
        assert (tmp_path / name).stat().st_mode & 0o777 == 0o600
    make_roots(tmp_path)
    assert public_roots(tmp_path) == first


@pytest.mark.rule("LEASE-7")
def test_root_in_the_safe_is_not_replaced(tmp_path: Path) -> None:
    make_roots(tmp_path)
    first = public_roots(tmp_path)
    (tmp_path / "root-2.key").unlink()
    make_roots(tmp_path)
    assert public_roots(tmp_path) == first
    assert len(read_roots(tmp_path)) == 1


@pytest.mark.rule("SAFE-1")
def test_missing_and_damaged_roots_are_named(tmp_path: Path) -> None:
    with pytest.raises(RootsUnreadable, match="no root key"):
        read_roots(tmp_path)
    (tmp_path / "root-1.key").write_text("no key\n")
    with pytest.raises(RootsUnreadable, match=r"root-1\.key"):
        read_roots(tmp_path)


@pytest.mark.rule("LEASE-7")
@pytest.mark.django_db
def test_second_start_makes_nothing_new(tmp_path: Path) -> None:
    first = make_first_keys(tmp_path, START)
    assert make_first_keys(tmp_path, START) == first
    assert all(len(from_base64url(root) or b"") == 32 for root in first)
    assert (SigningKey.objects.count(), KeyStatement.objects.count()) == (1, 1)


@pytest.mark.rule("SUP-3")
@pytest.mark.django_db
def test_newest_key_that_is_not_revoked_signs(tmp_path: Path) -> None:
    with pytest.raises(NoSigningKey):
        signer(START)
    old, new = make_signing_key(START), make_signing_key(START)
    assert signer(START).kid == new.kid
    SigningKey.objects.filter(kid=new.kid).update(revoked_at=START)
    assert signer(START).kid == old.kid
