"""Face 3: nobody is signed in and the server cannot be reached (AIR-1)."""

from __future__ import annotations

from app.language import _
from app.license.events import TryAgainAsked
from app.views import words
from app.views.acts import Go, Hand, Post, Screen
from app.views.faces import steps
from app.views.problem_card import Card, Step
from app.views.seen import Seen


def no_connection(seen: Seen) -> Card:
    return Card(
        picture="wifi-off",
        title=_("No connection"),
        sentences=(
            words.fault_of(seen.picture.connection),
            _("Does this computer never go online? Validate it offline, with a USB stick and any "
              "other computer. This needs a license without an end date."),
        ),
        next=Step(_("Try again"), Post(TryAgainAsked()), "refresh-cw"),
        others=(
            Step(_("Validate offline"), Go(Screen.OFFLINE), "usb"),
            Step(_("Open response file"), Hand.OPEN_RESPONSE, "file-check"),
            *steps.sign_in_to_network(seen),
            steps.diagnostics(),
        ),
    )  # fmt: skip
