"""What support sees of the outbox, and the one thing that it can do there."""

from __future__ import annotations

from datetime import timedelta

from server.clock import now
from server.outbox.loop import ring
from server.outbox.models import Mail

KEPT = timedelta(days=30)  # rows of mails that left, or were given up


def waiting_mails() -> list[dict[str, object]]:
    """Those that have not left, oldest first; nothing of what they say."""
    return [_shown(each) for each in Mail.objects.filter(sent_at__isnull=True).order_by("pk")]


def try_again() -> int:
    """Whatever has not left is due now, what was given up too: the mail server was mended."""
    waiting = Mail.objects.filter(sent_at__isnull=True)
    count = waiting.update(due_at=now(), given_up_at=None, tries=0)
    ring()
    return count


def forget_old_mails() -> int:
    old = now() - KEPT
    gone, _ = Mail.objects.filter(due_at__isnull=True, queued_at__lte=old).delete()
    return gone


def _shown(mail: Mail) -> dict[str, object]:
    return {
        "message_id": mail.message_id,
        "kind": mail.kind,
        "to": mail.to,
        "state": _state(mail),
        "queued_at": mail.queued_at,
        "tries": mail.tries,
        "next_try": mail.due_at,
        "fault": mail.fault,
    }


def _state(mail: Mail) -> str:
    if mail.given_up_at is not None:
        return "given-up"
    return "deferred" if mail.fault else "waiting"
