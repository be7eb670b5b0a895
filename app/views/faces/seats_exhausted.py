"""Face 9: every seat is in use; how many there are, whose they are, whom to ask (SEAT-7)."""

from __future__ import annotations

from app.language import _, ngettext
from app.views.faces import steps
from app.views.owner import owner_of, seats_tried
from app.views.parts.seat_row import Seats
from app.views.problem_card import Card
from app.views.seen import Seen


def seats_exhausted(seen: Seen) -> Card:
    total = seats_tried(seen) or (seen.license.seats if seen.license else 1)
    owner = owner_of(seen)
    whose = (
        _("They belong to {owner}.").format(owner=owner.name or owner.id)
        if owner
        else _("They are all in use by your own computers; close the product on one of them.")
    )
    return Card(
        seats=Seats(total, total, yours=False),
        title=_title(total),
        sentences=(
            whose,
            _("You can open and look at everything. Saving begins as soon as a seat is free."),
        ),
        next=steps.try_again(),
        others=steps.contact_owner(seen),
    )


def _title(total: int) -> str:
    if total == 2:
        return _("Both seats are in use")
    return ngettext("The one seat is in use", "All {n} seats are in use", total)
