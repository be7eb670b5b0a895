"""Who loses a place when seats become fewer, and at which instant (SEAT-11, LIC-8, LIC-10)."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from server.rulebook.facts import Because, Place, Platform, Pool
from server.rulebook.shrinking import (
    ends_between,
    is_over,
    keeping,
    make_fit,
    settle,
    staying,
)
from tests.fakes.pools import START, TERMS, license_, pool_

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
END = START + DAY


def place(name: str, row: int, lease: timedelta = timedelta(), **more: object) -> Place:
    """Begun in the order of its row; its lease is good until so long after the end."""
    given = {"began_at": START + timedelta(minutes=row), "last_contact_at": END, "row": row}
    given |= {"platform": Platform.LINUX, "lease_exp": END + lease}
    return Place(f"seat {row}", name.split("/")[0], name, **(given | more))  # type: ignore[arg-type]  # a test's shorthand


def smaller(*places: Place, left: int = 1, **more: object) -> Pool:
    """Two licenses, of which one ends."""
    sold = (license_("L-1", left), license_("L-2", 5, ends_at=END))
    return pool_(*sold, places=places, **more)


def lost(pool: Pool, at: datetime) -> dict[str, datetime | None]:
    _, gone = settle(pool, TERMS, at)
    assert all(each.closed_because is Because.POOL_SHRANK for each in gone)
    return {each.device: each.closed_at for each in gone}


@pytest.mark.rule("SEAT-11")
def test_latest_member_goes_at_the_very_end_whenever_it_is_asked() -> None:
    pool = smaller(place("ben/1", 1), place("eve/1", 2), place("cem/1", 3))
    assert lost(pool, END - timedelta(microseconds=1)) == {}
    for at in (END, END + 7 * HOUR):
        assert lost(pool, at) == {"cem/1": END, "eve/1": END}
    after, _ = settle(pool, TERMS, END)
    assert [each.closed_at for each in after.places] == [None, END, END]


@pytest.mark.rule("SEAT-11")
def test_end_that_was_settled_takes_no_place_again() -> None:
    pool = smaller(place("ben/1", 1), place("eve/1", 2))
    assert lost(replace(pool, settled_at=END), END + HOUR) == {}
    assert lost(replace(pool, settled_at=END - HOUR), END + HOUR) == {"eve/1": END}
    assert ends_between(pool, END - HOUR, END) == (END,)
    assert ends_between(pool, END, END + HOUR) == ()
    assert ends_between(pool, None, END - HOUR) == ()
    more = [license_(f"L-{n}", 1, ends_at=START + n * HOUR) for n in (5, 3, 1, 4, 2)]
    assert ends_between(pool_(*more), None, END) == tuple(START + n * HOUR for n in range(1, 6))


@pytest.mark.rule("SEAT-11")
def test_who_came_later_or_had_ended_before_loses_nothing_by_it() -> None:
    later = place("cem/1", 3, began_at=END + HOUR)
    gone = place("eve/1", 2, closed_at=END - HOUR, closed_because=Because.CLOSED)
    assert lost(smaller(place("ben/1", 1), gone, later), END + 2 * HOUR) == {}
    at_once = place("cem/1", 3, began_at=END)
    assert lost(smaller(place("ben/1", 1), at_once), END) == {"cem/1": END}


@pytest.mark.rule("SEAT-11")
def test_order_is_members_then_the_owners_browser_then_the_owners_latest() -> None:
    web = place("ada/web", 0, platform=Platform.WEB)
    people = (place("ada/1", 1), place("ada/2", 2), place("ada/3", 3), web, place("ben/1", -1))
    assert set(lost(smaller(*people, left=2), END)) == {"ben/1"}
    assert set(lost(smaller(*people, left=1), END)) == {"ben/1", "ada/web", "ada/3"}
    twins = (place("ben/1", 4), place("eve/1", 5, began_at=START + timedelta(minutes=4)))
    assert set(lost(smaller(*twins), END)) == {"eve/1"}  # the row breaks the tie


@pytest.mark.rule("SEAT-11", "SEAT-16", "LIC-8")
def test_places_end_one_lease_after_another_while_there_are_too_many() -> None:
    early, late = place("ben/1", 1, HOUR), place("eve/1", 2, 3 * HOUR)
    never = place("cem/1", 3, lease_exp=None)
    pool = smaller(early, late, never, left=0)
    assert lost(pool, END) == {"cem/1": END}
    assert lost(pool, END + HOUR) == {"cem/1": END, "ben/1": END + HOUR}
    whole = {"cem/1": END, "ben/1": END + HOUR, "eve/1": END + 3 * HOUR}
    assert lost(pool, END + 3 * HOUR) == whole
    fits = smaller(early, late)
    assert lost(fits, END + 2 * HOUR) == {"ben/1": END + HOUR}
    assert lost(fits, END + 4 * HOUR) == {"ben/1": END + HOUR}


@pytest.mark.rule("LIC-8", "SEAT-11")
def test_act_that_left_too_few_seats_counts_from_its_own_instant() -> None:
    places = (place("ben/1", 1, HOUR), place("eve/1", 2, 2 * HOUR))
    suspended = pool_(license_(seats=2, suspended=True), places=places)
    acted = replace(suspended, over=True, settled_at=END)
    assert lost(acted, END + HOUR) == {"ben/1": END + HOUR}
    assert lost(acted, END - HOUR) == {}
    assert lost(replace(acted, over=False), END + HOUR) == {}
    assert lost(replace(acted, settled_at=None), END + HOUR) == {}
    later = replace(acted, settled_at=END + 90 * timedelta(minutes=1))
    assert lost(later, END + 95 * timedelta(minutes=1)) == {
        "ben/1": END + 90 * timedelta(minutes=1)
    }


@pytest.mark.rule("SEAT-11", "OFF-3", "AIR-6")
def test_what_is_kept_or_reaches_on_is_not_asked_to_go() -> None:
    bound = place("ben/1", 1, bound=True, lease_exp=None)
    away = place("eve/1", 2, 2 * HOUR, reserved_until=END + 2 * HOUR)
    both = place("zoe/1", 5, bound=True, reserved_until=END + HOUR)
    new, old = place("cem/1", 4, HOUR), place("dan/1", 3)
    pool = smaller(bound, away, old, new, both, left=3)
    assert keeping(pool, TERMS, END) == (bound, away, both)
    assert staying(pool, TERMS, END) == (bound, away, new, both)
    for left in (0, 2):
        assert keeping(smaller(bound, away, old, new, both, left=left), TERMS, END) == (
            bound, away, both,
        )  # fmt: skip
    roomy = smaller(bound, away, old, new, both, left=4)
    assert keeping(roomy, TERMS, END) == (bound, away, old, both)


@pytest.mark.rule("LIC-8")
def test_license_that_went_away_ends_places_leases_or_not() -> None:
    pool = smaller(place("ben/1", 1, HOUR), place("eve/1", 2, HOUR), left=1)
    (gone,) = make_fit(pool, TERMS, END)
    assert (gone.device, gone.closed_at, gone.closed_because) == (
        "eve/1", END, Because.POOL_SHRANK,
    )  # fmt: skip
    assert (is_over(pool, TERMS, END), is_over(pool, TERMS, END - HOUR)) == (True, False)
    assert not is_over(smaller(place("ben/1", 1)), TERMS, END)


@pytest.mark.rule("SEAT-11", "LIC-8")
@pytest.mark.parametrize("settles", [settle, keeping, make_fit])
def test_work_grows_with_the_places_and_no_faster(settles: Callable[..., object]) -> None:
    """A pool may have thousands of them, and be too full for as long as leases reach."""
    few, many = (_calls(settles, _crowd(number)) for number in (100, 400))
    assert many < few * 5, f"{few} calls for 100 places, {many} for 400"


def _crowd(number: int) -> Pool:
    return smaller(*(place(f"m{row}/1", row) for row in range(1, number + 1)), over=True)


def _calls(act: Callable[..., object], pool: Pool) -> int:
    """How many functions were called: no clock is as steady."""
    calls = 0

    def count(frame: object, event: str, argument: object) -> None:
        nonlocal calls
        calls += event == "call"

    sys.setprofile(count)
    try:
        act(pool, TERMS, END)
    finally:
        sys.setprofile(None)
    return calls
