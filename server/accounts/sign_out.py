"""Log a device out: its place ends, and its token (SEAT-9)."""

from __future__ import annotations

from server.accounts.models import Session
from server.rulebook.facts import Refusal
from server.seats.log_out import log_out
from server.transaction import one_transaction


@one_transaction
def sign_out(session: Session) -> Refusal | None:
    """Refused for a computer that is bound offline: nothing ends then."""
    refusal = log_out(session.account, session.device)
    if refusal is None:
        Session.objects.filter(pk=session.pk).delete()
    return refusal
