"""Who may use whose licenses: an owner's invite code, and the members who came by it."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from contract.ids import make_invite_code


class Organization(models.Model):
    """An owner of shareable licenses, as others meet it (ORG-1)."""

    owner = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="organization"
    )
    invite_code = models.CharField(max_length=17, unique=True, default=make_invite_code)


class ReplacedCode(models.Model):
    """An invite code that stopped. It is nobody's any more, and will be nobody's again."""

    invite_code = models.CharField(max_length=17, unique=True)


class Membership(models.Model):
    """One row for (owner, member). Joining again after an end uses the same row."""

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="members"
    )
    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="memberships"
    )
    joined_at = models.DateTimeField()
    blocked_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)  # deleted by the owner, or left

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["owner", "member"], name="membership_once_each")
        ]
        indexes: ClassVar = [models.Index(fields=["owner", "joined_at", "id"], name="member_page")]
