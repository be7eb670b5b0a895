"""A vendor in one hand: a root, a signing key, a brand that pins them, and leases on demand."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from contract.brand import Brand, read_brand
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
from contract.wire.license import License, Offline, Owner, Period
from contract.wire.seat import Notice, SeatAnswer
from tests.fakes.clock import START

ADA_ID, BEN_ID = "A-111-AAA", "A-222-BBB"
SHIPPED = Path(__file__).parents[2] / "resources" / "brand.toml"


def key(number: int) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(bytes([number]) * 32)


def sixteen(number: int) -> str:
    return to_base64url(number.to_bytes(16, "big"))


def seconds(at: datetime) -> int:
    return int(at.timestamp())


class Vendor:
    """The other side, without a server: what it signs is genuine."""

    def __init__(self, product: str = "memo-editor") -> None:
        self.root, self.signer = key(1), key(2)
        self.keys = [signing_key(public_of(self.signer))]
        self.version = 1
        shipped = read_brand(SHIPPED.read_text(encoding="utf-8"))
        roots = (to_base64url(public_of(self.root)),)
        self.brand: Brand = replace(
            shipped, product=product, issuer="vendor.example", roots=roots, server="https://s.test"
        )
        self._made = 0

    @property
    def statement(self) -> str:
        return write_statement(
            KeyStatement(
                iss=self.brand.issuer, version=self.version, issued=1, keys=tuple(self.keys)
            ),
            self.root,
        )

    def rotate(self, number: int) -> None:
        """Another key signs from now on; the statement that names it is not told by itself."""
        self.signer = key(number)
        self.keys.append(signing_key(public_of(self.signer)))
        self.version += 1

    def lease(
        self,
        *,
        account: str = BEN_ID,
        policy: str = "member",
        kind: str = "educational",
        at: datetime = START,
        lasts: timedelta = timedelta(hours=2),
        device: Ed25519PrivateKey | None = None,
        seat: str = "",
        **claims: object,
    ) -> Lease:
        self._made += 1
        public = public_of(device or key(9))
        times = {"exp": seconds(at + lasts), "nbf": seconds(at), "iat": seconds(at)}
        if claims.get("bound"):
            times = {"issued": seconds(at)}
        return Lease(
            **{
                "iss": self.brand.issuer,
                "sub": account,
                "aud": self.brand.product,
                "jti": sixteen(1000 + self._made),
                "device": device_id(self.brand.product, public),
                "cnf": Confirmation(jkt=thumbprint(public)),
                "seat": seat or sixteen(1),
                "license": "L-123-ABC",
                "kind": kind,
                "policy": policy,
                "features": (),
                "allow": ("use", "save", "export"),
                "bound": False,
                **times,
                **claims,
            }
        )

    def bound(self, nonce: str, **claims: object) -> Lease:
        return self.lease(policy="owner", bound=True, nonce=nonce, **claims)

    def token(self, lease: Lease) -> str:
        return write_lease(lease, self.signer, thumbprint(public_of(self.signer)))

    def answer(
        self,
        lease: Lease,
        *,
        at: datetime = START,
        next_in: int = 600,
        notices: tuple[str, ...] = (),
    ) -> SeatAnswer:
        return SeatAnswer(
            seat=lease.seat,
            lease=self.token(lease),
            license=license_of(lease),
            notices=[Notice(code=code) for code in notices],
            next_contact_in=next_in,
            server_time=at,
        )


def license_of(lease: Lease | None = None) -> License:
    policy = lease.policy if lease else "member"
    periods = [Period(id="7d", until=START + timedelta(days=7))]
    return License(
        license_id="L-123-ABC",
        kind=lease.kind if lease else "educational",
        product="memo-editor",
        features=[],
        platforms=["linux", "macos", "windows"],
        seats=2,
        policy=policy,
        bound=bool(lease and lease.bound),
        offline=Offline(allowed=True, periods=periods),
        owner=Owner(id=ADA_ID, name="Ada Lindqvist", email="ada@lab.example")
        if policy == "member"
        else None,
    )
