"""Licenses, the pools that they form, and the active days of trials."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models

from contract.ids import make_license_id


class Pool(models.Model):
    """One owner's licenses with the same product, platforms, features and class (LIC-5).

    The unit of contention: who changes seats locks this row first. `pool_class` is "shared"
    for the kinds that may be shared, else the personal kind itself.
    """

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="pools"
    )
    product = models.CharField(max_length=64)
    platforms = models.CharField(max_length=40)  # sorted, comma between
    features = models.CharField(max_length=400, blank=True)  # sorted, comma between
    pool_class = models.CharField(max_length=12)
    offline_days = models.PositiveIntegerField(null=True)  # the owner's own maximum (OFF-2)
    offline_seats = models.PositiveIntegerField(null=True)  # quota (OFF-8)
    members_may_bind = models.BooleanField(default=False)  # AIR-5
    settled_at = models.DateTimeField(null=True)  # who lost a place until then is stored
    over = models.BooleanField(default=False)  # more was taken then than there was
    version = models.BigIntegerField(default=0)  # rises with what concerns all of its places
    # SEAT-0's terms of all places that count, changed with each of them (server/seats/tally.py)
    members = models.IntegerField(default=0)
    desktops = models.IntegerField(default=0)
    web = models.IntegerField(default=0)
    bound = models.IntegerField(default=0)
    passing_end = models.DateTimeField(null=True)  # the next end of a license,
    passing = models.IntegerField(default=0)  # and members' leases that are good beyond it
    counted_by = models.CharField(max_length=40, blank=True)  # these terms; others: count anew

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["owner", "product", "platforms", "features", "pool_class"],
                name="pool_once_each",
            )
        ]

    def save(self, *args: Any, **kwargs: Any) -> None:
        super().save(*args, **kwargs)
        _raise_versions(self.pk)


def _raise_versions(*numbers: int | None) -> None:
    from server.licenses.pools import raise_versions  # it speaks of these models

    raise_versions(number for number in numbers if number is not None)


class License(models.Model):
    """A license; without an owner until its key is activated (LIC-3, LIC-4).

    The key is found by its keyed hash and read back only with the master secret, which is not
    in the database (SAFE-2). A trial is a license without a key.
    """

    license_id = models.CharField(
        max_length=9, unique=True, default=make_license_id, editable=False
    )
    key_hash = models.CharField(max_length=64, unique=True, null=True)
    key_sealed = models.BinaryField(null=True)
    kind = models.CharField(max_length=12)
    seats = models.PositiveIntegerField()
    product = models.CharField(max_length=64)
    platforms = models.CharField(max_length=40)
    features = models.CharField(max_length=400, blank=True)
    last_day = models.DateField(null=True)  # shown
    ends_at = models.DateTimeField(null=True)  # decides: midnight after it, in the vendor's zone
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="licenses"
    )
    pool = models.ForeignKey(Pool, null=True, on_delete=models.PROTECT, related_name="licenses")
    created_at = models.DateTimeField()
    activated_at = models.DateTimeField(null=True)
    suspended_at = models.DateTimeField(null=True)
    purchase_number = models.CharField(max_length=64, blank=True)
    purchased_on = models.DateField(null=True)
    cancel_url = models.URLField(blank=True)

    pool_before: int | None = None  # as its row says

    @classmethod
    def from_db(cls, *args: Any, **kwargs: Any) -> License:
        row: License = super().from_db(*args, **kwargs)
        row.pool_before = row.__dict__.get("pool_id")
        return row

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Whatever changes a license changes what its pool gives, and the one that it leaves."""
        super().save(*args, **kwargs)
        _raise_versions(self.pool_before, self.pool_id)
        self.pool_before = self.pool_id

    def __str__(self) -> str:
        return self.license_id


class TrialDay(models.Model):
    """An active day of a trial that was begun (TRI-2)."""

    license = models.ForeignKey(License, on_delete=models.CASCADE, related_name="trial_days")
    began_at = models.DateTimeField()
    ends_at = models.DateTimeField()


class WrongKey(models.Model):
    """A key or code that was tried and is none of ours: counted for an hour (SAFE-4)."""

    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="wrong_keys"
    )
    network = models.CharField(max_length=43, blank=True)
    at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["account", "at"], name="wrong_key_by_account"),
            models.Index(fields=["network", "at"], name="wrong_key_by_network"),
        ]
