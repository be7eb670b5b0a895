"""The owner's pages (ORG-1, ORG-4, ORG-5, SEAT-13)."""

from __future__ import annotations

import pytest

from tests.cast import ADA, BEN
from tests.server.portal.conftest import code_of, words


@pytest.fixture
def owner(ada, sold):
    sold("educational", 2, owner=ada)
    return ada


@pytest.fixture
def member(owner, ben):
    from server.organizations.join import add_member

    add_member(owner, ben)
    return ben


@pytest.mark.rule("ORG-5", "ORG-1")
def test_two_ways_stand_there_before_anybody_joined(enter, owner) -> None:
    page = enter(ADA).get("/organization/")
    assert "Invited Users</h1>" not in page.content.decode()
    code = owner.organization.invite_code
    assert f'readonly value="{code}"' in page.content.decode()
    assert f'/join/{code}"' in page.content.decode()
    assert page.content.decode().count("data-copy=") == 2


@pytest.mark.rule("ORG-4", "ORG-5")
def test_owner_blocks_unblocks_and_deletes_a_member(enter, owner, member) -> None:
    browser = enter(ADA)
    assert f"{BEN.email} · {member.public_id}" in words(browser.get("/organization/"))
    form = {"member": member.public_id}
    assert "Blocked Unblock" not in words(browser.get("/organization/"))
    assert "Unblock" in words(browser.post("/organization/block", form, follow=True))
    assert "Block" in words(browser.post("/organization/unblock", form, follow=True))
    asked = browser.get(f"/organization/delete/{member.public_id}")
    assert "Delete Ben Okafor from your list?" in words(asked)
    assert BEN.email in words(browser.get("/organization/"))  # looking deleted nobody
    gone = browser.post(f"/organization/delete/{member.public_id}", follow=True)
    assert BEN.email not in words(gone)


@pytest.mark.rule("SAFE-5", "ORG-4")
def test_acting_needs_a_post_and_somebody_of_ones_own(enter, owner, member, cleo) -> None:
    browser = enter(ADA)
    looked = browser.get("/organization/block", {"member": member.public_id}, follow=True)
    assert "Unblock" not in words(looked)
    stranger = {"member": cleo.public_id}
    assert "not on your list" in words(browser.post("/organization/block", stranger, follow=True))


@pytest.mark.rule("ORG-1")
def test_without_a_shareable_license_nobody_can_be_invited(enter, ben) -> None:
    assert "Nobody to invite yet" in words(enter(BEN).get("/organization/"))


@pytest.mark.rule("SEAT-13", "PRI-1")
def test_owner_is_told_that_an_own_computer_keeps_the_seat(enter, owner, sit) -> None:
    """FC-13: a buyer tries it once, and wonders why the colleagues are refused."""
    sit(owner)
    page = words(enter(ADA).get("/organization/"))
    assert "You · Linux In use since" in page
    assert "It stays yours until you log out there; then others can use the seat." in page


@pytest.mark.rule("SAFE-1", "ORG-4")
@pytest.mark.parametrize("act", ["block", "unblock", "delete/A-0FF-1CE", "delete/nobody"])
def test_acting_on_somebody_elses_member_is_refused(enter, owner, act: str) -> None:
    refused = enter(ADA).post(f"/organization/{act}", {"member": "A-0FF-1CE"})
    assert (refused.status_code, code_of(refused)) == (404, "not-a-member")
    assert 'name="next" value="/organization/"' in refused.content.decode()


@pytest.mark.rule("SEAT-13", "SAFE-5")
def test_owner_frees_the_seat_of_a_member(enter, owner, member, sit) -> None:
    from server.seats.models import Place

    sit(member)
    seat, browser = Place.objects.get().seat, enter(ADA)
    assert "Free the seat of Ben Okafor?" in words(browser.get(f"/organization/free/{seat}"))
    assert "it may go on without a connection." in words(browser.get(f"/organization/free/{seat}"))
    done = browser.post(f"/organization/free/{seat}", follow=True)
    assert "The seat is free for others." in words(done)
    assert "Nobody at the moment" in words(done)
    assert "Ben Okafor · Linux if it has no connection, it may go on until" in words(done)


@pytest.mark.rule("SEAT-13")
def test_seats_of_oneself_and_of_others_are_not_freed_there(enter, owner, ben, sit, sold) -> None:
    from server.seats.models import Place

    sit(owner)
    sold("commercial", 1, owner=ben)
    sit(ben)
    for place in Place.objects.all():
        refused = enter(ADA).post(f"/organization/free/{place.seat}")
        assert (refused.status_code, code_of(refused)) == (404, "no-seat")
    assert not Place.objects.filter(closed_at__isnull=False).exists()


@pytest.mark.rule("OFF-2", "OFF-8", "AIR-5")
def test_owner_sets_how_seats_are_used_offline(enter, owner) -> None:
    browser = enter(ADA)
    given = {"offline_days": "14", "offline_seats": "1", "members_may_bind": "on"}
    assert "Saved." in words(browser.post("/organization/settings", given, follow=True))
    pool = owner.pools.get()
    assert (pool.offline_days, pool.offline_seats, pool.members_may_bind) == (14, 1, True)
    browser.post("/organization/settings", {"offline_days": "", "offline_seats": ""})
    pool.refresh_from_db()
    assert (pool.offline_days, pool.offline_seats, pool.members_may_bind) == (None, None, False)


@pytest.mark.rule("SAFE-1", "OFF-2")
@pytest.mark.parametrize("days", ["-1", "many", "99999999999999999999"])
def test_limit_that_is_none_is_refused_and_changes_nothing(enter, owner, days: str) -> None:
    refused = enter(ADA).post("/organization/settings", {"offline_days": days})
    assert (refused.status_code, "errorlist" in refused.content.decode()) == (422, True)
    assert owner.pools.get().offline_days is None


@pytest.mark.rule("ORG-2", "SAFE-5")
def test_owner_replaces_the_code_once_by_a_press(enter, owner, member, cleo) -> None:
    from server.organizations.join import join
    from server.rulebook.facts import Refusal

    browser, old = enter(ADA), owner.organization.invite_code
    asked = browser.get("/organization/new-code")
    assert "stop at once" in words(asked)
    owner.organization.refresh_from_db()
    assert owner.organization.invite_code == old  # looking replaced nothing
    for _ in range(2):  # a double click
        page = browser.post("/organization/new-code", {"code": old}, follow=True)
    owner.organization.refresh_from_db()
    new = owner.organization.invite_code
    assert (new != old, f'/join/{new}"' in page.content.decode(), BEN.email in words(page)) == (
        True, True, True,
    )  # fmt: skip
    assert isinstance(join(cleo, old), Refusal)
    assert not isinstance(join(cleo, new), Refusal)
