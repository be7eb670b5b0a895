"""What is being waited for, in words."""

from __future__ import annotations

from typing import assert_never

from app.language import _
from app.license.picture import Busy, Intent, Next


def under_way(work: Busy, then: Next | None) -> str:
    """And what follows, so that nobody clicks a second time."""
    now = work_words(work.intent)
    if then is None:
        return now
    return _("{now} Next: {then}").format(now=now, then=work_words(then.intent))


def work_words(intent: Intent) -> str:
    match intent:
        case Intent.SIGN_IN:
            return _("Signing in…")
        case Intent.RESEND:
            return _("Sending the mail again…")
        case Intent.ASK:
            return _("Asking for a seat…")
        case Intent.LICENSE:
            return _("Reading your license…")
        case Intent.CHECK:
            return _("Checking for an updated license…")
        case Intent.TRY_AGAIN:
            return _("Trying to reach the license server…")
        case Intent.EXTEND:
            return _("Reserving your seat…")
        case Intent.RETURN_EARLY:
            return _("Ending the reservation…")
        case Intent.WAIT:
            return _("Joining the line…")
        case Intent.LEAVE_LINE:
            return _("Leaving the line…")
        case Intent.TAKE_OFFER:
            return _("Taking the seat…")
        case Intent.REQUEST:
            return _("Writing the request…")
        case Intent.DISCARD:
            return _("Discarding the request…")
        case Intent.RESPONSE:
            return _("Reading the response…")
        case Intent.GIVE_BACK:
            return _("Giving this computer back…")
        case Intent.LOG_OUT:
            return _("Logging out…")
        case Intent.MAKE_OWN:
            return _("Making this a computer of its own…")
        case never:
            assert_never(never)
