"""Before logging out: what it ends (a reservation), what it cannot do offline (APP-6, OFF-4)."""

from __future__ import annotations

from app.language import _
from app.license.events import LogOutAllTheSame, LogOutAsked, RemarkRead
from app.views import dates, words
from app.views.acts import Go, Post, Screen
from app.views.problem_card import Card, Step
from app.views.seen import Seen


def ends_reservation(seen: Seen) -> Card:
    ends = words.instant(seen.lease.offline_until) if seen.lease else None
    date = dates.moment(ends) if ends else ""
    return Card(
        picture="log-out",
        tone="warn",
        title=_("Log out and end the reservation?"),
        sentences=(
            _("Your seat is reserved on this computer until {date}.").format(date=date),
            _("Logging out ends that at once: others can take the seat."),
        ),
        next=Step(_("Log out and Restart"), Post(LogOutAsked()), "log-out"),
        others=(Step(_("Stay signed in"), Go(Screen.FACE)),),
    )


def without_connection(_seen: Seen) -> Card:
    return Card(
        picture="wifi-off",
        tone="warn",
        title=_("The seat cannot be freed now"),
        sentences=(
            _("There is no connection to the license server."),
            _("You can log out all the same. The seat stays taken until this computer is online "
              "again; Seatkeeper then frees it by itself."),
        ),
        next=Step(_("Stay signed in"), Post(RemarkRead())),
        others=(Step(_("Log out all the same"), Post(LogOutAllTheSame()), "log-out"),),
    )  # fmt: skip
