"""The vendor's shop: the keys that it calls with, its orders, and the buyers' tokens it used."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class ShopKey(models.Model):
    """Shown once, stored hashed (SAFE-2)."""

    key_hash = models.CharField(max_length=64, unique=True)  # SHA-256 of 256 random bits
    name = models.CharField(max_length=60, blank=True)
    created_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)


class Order(models.Model):
    """One license that a shop asked for.

    It remembers the `Idempotency-Key` and what was asked under it, both hashed. The answer is
    made again from the license, whose key is sealed: no second copy of it lies here.
    """

    shop = models.ForeignKey(ShopKey, on_delete=models.PROTECT, related_name="orders")
    key_hash = models.CharField(max_length=64, null=True)  # none: each call makes a license
    body_hash = models.CharField(max_length=64)
    license = models.ForeignKey("licenses.License", on_delete=models.CASCADE, related_name="orders")
    activated = models.BooleanField()
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["shop", "key_hash"], name="order_once_each")
        ]


class UsedBuyerToken(models.Model):
    """A buyer's token works once (LIC-7)."""

    jti = models.CharField(max_length=22, unique=True)
    used_at = models.DateTimeField()
