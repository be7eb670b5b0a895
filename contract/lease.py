"""The lease: what a computer holds and what it may do follows from (LEASE-1, LEASE-3, LEASE-5).

Checked here is everything that does not depend on the time: whose it is, for whom, and whether
it is what was signed. Whether it is still good at an instant is the desktop's to say. Order of
checks, so that each fault gets its own words: form, algorithm and kind (`jws.unfold`), key,
signature, what is critical, claims, server, product, device, account.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Annotated, Any, Literal

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from contract.faults import Fault
from contract.jws import Envelope, asks_for_more, is_signed_by, read_members, seal, unfold
from contract.keys import KeyStatement, SigningKey

__all__ = ["Confirmation", "Fault", "Holder", "Lease", "read_lease", "write_lease"]

TYP = "seatkeeper-lease+jwt"
LIMIT = 4096

NumericDate = Annotated[int, msgspec.Meta(ge=0, le=253_402_300_799)]
"""Whole seconds since 1970 (RFC 7519 2), up to the last of the year 9999."""


class Confirmation(msgspec.Struct, frozen=True):
    """RFC 7800 3.1: the thumbprint of the key that the device can prove to have."""

    jkt: str


class Lease(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The claims. `exp`, `nbf`, `iat` are all there, or none: then it is bound for good."""

    iss: str  # the vendor's issuer id
    sub: str  # account id
    aud: str  # product id
    jti: str
    device: str
    cnf: Confirmation
    seat: str
    license: str
    kind: str
    policy: Literal["owner", "member"]
    features: tuple[str, ...]
    allow: tuple[str, ...]  # of "use", "save", "export"
    bound: bool
    exp: NumericDate | None = None
    nbf: NumericDate | None = None
    iat: NumericDate | None = None
    issued: NumericDate | None = None  # of a bound one, in place of `iat`
    nonce: str | None = None  # of a bound one: the response's must equal it
    owner: str | None = None  # account id, only when it is somebody else
    license_ends: NumericDate | None = None
    last_day: date | None = None
    offline_until: NumericDate | None = None

    @property
    def is_reserved(self) -> bool:
        return self.offline_until is not None

    @property
    def is_trial(self) -> bool:
        return self.kind == "trial"

    @property
    def ends_at(self) -> datetime | None:
        """From this instant on it allows nothing; None: it depends on no clock."""
        return _instant(self.exp)

    @property
    def issued_at(self) -> datetime | None:
        return _instant(self.issued if self.bound else self.iat)

    @property
    def license_ends_at(self) -> datetime | None:
        return _instant(self.license_ends)

    @property
    def offline_until_at(self) -> datetime | None:
        return _instant(self.offline_until)


class Holder(msgspec.Struct, frozen=True):
    """Who reads a lease. Without an account, one of any account is this computer's own."""

    issuer: str
    product: str
    device: str
    account: str | None = None
    jkt: str | None = None  # thumbprint of the device key, where the reader has it at hand


def write_lease(lease: Lease, private_key: Ed25519PrivateKey, kid: str) -> str:
    """The signed lease; `ValueError` for one that no reader would take."""
    if not _times_are_whole(lease):
        raise ValueError("a lease has exp, nbf and iat, or it is bound and has issued and nonce")
    token = seal(msgspec.json.encode(lease), TYP, private_key, kid)
    if len(token) > LIMIT:
        raise ValueError(f"a lease of {len(token)} characters, more than {LIMIT}")
    return token


def read_lease(token: str | bytes, keys: KeyStatement, holder: Holder) -> Lease | Fault:
    """The lease, if it is whole, genuine and this holder's; else the first fault."""
    envelope = unfold(token, TYP, LIMIT)
    if isinstance(envelope, Fault):
        return envelope
    key = keys.key(envelope.kid)
    if key is None:
        return Fault.UNKNOWN_KEY
    fault = _fault_of_signature(envelope, key)
    if fault is not None:
        return fault
    lease = _lease_of(envelope.payload)
    if lease is None:
        return Fault.DAMAGED
    if _is_signed_too_late(lease, key):
        return Fault.UNKNOWN_KEY
    return _fault_of_holder(lease, holder) or lease


def _fault_of_signature(envelope: Envelope, key: SigningKey) -> Fault | None:
    if not is_signed_by(envelope, key.public):
        return Fault.FORGED
    return Fault.TOO_NEW if asks_for_more(envelope) else None


def _lease_of(payload: bytes) -> Lease | None:
    """The claims, typed: `true` is no number, and `null` is not the same as left out."""
    claims = read_members(payload)
    if claims is None or _has_a_null(claims):
        return None
    try:
        lease = msgspec.convert(claims, Lease)
    except msgspec.ValidationError:
        return None
    return lease if _times_are_whole(lease) else None


def _has_a_null(claims: Mapping[str, Any]) -> bool:
    return any(claims.get(name, name) is None for name in Lease.__struct_fields__)


def _times_are_whole(lease: Lease) -> bool:
    times: tuple[object, ...] = (lease.exp, lease.nbf, lease.iat)
    binding: tuple[object, ...] = (lease.issued, lease.nonce)
    ends: tuple[object, ...] = (lease.license_ends, lease.offline_until)
    if lease.bound:
        return _all_there(binding) and _none_there(times + ends)
    return _all_there(times) and _none_there(binding)


def _all_there(values: tuple[object, ...]) -> bool:
    return all(value is not None for value in values)


def _none_there(values: tuple[object, ...]) -> bool:
    return all(value is None for value in values)


def _is_signed_too_late(lease: Lease, key: SigningKey) -> bool:
    """By a key whose signing had ended then; what it signed before stays good (SUP-3)."""
    signed = lease.issued if lease.bound else lease.iat
    return key.not_after is not None and signed is not None and signed > key.not_after


def _fault_of_holder(lease: Lease, holder: Holder) -> Fault | None:
    """Product before device: a device's id is another one for each product."""
    if lease.iss != holder.issuer:
        return Fault.OTHER_SERVER
    if lease.aud != holder.product:
        return Fault.OTHER_PRODUCT
    if lease.device != holder.device or holder.jkt not in (None, lease.cnf.jkt):
        return Fault.OTHER_DEVICE
    if holder.account not in (None, lease.sub):
        return Fault.OTHER_ACCOUNT
    return None


def _instant(seconds: int | None) -> datetime | None:
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC)
