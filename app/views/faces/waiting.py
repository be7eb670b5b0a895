"""Faces 10 and 11: standing in line for a seat, and being offered one (SEAT-7)."""

from __future__ import annotations

from app.language import _, ngettext
from app.license.events import LeaveLineAsked, OfferPassed, OfferTaken
from app.license.picture import Waiting
from app.views import dates
from app.views.acts import Post
from app.views.faces import steps
from app.views.problem_card import Card, Step
from app.views.seen import Seen


def waiting(seen: Seen) -> Card:
    standing = seen.picture.standing
    assert isinstance(standing, Waiting)
    return Card(
        picture="list-ordered",
        title=_("You are number {place} in line").format(place=standing.place),
        sentences=(
            _ahead(standing.ahead),
            _("A free seat is offered to you here. You can minimise this window meanwhile."),
        ),
        plain=Step(_("Leave the line"), Post(LeaveLineAsked())),
        others=steps.contact_owner(seen),
    )


def _ahead(others: int) -> str:
    if others == 0:
        return _("You are next.")
    return ngettext("{n} person is ahead of you.", "{n} people are ahead of you.", others)


def offered(seen: Seen) -> Card:
    standing = seen.picture.standing
    assert isinstance(standing, Waiting)
    assert standing.offered_until is not None
    return Card(
        picture="armchair",
        tone="good",
        title=_("A seat is free for you"),
        sentences=(
            _("It is held for you {until}.").format(
                until=dates.until(standing.offered_until, seen.at)
            ),
        ),
        held_until=standing.offered_until,
        next=Step(_("Take the seat"), Post(OfferTaken()), "armchair"),
        others=(Step(_("Let it pass"), Post(OfferPassed())),),
    )
