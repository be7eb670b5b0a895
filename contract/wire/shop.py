"""`/api/v1/shop/licenses`: what the vendor's shop asks for (LIC-7, LIC-10)."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import msgspec

from contract.wire.message import Message, Text


class LicenseWanted(Message, frozen=True):
    kind: str
    seats: Annotated[int, msgspec.Meta(ge=1, le=1_000_000)]
    product: Text
    platforms: list[str] | None = None
    features: list[str] | None = None
    expires_on: date | None = None
    email: Text | None = None
    buyer: Text | None = None
    purchase_number: Text | None = None
    cancel_url: Text | None = None
    language: Text | None = None  # of the mail with the key: en, de, es


class LicenseMade(Message, frozen=True):
    license_id: str
    license_key: str
    activated: bool


class LicenseChange(Message, frozen=True):
    """What is left out stays; `expires_on: null` makes it perpetual."""

    expires_on: date | msgspec.UnsetType | None = msgspec.UNSET
    suspended: bool | msgspec.UnsetType = msgspec.UNSET


class LicenseState(Message, frozen=True):
    """What became of it; without `expires_on` it is perpetual."""

    license_id: str
    kind: str
    seats: int
    activated: bool
    suspended: bool
    expires_on: date | None = None
