"""Face 6: the email address is not confirmed yet (ACC-2)."""

from __future__ import annotations

from app.language import _
from app.license.events import OtherAccountAsked, ResendAsked, TryAgainAsked
from app.license.picture import Unconfirmed
from app.views.acts import Post
from app.views.problem_card import Card, Step
from app.views.seen import Seen


def unconfirmed(seen: Seen) -> Card:
    standing = seen.picture.standing
    assert isinstance(standing, Unconfirmed)
    sent = (
        _("We have sent the mail to {email} again.")
        if standing.resent
        else _("We have sent a mail to {email}.")
    )
    return Card(
        picture="mail",
        title=_("Confirm your email address"),
        sentences=(
            sent.format(email=standing.email),
            _("Open the link in it, then come back here. Look among unwanted mail, too."),
        ),
        next=Step(_("I have confirmed it"), Post(TryAgainAsked()), "check"),
        others=(
            Step(_("Resend email"), Post(ResendAsked()), "mail"),
            Step(_("Use another account"), Post(OtherAccountAsked()), "user-round"),
        ),
    )
