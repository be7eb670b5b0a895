"""Which pool binds a computer for good, and why another one does not (AIR-5, AIR-6)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from contract.problems import Code
from server.rulebook.bindings import Binding, bind, is_fresh_sign_in
from server.rulebook.facts import License, Platform, Pool, Refusal
from server.rulebook.taking import Tried
from tests.fakes.pools import START, TERMS, Bench, license_, member, pool_

DAY = timedelta(days=1)


def asked(bench: Bench, device: str = "ada/1") -> Binding | Refusal:
    account = device.split("/")[0]
    return bind(bench.asker(device), bench.table(account, device), TERMS, START)


@pytest.mark.rule("AIR-5", "LIC-8", "LIC-11")
@pytest.mark.parametrize(
    ("license", "code"),
    [
        (license_(ends_at=START), Code.LICENSE_EXPIRED),
        (license_(ends_at=START + DAY), Code.LICENSE_NOT_PERPETUAL),
        (license_(platforms=frozenset({Platform.MACOS})), Code.PLATFORM_NOT_COVERED),
        (license_(suspended=True), Code.LICENSE_SUSPENDED),
    ],
)
def test_license_that_binds_nothing_says_why(license: License, code: Code) -> None:
    answer = asked(Bench({1: pool_(license)}))
    assert isinstance(answer, Refusal)
    assert answer.code is code


@pytest.mark.rule("AIR-5", "SEAT-11")
def test_perpetual_license_is_bound_though_others_end() -> None:
    pool = pool_(license_("L-1", 1, ends_at=START + DAY), license_("L-2", 1))
    answer = asked(Bench({1: pool}))
    assert isinstance(answer, Binding)
    assert answer.place.license_id == answer.license.license_id == "L-2"


@pytest.mark.rule("OFF-8")
def test_owner_limits_how_many_computers_are_bound() -> None:
    pool = replace(pool_(license_(seats=2)), offline_seats=0)
    assert asked(Bench({1: pool})) == refused_with(pool, Code.OFFLINE_QUOTA_REACHED)


@pytest.mark.rule("AIR-5", "SEAT-2")
def test_next_pool_binds_where_the_first_may_not() -> None:
    own = pool_(license_("L-1", 1, ends_at=START + DAY))
    other = replace(pool_(license_("L-2", 1, owner="eve"), number=2), members_may_bind=True)
    answer = asked(Bench({1: own, 2: other}, (member("eve", "ada"),)))
    assert isinstance(answer, Binding)
    assert answer.pool.owner == "eve"


@pytest.mark.rule("AIR-3", "SAFE-1")
def test_bound_computer_without_any_license_left_is_refused() -> None:
    bench = Bench({1: pool_(license_())})
    bench.put("ada/1", START)
    bench.change("ada/1", bound=True, license_id="L-AAA-001")
    again = asked(bench)
    assert isinstance(again, Binding)
    assert again.again
    bench.pools[1] = replace(bench.pools[1], licenses=())
    assert asked(bench) == Refusal(Code.NO_LICENSE)


@pytest.mark.rule("AIR-11")
def test_sign_in_is_fresh_for_five_minutes() -> None:
    assert is_fresh_sign_in(START, START + timedelta(minutes=5), TERMS)
    assert not is_fresh_sign_in(START, START + timedelta(minutes=5, seconds=1), TERMS)


def refused_with(pool: Pool, code: Code) -> Refusal:
    return Refusal(code, {"tried": (Tried(pool, 2, code),)})


@pytest.mark.rule("AIR-3", "SEAT-12", "LIC-8")
def test_bound_computer_of_a_blocked_member_gets_no_further_response() -> None:
    pool = replace(pool_(license_(owner="eve"), number=1), members_may_bind=True)
    bench = Bench({1: pool}, (member("eve", "ada"),))
    bench.put("ada/1", START)
    bench.change("ada/1", bound=True, license_id="L-AAA-001")
    bench.memberships = (member("eve", "ada", blocked_at=START),)
    assert asked(bench) == Refusal(Code.MEMBERSHIP_BLOCKED)
    bench.memberships = (member("eve", "ada"),)
    bench.pools[1] = replace(pool, licenses=(license_(owner="eve", suspended=True),))
    assert asked(bench) == Refusal(Code.LICENSE_SUSPENDED)


@pytest.mark.rule("AIR-5", "SEAT-16")
def test_seat_that_is_promised_for_later_is_not_bound_for_ever() -> None:
    pool = pool_(license_("L-1", 1), license_("L-2", 1, ends_at=START + DAY))
    bench = Bench({1: pool}, (member("ada", "ben"),))
    bench.put("ben/1", START)
    bench.change("ben/1", lease_exp=START + 2 * DAY)
    answer = asked(bench)
    assert isinstance(answer, Refusal)
    assert answer.code is Code.SEATS_EXHAUSTED


@pytest.mark.rule("AIR-5", "SEAT-0")
def test_full_pool_and_foreign_pool_bind_nothing() -> None:
    bench = Bench({1: pool_(license_(seats=1))}, (member("ada", "ben"),))
    bench.put("ben/1", START)
    full = asked(bench)
    assert isinstance(full, Refusal)
    assert full.code is Code.SEATS_EXHAUSTED
    foreign = asked(bench, "ben/2")
    assert isinstance(foreign, Refusal)
    assert foreign.code is Code.OFFLINE_NOT_ALLOWED


@pytest.mark.rule("AIR-3", "AIR-5")
def test_computer_with_an_ordinary_place_is_bound_anew() -> None:
    bench = Bench({1: pool_(license_())})
    bench.put("ada/1", START)
    answer = asked(bench)
    assert isinstance(answer, Binding)
    assert not answer.again


@pytest.mark.rule("AIR-3", "SEAT-12")
def test_block_elsewhere_is_nothing_to_a_bound_computer() -> None:
    first = pool_(license_("L-0", owner="bob"), number=1)
    pool = pool_(license_("L-1", owner="eve"), license_("L-2", owner="eve"), number=2)
    before = (member("bob", "ada", START - 99 * DAY), member("eve", "ada"))
    bench = Bench({2: pool}, before)
    bench.put("ada/1", START)
    bench.change("ada/1", bound=True, license_id="L-2")
    bench.pools = {1: first, 2: pool}
    bench.memberships = (replace(before[0], blocked_at=START), before[1])
    answer = asked(bench)
    assert isinstance(answer, Binding)
    assert (answer.again, answer.license.license_id) == (True, "L-2")
    bench.pools = {1: first}
    assert asked(bench) == Refusal(Code.NO_LICENSE)


@pytest.mark.rule("AIR-5", "SEAT-11")
def test_perpetual_license_without_a_free_seat_lends_no_other_ones() -> None:
    pool = pool_(license_("L-1", 1), license_("L-2", 2, ends_at=START + 5 * DAY))
    bench = Bench({1: pool}, (member("ada", "ben"),))
    bench.put("ben/1", START)
    bench.change("ben/1", reserved_until=START + DAY, license_id="L-1", lease_exp=START + DAY)
    answer = asked(bench)
    assert isinstance(answer, Refusal)
    assert answer.code is Code.SEATS_EXHAUSTED


@pytest.mark.rule("AIR-6", "SEAT-5")
def test_seat_of_a_crashed_member_is_not_bound_meanwhile() -> None:
    bench = Bench({1: pool_(license_())}, (member("ada", "ben"),))
    bench.put("ben/1", START)
    bench.change("ben/1", lease_exp=START)
    answer = asked(bench)
    assert isinstance(answer, Refusal)
    assert answer.code is Code.SEATS_EXHAUSTED
