"""A renewal foretells what every contact until then comes to, whatever others do meanwhile."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from server.rulebook.facts import Count, Pool, TrialUse
from server.rulebook.leases import named_license
from server.rulebook.renewals import Renewal, renewal
from server.rulebook.reservations import close, reserve
from server.rulebook.taking import Grant
from tests.fakes.pools import (
    START,
    TERMS,
    Bench,
    Platform,
    license_,
    member,
    pool_,
    trial_pool,
)

HOUR = timedelta(hours=1)
DEVICES = ("ada/1", "ada/2", "ada/web", "ben/1", "cem/1", "cem/web", "dora/1")


def shared(*ends: datetime | None) -> Pool:
    return pool_(*(license_(f"L-{n}", 2, ends_at=end) for n, end in enumerate(ends)))


def bench_of(pool: Pool) -> Bench:
    members = tuple(member("ada", name) for name in ("ben", "cem"))
    return Bench({pool.number: pool, 9: trial_pool("dora")}, members)


def kept(bench: Bench, device: str, at: datetime) -> Renewal | None:
    number = bench.sits_in[(device.split("/")[0], device)]
    return renewal(bench.pool(number), bench.place(device), bench.terms, at)


def put(bench: Bench, device: str, at: datetime) -> Grant:
    platform = Platform.WEB if device.endswith("web") else Platform.LINUX
    place = bench.places.get((device.split("/")[0], device))
    answer = bench.put(device, at, place.seat if place else None, platform)
    assert isinstance(answer, Grant), answer
    return answer


@pytest.mark.rule("LEASE-2", "LEASE-9")
@pytest.mark.parametrize(
    ("device", "span"),
    [("ben/1", TERMS.bridge), ("ada/1", TERMS.owner_reach), ("ada/web", TERMS.web_silence)],
)
def test_renewal_bridges_what_the_policy_bridges(device: str, span: timedelta) -> None:
    bench = bench_of(shared(None))
    put(bench, device, START)
    found = kept(bench, device, START)
    assert found is not None
    assert found.span == span
    assert found.until > START + timedelta(days=365_000)


@pytest.mark.rule("SEAT-16", "LIC-5", "TRI-2")
def test_renewal_ends_a_span_before_a_license_or_a_day_does() -> None:
    end = START + 50 * HOUR
    bench = bench_of(shared(None, end))
    put(bench, "ben/1", START)
    put(bench, "dora/1", START)
    assert kept(bench, "ben/1", START) == Renewal(end - TERMS.bridge, TERMS.bridge)
    assert kept(bench, "dora/1", START) == Renewal(START + 22 * HOUR, TERMS.bridge)


@pytest.mark.rule("OFF-1", "AIR-6", "SEAT-4", "SEAT-11", "SEAT-16")
def test_what_is_to_be_decided_has_no_renewal() -> None:
    bench = bench_of(shared(None, START + HOUR))
    put(bench, "ben/1", START)
    pool, place = bench.pool(), bench.place("ben/1")
    reserved = reserve(pool, place, START + 50 * HOUR, TERMS, START)
    over = replace(pool, licenses=(replace(pool.licenses[0], seats=0), pool.licenses[1]))
    assert renewal(pool, replace(place, bound=True), TERMS, START) is None
    assert renewal(pool, reserved, TERMS, START) is None  # type: ignore[arg-type]  # it is granted
    assert renewal(pool, close(pool, place, TERMS, START), TERMS, START) is None
    assert renewal(pool, replace(place, lease_exp=START + HOUR), TERMS, START) is None
    assert renewal(pool, place, TERMS, START) is None  # a license ends within the bridge
    assert renewal(replace(over, rest=Count(members=9)), place, TERMS, START) is None


@pytest.mark.rule("OFF-1", "AIR-6", "SEAT-3")
def test_place_that_time_or_an_act_may_change_is_decided_each_time() -> None:
    bench = bench_of(shared(None))
    put(bench, "ada/1", START)
    pool, place = bench.pool(), bench.place("ada/1")
    assert renewal(pool, place, TERMS, START) is not None
    assert renewal(pool, replace(place, bound=True), TERMS, START) is None
    assert renewal(pool, replace(place, reserved_until=START + HOUR), TERMS, START) is None
    assert renewal(pool, replace(place, closed_at=START), TERMS, START) is None


@pytest.mark.rule("TRI-2", "SEAT-16")
def test_renewal_is_none_where_it_would_end_at_once() -> None:
    bench = bench_of(shared(START + 2 * HOUR))
    put(bench, "ben/1", START)
    assert bench.place("ben/1").lease_exp == START + 2 * HOUR
    assert kept(bench, "ben/1", START) is None
    just = bench_of(shared(START + 2 * HOUR + timedelta(seconds=1)))
    put(just, "ben/1", START)
    assert kept(just, "ben/1", START) == Renewal(START + timedelta(seconds=1), 2 * HOUR)


@pytest.mark.rule("TRI-2")
def test_days_of_a_trial_that_are_over_bound_no_renewal() -> None:
    bench = bench_of(shared(None))
    put(bench, "dora/1", START)
    pool, place = bench.pool(9), bench.place("dora/1")
    (runs,) = pool.use.day_ends
    more = replace(pool, use=TrialUse((START - HOUR, START, runs)))
    assert renewal(more, place, TERMS, START) == Renewal(runs - 2 * HOUR, 2 * HOUR)


steps = st.lists(
    st.tuples(st.sampled_from(DEVICES), st.booleans(), st.integers(0, 10_000)),
    min_size=5, max_size=60,
)  # fmt: skip


@pytest.mark.rule("SEAT-11", "SEAT-15", "SEAT-16", "LEASE-9", "TRI-2")
@settings(deadline=None)
@given(steps=steps, ends=st.lists(st.none() | st.integers(1, 400), min_size=1, max_size=3))
def test_contact_comes_to_what_its_renewal_foretold(
    steps: list[tuple[str, bool, int]], ends: list[int | None]
) -> None:
    bench = bench_of(shared(*(None if each is None else START + each * HOUR for each in ends)))
    foretold: dict[str, Renewal | None] = {}
    at = START
    for device, closes, seconds in steps:
        at += timedelta(seconds=seconds, microseconds=seconds)
        key = (device.split("/")[0], device)
        place = bench.places.get(key)
        if closes and place is not None:
            pool = bench.pool(bench.sits_in[key])
            bench.places[key] = close(pool, place, TERMS, at)
            foretold[device] = foretold.get(device) if bench.places[key] == place else None
            continue
        platform = Platform.WEB if device.endswith("web") else Platform.LINUX
        expected = foretold.get(device)
        if place is not None and expected is not None:
            pool = bench.pool(bench.sits_in[key])
            if at < expected.until and place.lease_exp and at < place.lease_exp:
                before = named_license(pool, place, at)
                granted = put(bench, device, at)
                whole = (at + expected.span).replace(microsecond=0)
                assert granted.place == replace(place, last_contact_at=at)
                assert bench.place(device) == replace(granted.place, lease_exp=whole)
                assert named_license(granted.pool, granted.place, at) == before
                assert (granted.moved, granted.began, granted.day_begun) == (False, False, None)
        answer = bench.put(device, at, place.seat if place else None, platform)
        foretold[device] = kept(bench, device, at) if isinstance(answer, Grant) else None
