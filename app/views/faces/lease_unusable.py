"""Face 23: the license file of this computer cannot be used; plain words by fault (LEASE-5)."""

from __future__ import annotations

from app.language import _
from app.license.picture import ReadOnly
from app.views.acts import OpenLink
from app.views.faces import steps
from app.views.problem_card import Card, Step
from app.views.remarks import fault_words
from app.views.seen import Seen


def lease_unusable(seen: Seen) -> Card:
    standing = seen.picture.standing
    fault = standing.fault if isinstance(standing, ReadOnly) else ""
    downloads = seen.downloads
    update = Step(_("Update Seatkeeper"), OpenLink(downloads), "download")
    return Card(
        picture="file-x",
        tone="warn",
        title=_("The license file cannot be used"),
        sentences=(
            fault_words(fault),
            _("It was put aside, not deleted. With a connection a new one is fetched by itself."),
        ),
        next=steps.try_again(),
        others=(
            steps.open_response(),
            *((update,) if fault == "too-new" and downloads else ()),
            steps.support(),
        ),
    )
