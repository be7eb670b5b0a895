"""`/api/v1/session` and the mail that confirms an address: signing in on a device."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec

from contract.wire.message import Message, Text

Platform = Literal["windows", "macos", "linux", "web"]


class Device(Message, frozen=True):
    """The computer that signs in; `id` is checked against the key (LEASE-6)."""

    id: Annotated[str, msgspec.Meta(max_length=64)]
    public_key: Annotated[str, msgspec.Meta(max_length=64)]
    platform: Platform
    app_version: Annotated[str, msgspec.Meta(max_length=64)]
    product: Annotated[str, msgspec.Meta(max_length=64)] | None = None


class SignIn(Message, frozen=True):
    """By email and password, or by what the browser sign-in gave."""

    device: Device
    email: Text | None = None
    password: Text | None = None
    access_token: Annotated[str, msgspec.Meta(max_length=4000)] | None = None


class SecondFactor(Message, frozen=True):
    challenge: Text
    code: Text


class Account(Message, frozen=True):
    id: str
    name: str
    email: str
    language: str


class SignedIn(Message, frozen=True):
    token: str
    account: Account


class ConfirmationMail(Message, frozen=True):
    email: Text
