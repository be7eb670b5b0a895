"""Face 5: too many wrong passwords from here; until when, and what ends it sooner (ACC-4)."""

from __future__ import annotations

from app.language import _
from app.license.events import TryAgainAsked
from app.license.picture import SignedOut
from app.views import dates
from app.views.acts import OpenLink, Post
from app.views.problem_card import Card, Step
from app.views.seen import Seen


def sign_in_blocked(seen: Seen) -> Card:
    standing = seen.picture.standing
    ends = standing.until if isinstance(standing, SignedOut) else None
    return Card(
        picture="hourglass",
        tone="warn",
        title=_("Too many tries with a wrong password"),
        sentences=(
            _("Signing in from here is possible again {when}.").format(
                when=dates.on(ends, seen.at)
            )
            if ends
            else _("Signing in from here is possible again in a while."),
            _("A new password ends the wait at once. Other computers are not affected."),
        ),
        next=Step(_("Choose a new password"), OpenLink(f"{seen.portal}/profile/reset-password"),
                  "external-link"),
        others=(Step(_("Try again"), Post(TryAgainAsked()), "refresh-cw"),),
    )  # fmt: skip
