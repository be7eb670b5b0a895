"""A profile with a good lease, as a used desktop has it, and the brand that it believes."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from app.license.device import write_device
from contract.brand import read_brand
from contract.encoding import to_base64url
from contract.keys import (
    KeyStatement,
    device_id,
    public_of,
    signing_key,
    thumbprint,
    write_statement,
)
from contract.lease import Confirmation, Lease, write_lease
from tools.bootstrap import ROOT

NOBODY = "http://localhost:9"  # nobody listens there
ACCOUNT = "A-222-BBB"


def make(folder: Path, license_ends: datetime | None = None) -> list[str]:
    """The desktop's options that open it."""
    root, signer, device = (Ed25519PrivateKey.generate() for _ in range(3))
    brand = folder / "brand.toml"
    brand.write_text(_brand(to_base64url(public_of(root))), encoding="utf-8")
    known = read_brand(brand.read_text(encoding="utf-8"))
    profile = folder / "profile"
    profile.mkdir()
    write_device(profile, to_base64url(public_of(device)))
    keys = (signing_key(public_of(signer)),)
    statement = KeyStatement(iss=known.issuer, version=1, issued=1, keys=keys)
    (profile / "keys.jwt").write_text(write_statement(statement, root))
    lease = _lease(known.issuer, known.product, public_of(device), license_ends)
    token = write_lease(lease, signer, thumbprint(public_of(signer)))
    (profile / "lease.jwt").write_text(token)
    shown = {"format": 1, "account": ACCOUNT_SHOWN, "license": LICENSE}
    (profile / "license.json").write_text(json.dumps(shown))
    return ["--brand", str(brand), "--profile", str(profile)]


def _brand(root: str) -> str:
    shipped = (ROOT / "resources" / "brand.toml").read_text(encoding="utf-8")
    lines = [_line(line, root) for line in shipped.splitlines()]
    return "\n".join(lines) + "\n"


def _line(line: str, root: str) -> str:
    if line.startswith("roots"):
        return f'roots = ["{root}"]'
    return f'server = "{NOBODY}"' if line.startswith("server") else line


def _lease(issuer: str, product: str, device: bytes, ends: datetime | None) -> Lease:
    now = datetime.now(UTC)
    sixteen = to_base64url(bytes(16))
    return Lease(
        iss=issuer, sub=ACCOUNT, aud=product, jti=sixteen, seat=sixteen,
        device=device_id(product, device), cnf=Confirmation(jkt=thumbprint(device)),
        license="L-123-ABC", kind="educational", policy="member", features=(),
        allow=("use", "save", "export"), bound=False,
        exp=int((now + timedelta(hours=2)).timestamp()),
        nbf=int(now.timestamp()), iat=int(now.timestamp()),
        license_ends=int(ends.timestamp()) if ends else None,
    )  # fmt: skip


ACCOUNT_SHOWN = {"id": ACCOUNT, "name": "Ben Okafor", "email": "ben@lab.example"}
LICENSE = {
    "license_id": "L-123-ABC", "kind": "educational", "product": "memo-editor", "features": [],
    "platforms": [], "seats": 2, "seats_in_use": 1, "policy": "member", "bound": False,
    "last_day": "2031-12-31", "offline": {"allowed": True, "periods": []},
    "owner": {"id": "A-111-AAA", "name": "Ada Nilsson", "email": "ada@lab.example"},
}  # fmt: skip
