"""Faces 18 and 19: the time without a connection is over; the connection brings all back."""

from __future__ import annotations

from app.language import _
from app.views import dates, words
from app.views.faces import steps
from app.views.problem_card import Card
from app.views.seen import Seen


def lapsed(seen: Seen) -> Card:
    return Card(
        picture="cloud-off",
        tone="warn",
        title=_("Connect to go on saving"),
        sentences=(
            _("This computer has not reached the license server for a while. As soon as it does, "
              "saving is on again by itself."),
            _("You can open and look at everything. Nothing is lost."),
            words.fault_of(seen.picture.connection),
        ),
        next=steps.try_again(),
        others=(*steps.sign_in_to_network(seen), steps.validate_offline(), steps.diagnostics()),
    )  # fmt: skip


def reservation_over(seen: Seen) -> Card:
    ended = words.instant(seen.lease.offline_until or seen.lease.exp) if seen.lease else None
    return Card(
        picture="calendar-clock",
        tone="warn",
        title=_("The reservation is over"),
        sentences=(
            _("Your seat was reserved until {date}.").format(date=dates.moment(ended))
            if ended
            else _("The date of your reservation has passed."),
            _("Connect to the internet, and saving is on again by itself. Nothing is lost."),
        ),
        next=steps.try_again(),
        others=(*steps.sign_in_to_network(seen), steps.validate_offline(), steps.diagnostics()),
    )
