"""Accounts, the devices they signed in on, and the failed sign-ins that lead to a block.

Whether an address is confirmed stands with django-allauth (`EmailAddress.verified`).
"""

from __future__ import annotations

import unicodedata
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models

from contract.ids import make_account_id


class Accounts(BaseUserManager["Account"]):
    """Makes accounts; `get_by_natural_key` takes an address in any case."""

    def create_user(self, email: str, password: str | None = None, **more: object) -> Account:
        account = self.model(email=email, **more)
        account.set_password(password)
        account.save()
        return account

    def create_superuser(self, email: str, password: str, **more: object) -> Account:
        return self.create_user(email, password, is_staff=True, is_superuser=True, **more)

    def get_by_natural_key(self, username: str | None) -> Account:
        return self.get(email=(username or "").strip().lower())


class Account(AbstractBaseUser, PermissionsMixin):
    """One person's account (ACC-1). The public id is a name, never a secret (ID-5)."""

    public_id = models.CharField(max_length=9, unique=True, default=make_account_id, editable=False)
    email = models.EmailField(unique=True)
    name = models.CharField(max_length=60, blank=True)
    language = models.CharField(max_length=2, blank=True)  # empty: not chosen yet
    created_at = models.DateTimeField()
    is_staff = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)

    objects: ClassVar[Accounts] = Accounts()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.email = self.email.strip().lower()
        if self.created_at is None:
            from server.clock import now  # the models load before the clock's settings

            self.created_at = now()
        super().save(*args, **kwargs)

    def set_password(self, raw_password: str | None) -> None:
        super().set_password(_composed(raw_password))

    def check_password(self, raw_password: str) -> bool:
        return bool(super().check_password(_composed(raw_password)))

    def __str__(self) -> str:
        return self.public_id

    def get_full_name(self) -> str:
        return self.name or self.email

    def get_short_name(self) -> str:
        return self.get_full_name()


def _composed(password: str | None) -> str | None:
    """One form for an umlaut: some keyboards and password stores send a letter and its dots."""
    return None if password is None else unicodedata.normalize("NFC", password)


class Device(models.Model):
    """One computer of one operating-system user: its key and platform, never its name (PRI-1)."""

    device_id = models.CharField(max_length=26, unique=True)  # of (product, key): LEASE-6
    product = models.CharField(max_length=64)
    public_key = models.BinaryField(max_length=32)
    platform = models.CharField(max_length=8)
    app_version = models.CharField(max_length=32)
    counter = models.BigIntegerField(default=0)  # highest of its requests and returns (AIR-9)
    first_seen_at = models.DateTimeField()
    last_seen_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.device_id


class Session(models.Model):
    """A signed-in device: its token, stored hashed (SAFE-2)."""

    token_hash = models.CharField(max_length=64, unique=True)  # SHA-256 of 256 random bits
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="sessions")
    device = models.ForeignKey(Device, on_delete=models.PROTECT, related_name="sessions")
    started_at = models.DateTimeField()
    used_at = models.DateTimeField()


class SignInFailures(models.Model):
    """Failed sign-ins in a row for one address of mail from one network address (ACC-4)."""

    email = models.CharField(max_length=254)
    network = models.CharField(max_length=43)  # an IPv4 address, or an IPv6 /64
    count = models.PositiveIntegerField(default=0)
    blocked_until = models.DateTimeField(null=True)
    last_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["email", "network"], name="failures_once_each")
        ]


class SignInPace(models.Model):
    """How far failures from one network address have run ahead of their slow pace (ACC-4)."""

    network = models.CharField(max_length=43, unique=True)
    paid_until = models.DateTimeField()
