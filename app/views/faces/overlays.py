"""Faces 26 and 27, which lie over any other: logging out, and a desktop that is too old."""

from __future__ import annotations

from app.language import _
from app.license.picture import TooOld
from app.views.acts import OpenLink
from app.views.faces import steps
from app.views.problem_card import Card, Step
from app.views.seen import Seen


def logging_out(_seen: Seen) -> Card:
    return Card(
        picture="log-out",
        title=_("Logging out…"),
        sentences=(_("The seat of this computer is being freed."),),
    )


def too_old(seen: Seen) -> Card:
    connection = seen.picture.connection
    told = connection.download if isinstance(connection, TooOld) else ""
    address = told or seen.downloads
    return Card(
        picture="download",
        title=_("Please update Seatkeeper"),
        sentences=(
            _("The license server needs a newer version of Seatkeeper than this one."),
            _("A seat that you hold goes on working until its end."),
        ),
        next=Step(_("Get the new version"), OpenLink(address), "external-link")
        if address
        else None,
        others=(steps.support(),),
    )
