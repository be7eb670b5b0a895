"""Before a bound computer is given back: what that means (AIR-6)."""

from __future__ import annotations

from app.language import _
from app.license.picture import Bound, Picture
from app.views.acts import Go, Hand, Screen
from app.views.problem_card import Card, Step
from app.views.seen import Seen


def can_be_given_back(picture: Picture) -> bool:
    """Not while a product works with the seat."""
    return isinstance(picture.standing, Bound) and not picture.use.products


def give_back(seen: Seen) -> Card:
    return Card(
        picture="undo-2",
        tone="warn",
        title=_("Give this computer back?"),
        sentences=(
            _("You save a return file. From then on {product} is read-only on this computer, and "
              "the response file that validated it is used up.").format(product=seen.product),
            _("The seat is free for others once the return file was brought to the portal."),
        ),
        next=Step(_("Give back and save return file"), Hand.GIVE_BACK, "save"),
        others=(Step(_("Keep this computer"), Go(Screen.FACE)),),
    )  # fmt: skip
