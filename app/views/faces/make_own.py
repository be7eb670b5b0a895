"""Before a copied computer becomes one of its own: what that means for the two (LEASE-10)."""

from __future__ import annotations

from app.language import _
from app.license.events import MakeOwnAsked
from app.license.picture import NoticeKind, Picture
from app.views import dates, words
from app.views.acts import Go, Post, Screen
from app.views.problem_card import Card, Step
from app.views.seen import Seen


def can_be_made_own(picture: Picture) -> bool:
    return any(notice.kind is NoticeKind.DUPLICATED for notice in picture.notices)


def make_own(seen: Seen) -> Card:
    return Card(
        picture="copy",
        tone="warn",
        title=_("Make this a computer of its own?"),
        sentences=(
            _("Another computer uses the same seat with the same key: one of the two is a copy, as "
              "a disk image or a copied home folder makes it. Both work on meanwhile."),
            _("Do this on one of them. It asks you to sign in and gets a seat of its own, if one "
              "is free; the other computer keeps the seat that both use now."),
            _reservation(seen),
        ),
        next=Step(_("Make it its own"), Post(MakeOwnAsked()), "copy"),
        others=(Step(_("Leave it as it is"), Go(Screen.FACE)),),
    )  # fmt: skip


def _reservation(seen: Seen) -> str:
    until = words.reserved_until(seen.lease)
    if until is None:
        return ""
    return _("The reservation until {date} stays with the other computer.").format(
        date=dates.moment(until)
    )
