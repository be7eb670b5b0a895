"""What the tray shows of a picture, as a value: the sign, the tip, the menu (APP-2, APP-4)."""

from __future__ import annotations

from enum import Enum, auto

from msgspec import Struct

from app.language import _
from app.license.face import Face, face
from app.license.picture import Bound, SignedOut, SigningIn, Starting, Unconfirmed
from app.license.telling import WARNINGS, Sign, sign
from app.views import dates, words
from app.views.acts import Act, Go, Hand, Screen
from app.views.notices import strips
from app.views.problem_card import Card
from app.views.seen import Seen
from app.views.window import WITH_LICENSE_PAGE, content


class TrayAct(Enum):
    SHOW = auto()  # bring the window up
    QUIT = auto()  # as closing the window does


class Item(Struct, frozen=True):
    """A line of the menu; without an act it only says something, empty it parts the lines."""

    words: str = ""
    act: Act | TrayAct | None = None


class Shown(Struct, frozen=True):
    sign: Sign
    tip: str
    items: tuple[Item, ...]


SAYING_UNTIL_WHEN = {Face.TRIAL, Face.BRIDGING, Face.BOUND}
"""The welcome screens whose sentence has the time; of the others the license has it."""

WITH_A_TIME = {Face.STARTING, Face.SIGN_IN_BLOCKED, Face.WAITING, Face.OFFERED}


def shown(seen: Seen) -> Shown:
    said = [line for line in (_head(seen), _until(seen)) if line not in ("", seen.product)]
    tip = "\n".join([seen.product, *said])
    return Shown(sign(seen.picture), tip, (*map(Item, said), Item(), *_items(seen)))


# --- how it stands ---------------------------------------------------------------------------


def _head(seen: Seen) -> str:
    """In the words of the face that the window would show."""
    which = face(seen.picture)
    if which is Face.REQUESTED:
        return _("Waiting for the response file")
    card = content(which, seen)
    if not isinstance(card, Card):
        return _("Sign in to {product}").format(product=seen.product)
    return card.mark.words if card.mark is not None else card.title


def _until(seen: Seen) -> str:
    """Until when; what somebody is warned of before all else."""
    which = face(seen.picture)
    warned = [strip.words for strip in strips(seen) if strip.kind in WARNINGS]
    card = content(which, seen)
    if warned or not isinstance(card, Card):
        return " ".join(warned)
    if which in WITH_A_TIME:
        return card.sentences[0]
    if which is Face.RESERVED and (ends := words.reserved_until(seen.lease)) is not None:
        return dates.until(ends, seen.at)
    if which in SAYING_UNTIL_WHEN:
        return card.after_mark
    return words.license_line(seen.license, seen.lease) if which in WITH_LICENSE_PAGE else ""


# --- the menu --------------------------------------------------------------------------------


def _items(seen: Seen) -> tuple[Item, ...]:
    which = face(seen.picture)
    items = [Item(_("Show window"), TrayAct.SHOW)]
    card = content(which, seen)
    if isinstance(card, Card) and card.next is not None and card.next.act is Hand.OPEN_PRODUCT:
        items.append(Item(card.next.words, card.next.act))
    if which in WITH_LICENSE_PAGE:
        items.append(Item(_("Show License Info"), Go(Screen.LICENSE)))
    return (*items, Item(), *_leaving(seen))


def _leaving(seen: Seen) -> tuple[Item, ...]:
    """Log out and quit, each where the window has it; with the reason where it cannot be."""
    standing, items = seen.picture.standing, []
    if isinstance(standing, Bound):
        items += [Item(_("Log out and Restart")),
                  Item(_("Not here: a seat belongs to this computer for good."))]  # fmt: skip
    elif not isinstance(standing, Starting | SignedOut | SigningIn | Unconfirmed):
        items.append(Item(_("Log out and Restart"), Hand.LOG_OUT))
    if seen.picture.use.products:
        why = _("Not while {product} is open: it needs its seat.").format(product=seen.product)
        return (*items, Item(_("Quit")), Item(why))
    return (*items, Item(_("Quit"), TrayAct.QUIT))
