"""Renewals as rows, kept by the verb that decided, with what the answers have in common.

`answer` of a renewed place is the same that the verb would give: what differs between the
places of a renewal (whose, where, which lease) and what depends on the instant is put in.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache, lru_cache
from typing import Any, NamedTuple

import msgspec
from django.conf import settings

from contract import wire
from contract.keys import thumbprint
from contract.lease import Confirmation, Lease
from contract.wire.license import License as LicenseShown
from contract.wire.seat import SeatAnswer
from server.config.brand import brand
from server.licenses.pools import raise_versions
from server.ready import Ready
from server.rulebook.facts import License, Place, Pool
from server.rulebook.renewals import Renewal, renewal
from server.rulebook.reservations import Limits, limits, offer_within
from server.seats import models
from server.seats.shown import license_shown, offline_shown


class Kept(msgspec.Struct, frozen=True):
    """The answer of the contact that was decided, as far as the others' will be the same."""

    lease: Lease
    license: LicenseShown
    limits: Limits  # what a reservation is offered within
    next_contact_in: int


@dataclass(frozen=True, slots=True)
class Renewed:
    """A place that a statement renewed, and whose it is."""

    seat: str
    jti: str
    at: datetime
    lease_exp: datetime
    account: str
    device: str
    public_key: bytes
    renewal: int
    answer: str  # `Kept`, as it was written
    kid: str  # of the key that signs
    private_sealed: bytes


def keep_renewal(
    pool: Pool,
    place: Place,
    named: License,
    lease: Lease,
    contact: int,
    known: Sequence[tuple[int, datetime]],
    at: datetime,
) -> int | None:
    """The number of the renewal that this place goes by from now on; None: it is decided."""
    decided = renewal(pool, place, settings.TERMS, at)
    if decided is None:
        return None
    if not known:
        shown = license_shown(pool, place, named, at)
        kept = Kept(lease, shown, limits(pool, place, settings.TERMS, at), contact)
        return _stored(pool, place, decided, kept)
    ((number, until),) = known
    if until == decided.until:
        return number
    raise_versions([pool.number])  # what bounded it is over: a license, a trial's day
    return None


def _stored(pool: Pool, place: Place, decided: Renewal, kept: Kept) -> int:
    """The row, in place of those of earlier versions."""
    models.Renewal.objects.filter(pool_id=pool.number, version__lt=pool.version).delete()
    row = models.Renewal.objects.create(
        pool_id=pool.number,
        version=pool.version,
        terms=terms_mark(),
        own=place.account == pool.owner,
        platform=place.platform.value,
        until=decided.until,
        span=int(decided.span.total_seconds()),
        answer=wire.encode(kept).decode(),
    )
    return int(row.id)


def known_renewal(pool: Pool, place: Place) -> tuple[Ready, tuple[Any, ...]]:
    """The question for the renewal that places like this one go by."""
    own, platform = place.account == pool.owner, place.platform.value
    return _KNOWN[own], (pool.number, pool.version, terms_mark(), platform)


def _known(own: bool) -> Ready:
    return Ready(
        lambda pool, version, terms, platform: models.Renewal.objects.filter(
            pool_id=pool, version=version, terms=terms, own=own, platform=platform
        ).values_list("id", "until")
    )


_KNOWN = {own: _known(own) for own in (True, False)}


@cache
def terms_mark() -> str:
    """Another one for other terms: what was decided under those is decided anew."""
    said = f"{settings.TERMS!r} {brand().issuer} {Kept.__struct_fields__} {Lease.__struct_fields__}"
    return hashlib.sha256(said.encode()).hexdigest()[:16]


class Common(NamedTuple):
    """What the answers of a renewal have in common in one second."""

    lease: Lease
    license: msgspec.Raw  # written once for all of them
    next_contact_in: int


def common_of(renewed: Renewed) -> Common:
    """An offer goes by whole seconds (LIC-5, OFF-2), and so does what is kept of it here."""
    return _common(renewed.renewal, renewed.answer, renewed.at.replace(microsecond=0))


@lru_cache(maxsize=200)
def _common(_: int, answer: str, second: datetime) -> Common:
    kept = wire.decode(answer, Kept)
    offline = offline_shown(offer_within(kept.limits, settings.TERMS, second), None)
    shown = msgspec.structs.replace(kept.license, offline=offline)
    return Common(kept.lease, msgspec.Raw(wire.encode(shown)), kept.next_contact_in)


def answer_of(renewed: Renewed, common: Common, lease: str) -> SeatAnswer:
    return SeatAnswer(
        seat=renewed.seat,
        lease=lease,
        license=common.license,  # type: ignore[arg-type]  # it is one, written already
        notices=[],
        next_contact_in=common.next_contact_in,
        server_time=renewed.at,
    )


def lease_of(renewed: Renewed, common: Common) -> Lease:
    issued = int(renewed.at.timestamp())
    return msgspec.structs.replace(
        common.lease,
        sub=renewed.account,
        device=renewed.device,
        cnf=Confirmation(thumbprint(renewed.public_key)),
        seat=renewed.seat,
        jti=renewed.jti,
        iat=issued,
        nbf=issued,
        exp=int(renewed.lease_exp.timestamp()),
    )
