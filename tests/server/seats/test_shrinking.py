"""A pool that becomes smaller by date, with rows behind it (SEAT-11)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from contract.problems import Code
from server.licenses.create import Created, Wanted, create
from server.licenses.prolong import prolong
from server.licenses.suspend import resume, suspend
from server.organizations.leave import leave
from server.rulebook.facts import Kind, Platform
from server.seats.reserve import reserve
from server.seats.show import show
from server.seats.shrink import end_what_does_not_fit
from tests.fakes.clock import FakeClock
from tests.fakes.lab import Lab
from tests.fakes.outcomes import held, refused

ALL = frozenset(Platform)


@pytest.mark.rule("SEAT-11", "LIC-5", "SEAT-6")
def test_smaller_pool_keeps_its_oldest_members_and_tells_the_others(
    lab: Lab, time: FakeClock
) -> None:
    """SS-11 in small: six seats, of which four end; five members, two of whom stay."""
    end = time() + timedelta(hours=2)
    lab.license("ada", seats=2)
    lab.license("ada", seats=4, ends_at=end)
    names = [f"ben{n}/1" for n in range(5)]
    for name in [*names, "eve/1"]:
        lab.member("ada", name.split("/")[0])
    for name in names:
        time.tick(minutes=10)
        held(lab.put(name))
    time.at = end
    assert refused(lab.put("eve/1")).members["tried"][0]["seats"] == 2
    lost = [name for name in reversed(names) if not _kept(lab, name)]
    assert lost == ["ben4/1", "ben3/1", "ben2/1"]
    assert [_kept(lab, name) for name in names] == [True, True, False, False, False]
    assert lab.taken() == 2
    assert refused(lab.put("eve/1")).code is Code.SEATS_EXHAUSTED
    lab.close("ben0/1")
    held(lab.put("eve/1"))


@pytest.mark.rule("SEAT-11", "OFF-3")
def test_reservation_reaches_over_the_end_and_stays(lab: Lab, time: FakeClock) -> None:
    end = time() + timedelta(days=2)
    lab.license("ada", seats=1)
    lab.license("ada", seats=1, ends_at=end)
    lab.member("ada", "ben")
    lab.member("ada", "eve")
    held(lab.put("ben/1"))
    held(lab.put("eve/1"))
    until = time() + timedelta(days=5)
    held(reserve(lab.person("eve"), lab.device("eve/1"), until))
    time.at = end - timedelta(minutes=10)
    assert held(lab.put("ben/1")).place.lease_exp == end
    time.at = end
    assert _kept(lab, "eve/1")
    assert not _kept(lab, "ben/1")


@pytest.mark.rule("SEAT-10", "LEASE-8")
def test_web_session_is_asked_to_come_back_sooner(lab: Lab) -> None:
    lab.license("ada")
    assert held(lab.put("ada/web")).next_contact_in == 200


def _kept(lab: Lab, name: str) -> bool:
    answer = lab.put(name)
    told = getattr(answer, "members", {}).get("because")
    assert told in (None, "pool-shrank")
    return told is None


def _places(lab: Lab) -> dict[str, str]:
    """Who has a place in Ada's pool, by account."""
    (pool,) = show(lab.person("ada"))
    return {str(each["account"]): str(each["since"]) for each in pool["places"]}


@pytest.mark.rule("SEAT-11", "SEAT-6", "LIC-5")
def test_places_end_at_the_very_instant_whether_anybody_asks_or_not(
    lab: Lab, time: FakeClock
) -> None:
    """From the end on no more is taken than there is; a start does not turn that back."""
    end = time() + timedelta(hours=2)
    lab.license("ada", seats=1)
    lab.license("ada", seats=2, ends_at=end)
    for name in ("ben", "eve", "zoe"):
        lab.member("ada", name)
        time.tick(minutes=10)
        held(lab.put(f"{name}/1"))
    time.at = end
    assert lab.taken() == 1
    assert list(_places(lab)) == [lab.person("ben").public_id]
    time.tick(minutes=30)
    assert lab.taken() == 1
    assert refused(lab.put("zoe/1")).members["because"] == "pool-shrank"
    held(lab.put("ben/1"))
    assert refused(lab.start("eve/1")).code is Code.SEATS_EXHAUSTED
    assert lab.row("zoe/1").closed_at == end


@pytest.mark.rule("SEAT-11")
def test_owners_web_session_goes_before_the_owners_computers(lab: Lab, time: FakeClock) -> None:
    lab.license("ada", seats=1)
    lab.license("ada", seats=2, ends_at=time() + timedelta(days=40))
    time.tick(hours=24 * 40 - 1)
    lab.member("ada", "ben")
    for name in ("ada/1", "ben/1", "ada/2", "ada/3", "ada/web"):
        time.tick(minutes=1)
        held(lab.put(name))
    assert lab.taken() == 3
    time.tick(hours=2)
    assert lab.taken() == 1
    assert [row.closed_at is None for row in map(lab.row, ("ada/1", "ada/2"))] == [True, True]
    assert refused(lab.put("ben/1")).code is Code.SEAT_LOST


