"""Face 8: signed in, and there is no license for this account or this platform."""

from __future__ import annotations

from app.language import _
from app.license.events import CheckAsked
from app.license.picture import ReadOnly, ReadOnlyWhy
from app.views.acts import OpenLink, Post
from app.views.faces.steps import validate_offline
from app.views.problem_card import Card, Step
from app.views.seen import Seen


def no_license(seen: Seen) -> Card:
    standing = seen.picture.standing
    other = isinstance(standing, ReadOnly) and standing.why is ReadOnlyWhy.PLATFORM_NOT_COVERED
    return Card(
        picture="key-round",
        title=_("Your license is for other systems") if other else _("No license yet"),
        sentences=(
            _("Your license does not cover this operating system.")
            if other
            else _("Enter a license key or an invite code on the portal, or begin a free trial."),
            _("Until then you can open and look at everything; saving is off."),
        ),
        next=Step(_("Open the portal"), OpenLink(f"{seen.portal}/licenses"), "external-link"),
        others=(
            Step(_("Check for Updated License"), Post(CheckAsked()), "refresh-cw"),
            validate_offline(),
        ),
    )
