"""Face 9: every seat is in use; how many there are, whose they are, whom to ask (SEAT-7)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from app.language import _, ngettext
from app.views import dates
from app.views.faces import steps
from app.views.owner import owner_of, refusal_of, seats_tried
from app.views.parts.facts import Fact
from app.views.parts.seat_row import Seats
from app.views.problem_card import Card, Step
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
        facts=() if owner else _own_computers(seen),
        next=steps.wait_in_line() if owner else steps.try_again(),
        others=_others(seen) if owner else (steps.my_computers(seen), steps.wait_in_line()),
    )


def _others(seen: Seen) -> tuple[Step, ...]:
    return (steps.try_again(), *steps.contact_owner(seen))


def _title(total: int) -> str:
    if total == 2:
        return _("Both seats are in use")
    return ngettext("The one seat is in use", "All {n} seats are in use", total)


PLATFORMS = {"windows": "Windows", "macos": "macOS", "linux": "Linux"}


def _own_computers(seen: Seen) -> tuple[Fact, ...]:
    """Which of one's own computers hold the seats, as far as the refusal tells (SEAT-2)."""
    refusal = refusal_of(seen)
    told = refusal.members.get("devices") if refusal else None
    devices = told if isinstance(told, list | tuple) else ()
    return tuple(_computer(device) for device in devices[:MOST] if isinstance(device, Mapping))


MOST = 8


def _computer(device: Mapping[str, object]) -> Fact:
    platform = str(device.get("platform", ""))[:20]
    name = str(device.get("nickname") or PLATFORMS.get(platform, platform))[:60]
    return Fact(name, _("in use since {date}").format(date=_since(device.get("since"))))


def _since(told: object) -> str:
    try:
        return dates.short_moment(datetime.fromisoformat(str(told)))
    except ValueError:
        return str(told)[:40]
