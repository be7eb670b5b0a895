"""Password reset: the token in the mailed link. The pages and the flow are django-allauth's."""

from __future__ import annotations

from datetime import datetime

from allauth.account.forms import EmailAwarePasswordResetTokenGenerator

from server.clock import now


class ResetTokens(EmailAwarePasswordResetTokenGenerator):
    """Works once (the hash covers the password and the last sign-in) and expires by our clock."""

    def _now(self) -> datetime:
        return now().replace(tzinfo=None)
