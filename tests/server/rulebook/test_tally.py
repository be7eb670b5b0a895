"""A decision by numbers is the one by all places; and what each place adds (SEAT-0, SEAT-16)."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from server.rulebook.facts import Count, Place, Platform, Pool, Refusal
from server.rulebook.leases import ends_ahead, first_end, latest_promise, lease_end
from server.rulebook.order import Table
from server.rulebook.seats import free_seats, is_living, seats_in_use, taken
from server.rulebook.shrinking import is_over
from server.rulebook.taking import Asker, Grant, new_place, take
from server.rulebook.tally import (
    Share,
    furthest,
    is_decided_by_numbers,
    passing,
    share_of,
    sum_of,
)
from tests.fakes.pools import START, TERMS, license_, member, pool_

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
NONE = Count()


def place(account: str = "ben", device: str = "", **more: object) -> Place:
    given = {"began_at": START, "last_contact_at": START, "row": 1, "platform": Platform.LINUX}
    return Place("seat", account, device or f"{account}/1", **(given | more))  # type: ignore[arg-type]  # a test's shorthand


@pytest.mark.rule("SEAT-0")
def test_counts_are_added_and_taken_away_term_by_term() -> None:
    one, other = Count(1, 2, 3, 4, 5), Count(10, 20, 30, 40, 50)
    assert one + other == Count(11, 22, 33, 44, 55)
    assert other - one == Count(9, 18, 27, 36, 45)
    assert sum_of([Share("members"), Share("web"), Share(), Share("members")]) == Count(2, 0, 1, 0)
    assert sum_of([Share("desktops"), Share("bound")]) == Count(0, 1, 0, 1)


@pytest.mark.rule("SEAT-0", "SEAT-5", "SEAT-16")
@pytest.mark.parametrize(
    ("held", "share"),
    [
        (place(), Share("members", None, START + 8 * HOUR)),
        (place(lease_exp=START + 2 * DAY), Share("members", START + DAY, START + 8 * HOUR)),
        (place(lease_exp=START + DAY), Share("members", None, START + 8 * HOUR)),
        (place("ada", lease_exp=START + 2 * DAY), Share("desktops", None, None)),
        (place("ada", platform=Platform.WEB), Share("web", None, START + timedelta(minutes=10))),
        (place(bound=True), Share("bound", None, None)),
        (place(bound=True, reserved_until=START + DAY), Share("bound", None, None)),
        (
            place(reserved_until=START + 2 * DAY, lease_exp=START + 2 * DAY),
            Share("members", None, START + 2 * DAY),
        ),
        (place(closed_at=START), Share()),
    ],
)
def test_place_adds_to_one_term_until_it_is_due(held: Place, share: Share) -> None:
    pool = pool_(license_("L-1"), license_("L-2", ends_at=START + DAY))
    assert share_of(pool, held, TERMS, START) == share


@pytest.mark.rule("SEAT-16")
def test_leases_past_the_first_end_are_counted_for_that_end() -> None:
    end = START + DAY
    shares = [Share("members", end), Share("members", end + DAY), Share("members")]
    assert (passing(shares, end), passing(shares, None)) == (1, 0)
    pool = pool_(license_("L-1", 1, ends_at=end), license_("L-2", 1, ends_at=end + DAY))
    assert ends_ahead(pool, START) == [end, end + DAY]
    assert (first_end(pool, START), first_end(pool, end)) == (end, end + DAY)
    assert first_end(pool_(license_()), START) is None
    assert furthest(TERMS) == TERMS.bridge


@pytest.mark.rule("SEAT-16")
def test_promise_counts_those_who_are_known_by_number_alone() -> None:
    end = START + HOUR
    pool = pool_(license_("L-1", 2), license_("L-2", 2, ends_at=end))
    pool = replace(pool, rest=Count(members=2))
    assert latest_promise(pool, place("eve"), TERMS, START) is None
    assert latest_promise(replace(pool, passing=2), place("eve"), TERMS, START) == end
    assert latest_promise(replace(pool, passing=1), place("eve"), TERMS, START) is None
    later = pool_(
        license_("L-1", 1), license_("L-2", 3, ends_at=end), license_("L-3", 1, ends_at=end + HOUR)
    )
    assert latest_promise(replace(later, passing=1), place("eve"), TERMS, START) is None


@pytest.mark.rule("SEAT-0", "SEAT-6")
def test_rest_takes_seats_like_places_that_were_read() -> None:
    pool = replace(pool_(license_(seats=3)), rest=Count(members=2, desktops=1))
    assert (taken(pool, TERMS, START), free_seats(pool, TERMS, START)) == (3, 0)
    assert seats_in_use(pool, TERMS, START) == 3
    assert not is_over(pool, TERMS, START)
    assert is_over(replace(pool, rest=Count(members=2, desktops=3)), TERMS, START)


@pytest.mark.rule("SEAT-0", "SEAT-11", "SEAT-16", "OFF-8")
@pytest.mark.parametrize(
    ("pool", "others", "own", "decided"),
    [
        (pool_(license_(seats=3)), Count(members=2), NONE, True),
        (pool_(license_(seats=3)), Count(members=1), Count(members=1), True),
        (pool_(license_(seats=3)), Count(members=3), NONE, True),  # nobody fits in
        (replace(pool_(license_(seats=3)), offline_seats=3), Count(members=1), NONE, False),
        (pool_(license_("L-1", 2), license_("L-2", 1)), Count(members=1), NONE, True),
        (pool_(license_("L-1", 2), license_("L-2", 1)), Count(members=2), NONE, False),
        (pool_(license_("L-1", 2), license_("L-2", 1)), Count(members=1), Count(members=1), False),
        (pool_(license_("L-1", 2), license_("L-2", 2, ends_at=START + DAY)), Count(1), NONE, True),
        (pool_(license_("L-1", 2), license_("L-2", 2, ends_at=START + DAY)), Count(2), NONE, False),
        (pool_(license_("L-1", 4, ends_at=START + DAY)), Count(members=3), NONE, True),
        (pool_(license_(seats=3)), Count(desktops=4), NONE, True),
    ],
)
def test_numbers_decide_where_it_is_all_the_same_whose_they_are(
    pool: Pool, others: Count, own: Count, decided: bool
) -> None:
    assert is_decided_by_numbers(pool, others, own, TERMS, START) is decided


PEOPLE = ["ada", "ben", "cem", "eve"]
instants = st.sampled_from([0, 1, 119, 121, 480, 3000, 30_000]).map(
    lambda minutes: START + timedelta(minutes=minutes)
)
places = st.lists(
    st.builds(
        place,
        account=st.sampled_from(PEOPLE),
        device=st.sampled_from(["x/1", "x/2", "x/3"]),
        platform=st.sampled_from([Platform.LINUX, Platform.WEB]),
        lease_exp=instants,
        closed_at=st.sampled_from([None, None, None, START]),
    ),
    max_size=6,
    unique_by=lambda each: (each.account, each.device),
)
licenses = st.lists(
    st.tuples(st.integers(1, 4), st.one_of(st.none(), instants)), min_size=1, max_size=3
)


@pytest.mark.rule("SEAT-0", "SEAT-6", "SEAT-16")
@settings(max_examples=200, deadline=None)
@given(sold=licenses, sitting=places, who=st.sampled_from(PEOPLE[1:]))
def test_decision_by_numbers_is_the_decision_by_places(
    sold: list[tuple[int, datetime | None]], sitting: list[Place], who: str
) -> None:
    at = START + timedelta(seconds=1)
    made = [license_(f"L-{n}", seats, ends_at=end) for n, (seats, end) in enumerate(sold)]
    rows = tuple(replace(each, row=n) for n, each in enumerate(sitting))
    whole = replace(
        pool_(*made), places=tuple(p for p in rows if is_living(pool_(*made), p, TERMS, at))
    )
    part = _part(whole, who, at)
    if part is None:
        return
    assert _taken(part, who, at) == _taken(whole, who, at)
    assert taken(part, TERMS, at) == taken(whole, TERMS, at)


def _part(pool: Pool, who: str, at: datetime) -> Pool | None:
    """As the server reads it: the asker's own places, the rest by their number."""
    own = tuple(each for each in pool.places if each.account == who)
    shares = [share_of(pool, each, TERMS, at) for each in pool.places if each not in own]
    mine = [share_of(pool, each, TERMS, at) for each in own]
    near = [end for end in ends_ahead(pool, at) if end <= at + furthest(TERMS)]
    fits = taken(pool, TERMS, at) <= sum(each.seats for each in pool.licenses)
    decided = fits and is_decided_by_numbers(pool, sum_of(shares), sum_of(mine), TERMS, at)
    if not decided or near[1:]:
        return None
    end = first_end(pool, at)
    return replace(pool, places=own, rest=sum_of(shares), passing=passing(shares, end))


def _taken(pool: Pool, who: str, at: datetime) -> object:
    memberships = tuple(member("ada", each) for each in PEOPLE[1:])
    asker = Asker(who, "new", Platform.LINUX, "fresh")
    given = take(asker, Table((pool,), memberships), TERMS, at)
    if isinstance(given, Refusal):
        return given.code
    assert isinstance(given, Grant)
    return lease_end(given.pool, new_place(asker, at), TERMS, at)
