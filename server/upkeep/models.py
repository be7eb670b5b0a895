"""What a database knows about the server that began it."""

from __future__ import annotations

from django.db import models


class MasterSecret(models.Model):
    """Which master secret the sealed rows need: a keyed hash, which tells nothing of it."""

    fingerprint = models.CharField(max_length=64)
