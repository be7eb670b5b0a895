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
        sentences=(fault_words(fault), _what_helps(seen)),
        next=steps.open_response() if _was_bound(seen) else steps.try_again(),
        others=(
            steps.try_again() if _was_bound(seen) else steps.open_response(),
            *((update,) if fault == "too-new" and downloads else ()),
            steps.support(),
        ),
    )


def _was_bound(seen: Seen) -> bool:
    """As far as what lies beside the lease tells; it decides nothing."""
    return seen.license is not None and seen.license.bound


def _what_helps(seen: Seen) -> str:
    if _was_bound(seen):
        return _("It was put aside, not deleted. Open the response file that validated this "
                 "computer once more: it is still good.")  # fmt: skip
    return _("It was put aside, not deleted. With a connection a new one is fetched by itself.")
