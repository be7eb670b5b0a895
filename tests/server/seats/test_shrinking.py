"""A pool that becomes smaller by date, with rows behind it (SEAT-11)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from contract.problems import Code
from server.seats.reserve import reserve
from tests.fakes.clock import FakeClock
from tests.fakes.lab import Lab
from tests.fakes.outcomes import held, refused


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
