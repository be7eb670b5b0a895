"""Face 24: this computer gave its seat back; the return file goes to the portal (AIR-6)."""

from __future__ import annotations

from app.language import _
from app.license.events import OtherAccountAsked
from app.license.picture import Air, GivenUp
from app.views import dates
from app.views.acts import Hand, Post
from app.views.faces import steps
from app.views.parts.facts import Fact
from app.views.problem_card import Card, Step
from app.views.seen import Seen


def given_up(seen: Seen) -> Card:
    air = seen.picture.air
    facts: tuple[Fact, ...] = ()
    if isinstance(air, GivenUp):
        where = (Fact(_("Return file"), air.path, is_path=True),) if air.path else ()
        facts = (*where, Fact(_("Given back on"), dates.moment(air.when)))
    return Card(
        picture="undo-2",
        title=_("This computer is given back"),
        sentences=(
            _("Bring the return file to the portal: it frees the seat for others."),
            _("You can open and look at everything."),
        ),
        facts=facts,
        next=Step(_words(air), Hand.SAVE_RETURN, "save"),
        others=(steps.validate_offline(), _sign_in()),
    )


def _words(air: Air) -> str:
    """Where nothing was written yet there is no *again*."""
    written = isinstance(air, GivenUp) and air.path
    return _("Save return file again") if written else _("Save return file")


def _sign_in() -> Step:
    return Step(_("Sign in"), Post(OtherAccountAsked()), "user-round")
