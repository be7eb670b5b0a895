"""The builder refuses a brand whose secrets lie around."""

from __future__ import annotations

from base64 import urlsafe_b64encode
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from tools.installer.roots import private_halves

ROOT_KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
PUBLIC = {ROOT_KEY.public_key().public_bytes_raw()}
PEM = ROOT_KEY.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
TEXT = urlsafe_b64encode(bytes(range(32))).rstrip(b"=")


@pytest.mark.parametrize("written", [PEM, bytes(range(32)), b'{"d": "' + TEXT + b'"}'])
@pytest.mark.rule("LEASE-7")
def test_private_root_beside_the_brand_is_found(tmp_path: Path, written: bytes) -> None:
    secret = tmp_path / "roots" / "first"
    secret.parent.mkdir()
    secret.write_bytes(written)
    assert list(private_halves(PUBLIC, [tmp_path])) == [secret]


def test_public_halves_and_other_keys_are_no_secret(tmp_path: Path) -> None:
    (tmp_path / "brand.toml").write_bytes(urlsafe_b64encode(next(iter(PUBLIC))))
    (tmp_path / "other").write_bytes(bytes(32))
    assert list(private_halves(PUBLIC, [tmp_path])) == []
