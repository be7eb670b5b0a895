"""Face 22: the computer's clock is behind what is known to have passed (LEASE-4)."""

from __future__ import annotations

from app.language import _
from app.license.picture import ReadOnly
from app.views import dates
from app.views.faces import steps
from app.views.parts.facts import Fact
from app.views.problem_card import Card
from app.views.seen import Seen


def clock(seen: Seen) -> Card:
    standing = seen.picture.standing
    latest = standing.latest if isinstance(standing, ReadOnly) else None
    facts = [Fact(_("This computer says"), dates.moment(seen.at))]
    if latest is not None:
        facts.append(Fact(_("It must be later than"), dates.moment(latest)))
    return Card(
        picture="clock-alert",
        tone="warn",
        title=_("This computer's clock is wrong"),
        sentences=(
            _("Set date and time right, and saving is on again by itself. A connection to the "
              "internet helps, too."),
        ),
        facts=tuple(facts),
        next=steps.try_again(),
        others=(steps.diagnostics(),),
    )  # fmt: skip
