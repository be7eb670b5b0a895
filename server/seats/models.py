"""Places: which computer of which account sits in which pool, and until when."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from contract.ids import make_seat_id


class Place(models.Model):
    """One row for (account, device), used again by its next place; what was stands in the journal.

    Whether it is taken follows from its instants at the moment of asking: no clerk ends it.
    """

    account = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="places",
        db_index=False,  # place_once_each begins with it
    )
    device = models.ForeignKey("accounts.Device", on_delete=models.PROTECT, related_name="places")
    pool = models.ForeignKey(
        "licenses.Pool",
        on_delete=models.PROTECT,
        related_name="places",
        db_index=False,  # place_due begins with it
    )
    license = models.ForeignKey(  # named by a reservation or a binding alone (SEAT-11)
        "licenses.License",
        null=True,
        on_delete=models.PROTECT,
        related_name="places",
        db_index=False,  # place_named has those that name one
    )
    seat = models.CharField(max_length=22, default=make_seat_id)  # SEAT-15
    began_at = models.DateTimeField()
    last_contact_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    closed_because = models.CharField(max_length=16, blank=True)  # told as `because` of seat-lost
    reserved_until = models.DateTimeField(null=True)  # OFF-1
    bound_at = models.DateTimeField(null=True)  # AIR-6
    bound_nonce = models.CharField(max_length=22, blank=True)  # newest answered (AIR-3)
    counter_fell_at = models.DateTimeField(null=True)  # a request counted lower (AIR-9)
    bound_lease = models.TextField(blank=True)  # given again for the same nonce
    lease_exp = models.DateTimeField(null=True)  # of the newest lease
    lease_jti = models.CharField(max_length=22, blank=True)
    previous_jti = models.CharField(max_length=22, blank=True)
    stray_jti = models.CharField(max_length=22, blank=True)  # LEASE-10
    told_jti = models.CharField(max_length=22, blank=True)
    nickname = models.CharField(max_length=60, blank=True)  # the person's own word (PRI-1)
    # What it adds to its pool's tally (server/rulebook/tally.py)
    counts_as = models.CharField(max_length=8, blank=True)
    passes = models.DateTimeField(null=True)
    due = models.DateTimeField(null=True)
    renewal = models.ForeignKey(  # what a contact comes to; none: it is decided
        "Renewal",
        null=True,
        on_delete=models.DO_NOTHING,  # one that is gone renews nothing
        db_constraint=False,
        db_index=False,  # a contact changes no index
        related_name="+",
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["account", "device"], name="place_once_each"),
            models.UniqueConstraint(fields=["seat"], name="place_seat_once"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["pool", "due"], name="place_due"),
            models.Index(
                fields=["pool", "id"], name="place_page", condition=~models.Q(counts_as="")
            ),
            models.Index(
                fields=["pool", "-closed_at"],
                name="place_ended",
                condition=models.Q(closed_at__isnull=False),
            ),
            models.Index(
                fields=["license"], name="place_named", condition=models.Q(license__isnull=False)
            ),
            models.Index(
                fields=["pool", "reserved_until"],
                name="place_reserved",
                condition=models.Q(reserved_until__isnull=False),
            ),
            models.Index(
                fields=["pool"], name="place_bound", condition=models.Q(bound_at__isnull=False)
            ),
        ]


class InLine(models.Model):
    """One person in the line of one full pool (SEAT-7). The row goes when they leave or are given
    a seat; what else ends a standing or an offer follows from its instants."""

    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+"
    )
    pool = models.ForeignKey("licenses.Pool", on_delete=models.CASCADE, related_name="line")
    since = models.DateTimeField()
    heard_at = models.DateTimeField()
    offered_until = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["pool", "account"], name="in_line_once_each")
        ]


class Renewal(models.Model):
    """What the rulebook said of contacts, for the places of one side and platform in a pool.

    It holds for one version of the pool and under one set of terms; server/seats/renew.py carries
    it out. A row is never changed.
    """

    pool = models.ForeignKey("licenses.Pool", on_delete=models.CASCADE, related_name="+")
    version = models.BigIntegerField()
    terms = models.CharField(max_length=16)
    own = models.BooleanField()  # of the owner's places
    platform = models.CharField(max_length=8)
    until = models.DateTimeField()
    span = models.PositiveIntegerField()  # seconds from a contact to its lease's end
    answer = models.TextField()  # of a contact, but for what is each place's own

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["pool", "version", "terms", "own", "platform"], name="renewal_once_each"
            )
        ]


class Freeing(models.Model):
    """A place that was freed by hand: both kinds are counted (ORG-12, SEAT-14)."""

    account = models.ForeignKey(  # whose place it was
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+"
    )
    pool = models.ForeignKey("licenses.Pool", on_delete=models.CASCADE, related_name="+")
    by_owner = models.BooleanField()  # else by the person: their computer was lost
    at = models.DateTimeField()


class Returned(models.Model):
    """A bound computer that gave its seat back, on its own word (AIR-6, AIR-10)."""

    device = models.ForeignKey("accounts.Device", on_delete=models.PROTECT, related_name="+")
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+"
    )
    license = models.ForeignKey(
        "licenses.License", on_delete=models.PROTECT, related_name="returns"
    )
    pool = models.ForeignKey("licenses.Pool", on_delete=models.CASCADE, related_name="+")
    seat = models.CharField(max_length=22)
    nonce = models.CharField(max_length=22)
    counter_fell = models.BooleanField(default=False)  # it counted lower than before (AIR-9)
    by_support = models.BooleanField(default=False)  # not counted against the license
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["device", "seat", "nonce"], name="returned_once_each")
        ]
