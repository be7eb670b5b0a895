"""Face 21: the seat went elsewhere; who decided, and what can be done now (SEAT-11, 12, 13)."""

from __future__ import annotations

from typing import assert_never

from app.language import _
from app.license.picture import ReadOnly, ReadOnlyWhy
from app.views.faces import steps
from app.views.owner import owner_of
from app.views.problem_card import Card, Step
from app.views.seen import Seen


def seat_lost(seen: Seen) -> Card:
    standing = seen.picture.standing
    assert isinstance(standing, ReadOnly)
    title, sentence = _what_happened(standing.why, _owner(seen))
    first, *others = _steps(standing.why, seen)
    return Card(
        picture="armchair",
        tone="warn",
        title=title,
        sentences=(sentence, _("You can open and look at everything. Nothing is lost.")),
        next=first,
        others=tuple(others),
    )


def _steps(why: ReadOnlyWhy, seen: Seen) -> tuple[Step, ...]:
    """First what helps: whoever was shut out can only ask whose license it is."""
    again, write = steps.try_again(), steps.contact_owner(seen)
    match why:
        case ReadOnlyWhy.MEMBERSHIP_BLOCKED | ReadOnlyWhy.MEMBERSHIP_ENDED:
            return (*write, again)
        case ReadOnlyWhy.FREED | ReadOnlyWhy.POOL_SHRANK:
            return (again, steps.wait_in_line(), *write)
        case ReadOnlyWhy.LICENSE_SUSPENDED:
            return (again, steps.support())
        case _:
            return (again, *write)


def _owner(seen: Seen) -> str:
    owner = owner_of(seen)
    return (owner.name or owner.id) if owner else _("the owner of the license")


def _what_happened(why: ReadOnlyWhy, owner: str) -> tuple[str, str]:
    match why:
        case ReadOnlyWhy.FREED:
            title = _("Your seat was freed")
            return title, _("This was decided by {owner}.").format(owner=owner)
        case ReadOnlyWhy.TAKEN_OVER:
            title = _("Your seat is in use elsewhere")
            return title, _("You have taken it over on another computer or in the browser.")
        case ReadOnlyWhy.POOL_SHRANK:
            title = _("There are fewer seats now")
            return title, _("A license has ended, and its seats with it; yours was one of them.")
        case ReadOnlyWhy.MEMBERSHIP_BLOCKED:
            title = _("Your access is blocked")
            return title, _("This was decided by {owner}.").format(owner=owner)
        case ReadOnlyWhy.MEMBERSHIP_ENDED:
            title = _("You are no longer a member")
            return title, _("You do not belong to the organization of {owner} any more.").format(
                owner=owner
            )
        case ReadOnlyWhy.LICENSE_SUSPENDED:
            title = _("The license is suspended")
            return title, _("Support has suspended it. They can tell you why.")
        case ReadOnlyWhy.WEB_SESSION_OPEN:
            title = _("The web edition is open")
            return title, _("Close it in the browser where you are working, then try again.")
        case (
            ReadOnlyWhy.NO_LICENSE
            | ReadOnlyWhy.PLATFORM_NOT_COVERED
            | ReadOnlyWhy.SEATS_EXHAUSTED
            | ReadOnlyWhy.LAPSED
            | ReadOnlyWhy.RESERVATION_OVER
            | ReadOnlyWhy.LICENSE_ENDED
            | ReadOnlyWhy.TRIAL_OVER
            | ReadOnlyWhy.CLOCK
            | ReadOnlyWhy.LEASE_UNUSABLE
            | ReadOnlyWhy.GIVEN_UP
        ):
            raise ValueError(why)  # these have faces of their own
        case never:
            assert_never(never)
