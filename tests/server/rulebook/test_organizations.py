"""Who may join, and what stands against it: pure."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contract.problems import Code
from server.rulebook.facts import Membership
from server.rulebook.organizations import is_member, may_change, may_join, may_leave, may_use

AT = datetime(2026, 11, 25, 12, tzinfo=UTC)
AGO = st.one_of(st.none(), st.timedeltas(timedelta(-5), timedelta(5)).map(lambda ago: AT - ago))


def member(blocked_at: datetime | None = None, ended_at: datetime | None = None) -> Membership:
    return Membership("A-AAA-AAA", "A-BBB-BBB", AT - timedelta(days=9), blocked_at, ended_at)


@pytest.mark.rule("ORG-13")
def test_own_code_is_refused_for_the_own_account() -> None:
    assert may_join("A-AAA-AAA", "A-AAA-AAA", None, AT).code is Code.OWN_INVITE_CODE


@pytest.mark.rule("ORG-1", "ORG-4")
@pytest.mark.parametrize(
    ("membership", "code"),
    [
        (None, None),
        (member(), Code.ALREADY_MEMBER),
        (member(blocked_at=AT), Code.MEMBERSHIP_BLOCKED),
        (member(ended_at=AT), None),
        (member(blocked_at=AT, ended_at=AT), None),
    ],
)
def test_code_works_for_strangers_and_for_deleted_members(
    membership: Membership | None, code: Code | None
) -> None:
    refusal = may_join("A-AAA-AAA", "A-BBB-BBB", membership, AT)
    assert (refusal and refusal.code) == code


@pytest.mark.rule("ORG-4", "SEAT-12")
@given(AGO, AGO)
def test_nobody_uses_without_being_an_unblocked_member(
    blocked_at: datetime | None, ended_at: datetime | None
) -> None:
    row = member(blocked_at, ended_at)
    listed = ended_at is None or ended_at > AT
    assert is_member(row, AT) is listed
    assert may_use(row, AT) is (listed and (blocked_at is None or blocked_at > AT))
    assert (may_change(row, AT) is None) is listed
    assert (may_leave(row, AT) is None) is may_use(row, AT)


@pytest.mark.rule("ORG-6")
def test_blocked_member_cannot_shed_the_block_by_leaving() -> None:
    assert may_leave(member(blocked_at=AT), AT).code is Code.MEMBERSHIP_BLOCKED


@pytest.mark.rule("ORG-3", "ORG-4")
def test_nobody_is_a_member_before_joining_or_after_the_end() -> None:
    later = AT + timedelta(seconds=1)
    assert not is_member(None, AT)
    assert not is_member(Membership("ada", "ben", joined_at=later), AT)
    assert is_member(Membership("ada", "ben", joined_at=AT), AT)
    assert not is_member(member(ended_at=AT), AT)
    assert is_member(member(ended_at=later), AT)


@pytest.mark.rule("ORG-1", "ORG-4", "ORG-6")
def test_who_never_joined_is_a_stranger_to_each_act() -> None:
    assert is_member(None, AT) is False
    assert may_use(None, AT) is False
    assert may_join("ada", "ben", None, AT) is None
    for refusal in (may_leave(None, AT), may_change(None, AT)):
        assert refusal is not None
        assert refusal.code is Code.NOT_A_MEMBER
