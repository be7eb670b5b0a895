"""Writes and signs the lease of a place; what it says was decided by the rulebook (LEASE-1)."""

from __future__ import annotations

from datetime import datetime

from contract.keys import thumbprint
from contract.lease import Confirmation, Lease, write_lease
from server.accounts.models import Device
from server.config.brand import brand
from server.rulebook.facts import License, Place, Pool
from server.rulebook.seats import is_reserved, policy_of
from server.signing.sign import Signer, signer

FULL_USE = ("use", "save", "export")


def sign_lease(
    pool: Pool, place: Place, named: License, jti: str, device: Device, at: datetime
) -> str:
    """The lease of a place on a computer that goes online."""
    return sign(lease_of(pool, place, named, jti, device, at), at)


def lease_of(
    pool: Pool, place: Place, named: License, jti: str, device: Device, at: datetime
) -> Lease:
    """What that lease says; `lease_exp` is its end."""
    assert place.lease_exp is not None  # decided before anything is signed
    issued = int(at.timestamp())
    return _lease(
        pool, place, named, jti, device,
        iat=issued, nbf=issued, exp=int(place.lease_exp.timestamp()),
        license_ends=_seconds(named.ends_at),
        last_day=named.last_day,
        offline_until=_seconds(place.reserved_until) if is_reserved(place, at) else None,
    )  # fmt: skip


def sign_bound_lease(
    pool: Pool, place: Place, named: License, jti: str, device: Device, nonce: str, at: datetime
) -> str:
    """The lease of a bound computer: it depends on no clock (LEASE-4)."""
    issued = int(at.timestamp())
    return sign(_lease(pool, place, named, jti, device, issued=issued, nonce=nonce, bound=True), at)


def _lease(
    pool: Pool, place: Place, named: License, jti: str, device: Device, **claims: object
) -> Lease:
    return Lease(  # the claims are the two callers' and typed there
        iss=brand().issuer,
        sub=place.account,
        aud=named.product,
        jti=jti,
        device=device.device_id,
        cnf=Confirmation(thumbprint(bytes(device.public_key))),
        seat=place.seat,
        license=named.license_id,
        owner=None if pool.owner == place.account else pool.owner,
        kind=named.kind.value,
        features=tuple(sorted(named.features)),
        policy=policy_of(pool, place.account).value,
        allow=FULL_USE,
        **{"bound": False, **claims},  # type: ignore[arg-type]  # see above
    )


def sign(lease: Lease, at: datetime) -> str:
    return signed(lease, signer(at))


def signed(lease: Lease, by: Signer) -> str:
    return write_lease(lease, by.key, by.kid)


def _seconds(instant: datetime | None) -> int | None:
    return None if instant is None else int(instant.timestamp())
