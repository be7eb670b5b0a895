"""The keys that sign leases, sealed under the master secret, and the statements about them."""

from __future__ import annotations

from django.db import models


class SigningKey(models.Model):
    kid = models.CharField(max_length=43, unique=True)  # RFC 7638 thumbprint
    public_key = models.BinaryField(max_length=32)
    private_sealed = models.BinaryField()
    created_at = models.DateTimeField()
    not_after = models.DateTimeField(null=True)  # signs no more; old leases stay good for checking
    revoked_at = models.DateTimeField(null=True)


class KeyStatement(models.Model):
    """What a root signed about the keys (LEASE-7). The highest version counts."""

    version = models.PositiveIntegerField(unique=True)
    token = models.TextField()
    issued_at = models.DateTimeField()
