"""Passwords: how long they may be, and what ends when one is set.

Hashing is argon2's (settings); common and short ones are refused by Django's validators.
"""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from server.accounts.blocks import lift
from server.accounts.models import Account, Session

LONGEST = 256  # characters: what is hashed costs work


class NotTooLong:
    """A validator of Django's kind."""

    def validate(self, password: str, user: Account | None = None) -> None:
        if len(password) > LONGEST:
            raise ValidationError(
                _("This password is too long: at most %(limit)d characters."),
                code="password_too_long",
                params={"limit": LONGEST},
            )

    def get_help_text(self) -> str:
        return ""


def set_password(account: Account, password: str) -> None:
    """Ends the tokens of all devices and every block; the browser that asked stays signed in."""
    account.set_password(password)
    account.save(update_fields=["password"])
    Session.objects.filter(account=account).delete()
    lift(account.email)
