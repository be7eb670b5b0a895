"""Joining, and what owners and members do about it."""

from __future__ import annotations

import pytest

from server.accounts.models import Account
from server.journal.models import Entry
from server.licenses.create import Wanted, create
from server.organizations.block import block
from server.organizations.delete import delete
from server.organizations.found import give_code
from server.organizations.invitations import my_invitations
from server.organizations.join import Joined, JoinQuestion, ask_to_join, join
from server.organizations.leave import leave
from server.organizations.members import organization_of
from server.organizations.models import Membership, Organization
from server.organizations.replace_code import replace_code
from server.organizations.unblock import unblock
from server.rulebook.facts import Kind, Refusal
from tests.cast import ADA, BEN

pytestmark = pytest.mark.django_db


@pytest.fixture
def code_of_ada(ada: Account) -> str:
    create(Wanted(Kind.EDUCATIONAL, 2), ada)
    return organization_of(ada).invite_code


def code(outcome: object) -> str:
    assert isinstance(outcome, Refusal), outcome
    return outcome.code.value


@pytest.mark.rule("ORG-1", "ORG-2")
def test_first_shareable_license_brings_code_and_address(ada: Account) -> None:
    assert organization_of(ada) is None
    create(Wanted(Kind.EDUCATIONAL, 2), ada)
    first = organization_of(ada)
    create(Wanted(Kind.EDUCATIONAL, 2), ada)
    assert organization_of(ada) == first
    assert first.invite_address.endswith(f"/join/{first.invite_code}")
    assert first.members == ()


@pytest.mark.rule("ORG-1")
def test_personal_license_brings_no_code(ada: Account) -> None:
    from datetime import date

    create(Wanted(Kind.STUDENT, 1, date(2040, 1, 1)), ada)
    assert organization_of(ada) is None


@pytest.mark.rule("ORG-1", "SAFE-5")
def test_asking_shows_the_owner_and_joins_nobody(
    ben: Account, ada: Account, code_of_ada: str
) -> None:
    question = ask_to_join(ben, code_of_ada)
    assert question == JoinQuestion(code_of_ada, ada.public_id, ADA.name, ADA.email)
    assert not Membership.objects.exists()


@pytest.mark.rule("ORG-1", "ORG-4")
def test_confirming_makes_a_member_that_the_owner_sees(
    ben: Account, ada: Account, code_of_ada: str
) -> None:
    assert join(ben, code_of_ada) == Joined(ada.public_id, ADA.name)
    (row,) = organization_of(ada).members
    assert (row.account_id, row.name, row.email, row.blocked) == (
        ben.public_id,
        BEN.name,
        BEN.email,
        False,
    )


@pytest.mark.rule("ORG-3")
def test_seats_do_not_limit_members(ada: Account, people, code_of_ada: str) -> None:
    from tests.cast import Person

    for n in range(5):
        join(people(Person(f"P{n}", f"p{n}@lab.example", "a-password-of-ten")), code_of_ada)
    assert len(organization_of(ada).members) == 5


@pytest.mark.rule("ORG-13")
def test_own_code_is_refused_with_the_reason(ada: Account, code_of_ada: str) -> None:
    assert code(ask_to_join(ada, code_of_ada)) == code(join(ada, code_of_ada)) == "own-invite-code"


@pytest.mark.rule("ORG-1")
def test_joining_twice_is_said_and_changes_nothing(ben: Account, code_of_ada: str) -> None:
    join(ben, code_of_ada)
    before = Membership.objects.values().get()
    assert code(join(ben, code_of_ada)) == "already-member"
    assert Membership.objects.values().get() == before


@pytest.mark.rule("ORG-4")
def test_blocked_member_stays_listed_and_out(ben: Account, ada: Account, code_of_ada: str) -> None:
    join(ben, code_of_ada)
    assert block(ada, ben.public_id, actor=ada).blocked
    assert [row.blocked for row in organization_of(ada).members] == [True]
    assert code(join(ben, code_of_ada)) == "membership-blocked"
    assert code(leave(ben, ada.public_id)) == "membership-blocked"
    assert not unblock(ada, ben.public_id, actor=ada).blocked


@pytest.mark.rule("ORG-4")
def test_deleted_member_is_off_the_list_and_the_code_works_again(
    ben: Account, ada: Account, code_of_ada: str
) -> None:
    join(ben, code_of_ada)
    block(ada, ben.public_id, actor=ada)
    assert delete(ada, ben.public_id, actor=ada) is None
    assert organization_of(ada).members == ()
    assert isinstance(join(ben, code_of_ada), Joined)
    assert [row.blocked for row in organization_of(ada).members] == [False]


@pytest.mark.rule("ORG-6")
def test_member_sees_the_organization_and_can_leave_it(
    ben: Account, ada: Account, code_of_ada: str
) -> None:
    assert my_invitations(ben) == ()
    join(ben, code_of_ada)
    (row,) = my_invitations(ben)
    assert (row.owner_id, row.owner_name, row.owner_email, row.kind) == (
        ada.public_id, ADA.name, ADA.email, Kind.EDUCATIONAL,
    )  # fmt: skip
    assert leave(ben, ada.public_id) is None
    assert my_invitations(ben) == ()
    assert code(leave(ben, ada.public_id)) == "not-a-member"


@pytest.mark.rule("ORG-4")
def test_strangers_cannot_be_blocked_or_deleted(
    ada: Account, ben: Account, code_of_ada: str
) -> None:
    for act in (block, unblock, delete):
        assert code(act(ada, ben.public_id)) == "not-a-member"
        assert code(act(ada, "A-000-000")) == "not-a-member"


@pytest.mark.rule("ORG-4")
def test_another_owner_has_no_say_over_a_member(
    ben: Account, cleo: Account, ada: Account, code_of_ada: str
) -> None:
    join(ben, code_of_ada)
    assert code(block(cleo, ben.public_id, actor=cleo)) == "not-a-member"
    assert [row.blocked for row in organization_of(ada).members] == [False]


@pytest.mark.rule("ORG-4")
def test_each_act_is_journaled_with_who_did_it(
    ben: Account, ada: Account, code_of_ada: str
) -> None:
    join(ben, code_of_ada)
    block(ada, ben.public_id, actor=ada)
    unblock(ada, ben.public_id)
    acts = list(Entry.objects.order_by("id").values_list("act", "role", "actor"))[-3:]
    assert acts == [
        ("member-joined", "account", ben.pk),
        ("member-blocked", "account", ada.pk),
        ("member-unblocked", "support", None),
    ]


@pytest.mark.rule("ORG-2", "SAFE-4", "ID-1")
def test_replaced_code_stops_and_is_nobodys_again(
    ada: Account, ben: Account, cleo: Account, code_of_ada: str
) -> None:
    join(ben, code_of_ada)
    new = replace_code(ada)
    assert isinstance(new, Organization)
    assert new.invite_code != code_of_ada
    assert code(ask_to_join(cleo, code_of_ada)) == "key-unknown"
    assert code(join(cleo, code_of_ada)) == "key-unknown"
    assert isinstance(join(cleo, new.invite_code), Joined)
    assert [each.account_id for each in organization_of(ada).members] == [
        ben.public_id,
        cleo.public_id,
    ]
    assert code(give_code(ada, code_of_ada)) == "id-taken"
    assert code(replace_code(ben)) == "not-found"
