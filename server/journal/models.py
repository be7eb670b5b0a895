"""The journal: who did what, when and why. Written in the act's own transaction, or not done."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class Entry(models.Model):
    at = models.DateTimeField()
    actor = models.ForeignKey(  # none: support's command, the shop, or time
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    role = models.CharField(max_length=12)  # account, support, shop, system
    act = models.CharField(max_length=40)  # seat-taken, license-activated, member-blocked …
    account = models.ForeignKey(  # whom it was done to
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    license_id = models.CharField(max_length=9, blank=True)
    seat = models.CharField(max_length=22, blank=True)
    reason = models.CharField(max_length=400, blank=True)
    details = models.JSONField(default=dict)
