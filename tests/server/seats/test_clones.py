"""A copied profile meets its original at the server (LEASE-10)."""

from __future__ import annotations

import pytest

from server.journal.models import Entry
from server.rulebook.facts import Refusal
from server.seats.take import take
from tests.fakes.clock import FakeClock
from tests.fakes.lab import Lab
from tests.fakes.outcomes import held


def contact(lab: Lab, leases: dict[str, str], computer: str) -> list[str]:
    """Of one of two computers with the same key: each names the last lease that it has."""
    answer = take(
        lab.person("ada"), lab.device("ada/1"), lab.seats["ada/1"], last_lease=leases[computer]
    )
    assert not isinstance(answer, Refusal)
    leases[computer] = lab.row("ada/1").lease_jti
    return [notice.code for notice in answer.notices]


@pytest.mark.rule("LEASE-10")
def test_both_computers_of_a_copied_profile_are_told_and_work_on(lab: Lab, time: FakeClock) -> None:
    lab.license("ada")
    held(lab.put("ada/1"))
    jti = lab.row("ada/1").lease_jti
    leases = {"original": jti, "copy": jti}
    told: dict[str, int] = {"original": 0, "copy": 0}
    for computer in ("original", "original", "copy", "copy") * 3:
        time.tick(minutes=10)
        told[computer] += contact(lab, leases, computer).count("device-duplicated")
    assert min(told.values()) >= 1
    assert Entry.objects.filter(act="device-duplicated").count() == sum(told.values())
    assert lab.taken() == 1


@pytest.mark.rule("LEASE-10", "SAFE-3")
def test_lost_answers_are_no_reason_for_alarm(lab: Lab, time: FakeClock) -> None:
    lab.license("ada")
    held(lab.put("ada/1"))
    leases = {"original": lab.row("ada/1").lease_jti}
    for _ in range(4):
        time.tick(minutes=10)
        assert contact(lab, dict(leases), "original") == []
    assert contact(lab, leases, "original") == []