@pytest.mark.rule("LIC-8", "SEAT-6", "SEAT-11", "SEAT-16")
def test_suspended_license_hands_out_nothing_until_all_fits_again(
    lab: Lab, time: FakeClock
) -> None:
    lab.license("ada", seats=1)
    second = lab.license("ada", seats=1)
    for name in ("ben", "eve", "zoe"):
        lab.member("ada", name)
    held(lab.put("ben/1"))
    time.tick(minutes=1)
    held(lab.put("eve/1"))
    suspend(second.license_id)
    assert lab.taken() == 2
    assert refused(lab.put("zoe/1")).code is Code.SEATS_EXHAUSTED
    time.tick(minutes=9)
    promised = lab.row("ben/1").lease_exp
    assert held(lab.put("ben/1")).place.lease_exp == promised
    assert refused(lab.put("eve/1")).members["because"] == "pool-shrank"
    assert lab.taken() == 1
    assert held(lab.put("ben/1")).place.lease_exp == time() + timedelta(hours=2)
    resume(second.license_id)
    held(lab.put("zoe/1"))


@pytest.mark.rule("LIC-8", "SEAT-11")
def test_silent_holder_of_a_suspended_seat_loses_it_with_the_lease(
    lab: Lab, time: FakeClock
) -> None:
    lab.license("ada", seats=1)
    second = lab.license("ada", seats=1)
    for name in ("ben", "eve"):
        lab.member("ada", name)
    held(lab.put("ben/1"))
    time.tick(minutes=10)
    held(lab.put("eve/1"))
    suspend(second.license_id)
    time.tick(hours=1, minutes=49)
    assert lab.taken() == 2
    time.tick(minutes=1)
    assert lab.taken() == 1
    assert list(_places(lab)) == [lab.person("eve").public_id]
    time.tick(minutes=5)
    held(lab.put("eve/1"))
    assert refused(lab.put("ben/1")).members["because"] == "pool-shrank"


@pytest.mark.rule("LIC-8")
def test_prolonging_after_the_end_brings_nobody_back(lab: Lab, time: FakeClock) -> None:
    end = time() + timedelta(hours=2)
    lab.license("ada", seats=1)
    ending = lab.license("ada", seats=1, ends_at=end)
    for name in ("ben", "eve"):
        lab.member("ada", name)
        held(lab.put(f"{name}/1"))
    time.at = end + timedelta(minutes=5)
    prolong(ending.license_id, (end + timedelta(days=9)).date())
    assert lab.taken() == 1
    held(lab.start("eve/1"))
    assert lab.taken() == 2


@pytest.mark.rule("SEAT-11", "LIC-5")
def test_license_activated_after_the_end_brings_nobody_back(lab: Lab, time: FakeClock) -> None:
    end = time() + timedelta(hours=2)
    lab.license("ada", seats=1)
    lab.license("ada", seats=1, ends_at=end)
    for name in ("ben", "eve"):
        lab.member("ada", name)
        held(lab.put(f"{name}/1"))
    time.at = end + timedelta(minutes=5)
    assert isinstance(
        create(Wanted(Kind.EDUCATIONAL, 1, platforms=ALL), lab.person("ada")), Created
    )
    assert lab.taken() == 1
    held(lab.start("eve/1"))
    assert lab.taken() == 2


@pytest.mark.rule("SEAT-11", "LIC-10")
def test_license_whose_places_go_to_somebody_else_leaves_what_fits(
    lab: Lab, time: FakeClock
) -> None:
    first = lab.license("ada", seats=1)
    lab.license("ada", seats=1)
    for name in ("ben", "eve"):
        lab.member("ada", name)
        time.tick(minutes=1)
        held(lab.put(f"{name}/1"))
    pool = first.pool
    first.suspended_at = time()
    first.save()
    end_what_does_not_fit(pool)
    assert list(_places(lab)) == [lab.person("ben").public_id]


@pytest.mark.rule("SEAT-11", "SEAT-12")
def test_member_who_leaves_later_is_told_that_the_pool_shrank_first(
    lab: Lab, time: FakeClock
) -> None:
    license = lab.license("ada")
    lab.member("ada", "ben")
    lab.put("ben/1")
    suspend(license.license_id)
    time.tick(hours=3)
    assert leave(lab.person("ben"), lab.person("ada").public_id) is None
    lost = refused(lab.put("ben/1"))
    assert (lost.code, lost.members["because"]) == (Code.SEAT_LOST, "pool-shrank")
