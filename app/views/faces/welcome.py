"""Faces 7 and 12 to 17, the welcome screen: the product, the license in one line, how it stands."""

from __future__ import annotations

from app.language import _, ngettext
from app.license.picture import Offline
from app.views import dates, words
from app.views.acts import Go, Hand, Screen
from app.views.faces import steps
from app.views.faces.give_back import can_be_given_back
from app.views.parts.seat_row import Seats
from app.views.problem_card import Card, Mark, Step
from app.views.seen import Seen


def ready(seen: Seen) -> Card:
    """Signed in, no seat held: nothing is used up by looking at it."""
    if isinstance(seen.picture.connection, Offline):
        return _cannot_ask(seen)
    shown = seen.license
    trial = shown is not None and shown.trial is not None
    hint = (
        _("Opening {product} begins a day of your trial.")
        if trial
        else _("A seat is taken when you open {product}.")
    )
    mark = Mark("calm", _("No seat taken"), "armchair")
    line = f"{_free_seats(seen)} {hint.format(product=seen.product)}".strip()
    others = (steps.open_portal(seen, _("Get a license")),) if trial else ()
    return _welcome(seen, mark, line, yours=False, others=others)


def _free_seats(seen: Seen) -> str:
    """Of a license that is shared; one seat or a trial needs no counting."""
    shown = seen.license
    if shown is None or shown.seats_in_use is None or shown.seats < 2:
        return ""
    free = shown.seats - shown.seats_in_use
    if free <= 0:
        return _("All seats are in use at present.")
    return ngettext("{n} seat is free.", "{n} seats are free.", free)


def _cannot_ask(seen: Seen) -> Card:
    """What is wrong, and what can be done: never a fault of the license (APP-12)."""
    line = _("A seat is taken as soon as the server is reached. Until then you can open and look "
             "at everything.")  # fmt: skip
    line = f"{words.fault_of(seen.picture.connection)} {line}"
    for_good = seen.license is None or seen.license.expires_at is None
    offline = (steps.validate_offline(),) if for_good else ()
    others = (steps.try_again(), *steps.sign_in_to_network(seen), *offline, steps.diagnostics())
    mark = Mark("warn", _("No connection"), "wifi-off")
    return _welcome(seen, mark, line, yours=False, others=others)


def owner(seen: Seen) -> Card:
    return _welcome(seen, _has_seat(), _("It stays yours until you log out."))


def member(seen: Seen) -> Card:
    line = _("It is free for others when you close this window.")
    return _welcome(seen, _has_seat(), line, others=steps.contact_owner(seen))


def trial(seen: Seen) -> Card:
    day = seen.license.trial.day_ends_at if seen.license and seen.license.trial else None
    mark = Mark("good", _("Today's trial day is running"), "clock")
    line = _("This day ends {when}.").format(when=dates.on(day, seen.at)) if day else ""
    return _welcome(seen, mark, line, others=(steps.open_portal(seen, _("Get a license")),))


def reserved(seen: Seen) -> Card:
    assert seen.lease is not None
    ends = words.instant(seen.lease.offline_until)
    mark = Mark("good", _("Your seat is reserved"), "calendar-days")
    line = _("It is yours on this computer, online and offline, until {date}.")
    line = line.format(date=dates.moment(ends)) if ends else ""
    change = Step(_("Extend or return early"), Go(Screen.LICENSE), "calendar-clock")
    return _welcome(seen, mark, line, others=(change,))


def bridging(seen: Seen) -> Card:
    assert seen.lease is not None
    ends = words.instant(seen.lease.exp)
    mark = Mark("warn", _("No connection"), "wifi-off")
    line = _("Saving works {until} without it. Nothing needs to be done.")
    line = line.format(until=dates.until(ends, seen.at)) if ends else ""
    others = (*steps.sign_in_to_network(seen), steps.diagnostics())
    return _welcome(seen, mark, line, others=others)


def bound(seen: Seen) -> Card:
    mark = Mark("good", _("Validated on this computer"), "monitor-check")
    line = _("A seat belongs to this computer for good. It needs no connection.")
    back = (_give_back(),) if can_be_given_back(seen.picture) else ()
    return _welcome(seen, mark, line, others=(_open_response(), *back))


def _has_seat() -> Mark:
    return Mark("good", _("You have a seat"), "circle-check")


def _open_response() -> Step:
    return Step(_("Open response file"), Hand.OPEN_RESPONSE, "file-check")


def _give_back() -> Step:
    return Step(_("Give this computer back"), Go(Screen.GIVE_BACK), "undo-2")


def _welcome(
    seen: Seen, mark: Mark, sentence: str, *, yours: bool = True, others: tuple[Step, ...] = ()
) -> Card:
    return Card(
        large=True,
        seats=_seats(seen, yours=yours),
        title=seen.product,
        sentences=(words.license_line(seen.license, seen.lease), words.owner_line(seen.license)),
        mark=mark,
        after_mark=sentence,
        next=_open_product(seen),
        plain=Step(_("Show License Info"), Go(Screen.LICENSE), "info"),
        others=others,
    )


def _open_product(seen: Seen) -> Step | None:
    """Only where the brand says what to start."""
    if not seen.brand.open_command:
        return None
    return Step(_("Open {product}").format(product=seen.product), Hand.OPEN_PRODUCT)


def _seats(seen: Seen, *, yours: bool) -> Seats:
    shown = seen.license
    if shown is None:
        return Seats(total=1, taken=int(yours), yours=yours)
    taken = getattr(shown, "seats_in_use", None)
    return Seats(shown.seats, max(int(yours), taken or 0), yours)
