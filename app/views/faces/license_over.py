"""Face 20: the license or the trial has ended (LIC-9): everything can still be looked at."""

from __future__ import annotations

from app.language import _
from app.license.picture import ReadOnly, ReadOnlyWhy
from app.views import dates, words
from app.views.faces import steps
from app.views.problem_card import Card
from app.views.seen import Seen


def license_over(seen: Seen) -> Card:
    standing = seen.picture.standing
    trial = isinstance(standing, ReadOnly) and standing.why is ReadOnlyWhy.TRIAL_OVER
    return Card(
        picture="calendar-clock",
        tone="warn",
        title=_("Your trial is over") if trial else _("The license has ended"),
        sentences=(
            _when(seen, trial=trial),
            _("You can open and look at everything, now and later; only saving needs a license."),
        ),
        next=steps.open_portal(seen, _("Get a license")),
        others=(steps.check(), *steps.contact_owner(seen)),
    )


def _when(seen: Seen, *, trial: bool) -> str:
    if trial:
        return _("All its days are used, or its last day has passed.")
    if seen.license is not None and seen.license.last_day is not None:
        return _("Its last day was {date}.").format(date=dates.day(seen.license.last_day))
    ended = words.instant(seen.lease.license_ends) if seen.lease else None
    if ended is not None:
        return _("It ended on {date}.").format(date=dates.moment(ended))
    return _("It can no longer be used for working.")
