"""The fast way of a contact: what it answers itself, and that all else reaches the verb."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from contract import wire
from contract.ids import make_jti, make_seat_id
from server.clock import now
from tests.fakes.lab import Lab

if TYPE_CHECKING:
    from tests.fakes.door import Answer, Door

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def lab(db: None, move_clock: Callable[..., None], tmp_path_factory) -> Lab:
    from server.signing.setup import make_first_keys

    make_first_keys(tmp_path_factory.mktemp("keys"), now())
    return Lab(now)


@pytest.fixture
def door(lab: Lab) -> Iterator[Door]:
    """Ada's pool of three, in which Ben sits."""
    from tests.fakes.door import Door

    lab.license("ada", 3)
    lab.member("ada", "ben")
    lab.put("ben/1")
    made = Door(lab)
    yield made
    made.close()


@pytest.mark.rule("SEAT-15", "LEASE-1", "LEASE-9")
@pytest.mark.parametrize("name", ["ben/1", "ada/1", "ada/web", "ben/web"])
def test_contact_is_answered_as_the_verb_answers_it(door: Door, name: str) -> None:
    door.lab.put(name)
    fast, slow = door.put(name), door.put(name, fast=False)
    assert (fast.was_fast, slow.was_fast) == (True, False)
    assert fast.without_chance() == slow.without_chance()
    assert {**fast.headers, "Content-Length": ""} == {**slow.headers, "Content-Length": ""}


@pytest.mark.rule("SEAT-15", "TRI-2", "TRI-5")
def test_contact_of_a_trial_is_answered_as_the_verb_answers_it(door: Door) -> None:
    door.lab.trial("dora")
    door.lab.put("dora/1")
    fast, slow = door.put("dora/1"), door.put("dora/1", fast=False)
    assert (fast.was_fast, slow.was_fast) == (True, False)
    assert fast.without_chance() == slow.without_chance()


@pytest.mark.rule("LEASE-10", "SAFE-3")
def test_contact_is_stored_with_its_lease(door: Door, move_clock: Callable[..., None]) -> None:
    before = door.lab.row("ben/1")
    move_clock(minutes=10)
    answer = door.put("ben/1")
    after = door.lab.row("ben/1")
    assert answer.was_fast
    assert (after.lease_jti, after.previous_jti) == (answer.jti, before.lease_jti)
    assert after.last_contact_at - before.last_contact_at >= timedelta(minutes=10)
    assert after.lease_exp - before.lease_exp >= timedelta(minutes=10)


@pytest.mark.rule("LEASE-10")
def test_last_lease_or_the_one_before_may_be_named(door: Door) -> None:
    older, seat = make_jti(), door.lab.row("ben/1").seat
    first = door.put("ben/1", {"seat": seat, "last_lease": door.lab.row("ben/1").lease_jti})
    second = door.put("ben/1", {"seat": seat, "last_lease": first.jti})
    again = door.put("ben/1", {"seat": seat, "last_lease": first.jti})
    foreign = door.put("ben/1", {"seat": seat, "last_lease": older})
    assert [each.was_fast for each in (first, second, again, foreign)] == [True, True, True, False]


@pytest.mark.rule("SEAT-15")
def test_start_is_decided(door: Door) -> None:
    before = door.lab.row("ben/1").seat
    assert not door.ask("ben/1", b"").was_fast
    assert not door.put("ben/1", {}).was_fast
    assert not door.put("ben/1", {"seat": make_seat_id()}).was_fast
    assert not door.put("ben/1", {"seat": before}).was_fast  # of the start before


@pytest.mark.rule("SAFE-1")
@pytest.mark.parametrize(
    "change",
    [{"take_over": True}, {"last_lease": "short"}, {"seat": 7}, {"note": "\0"}, {"x": "y" * 2000}],
)
def test_what_is_no_plain_contact_is_read_by_the_verb(door: Door, change: dict) -> None:
    assert not door.put("ben/1", {"seat": door.lab.row("ben/1").seat, **change}).was_fast


@pytest.mark.rule("SAFE-1")
@pytest.mark.parametrize(
    "environ",
    [
        {"HTTP_USER_AGENT": "Seatkeeper/0.0.1 (linux)"},
        {"HTTP_AUTHORIZATION": ""},
        {"HTTP_AUTHORIZATION": "Bearer nobodys-token-at-all-0"},
        {"REQUEST_METHOD": "POST"},
        {"PATH_INFO": "/api/v1/seat/offline"},
        {"CONTENT_LENGTH": "many"},
        {"CONTENT_LENGTH": ""},
    ],
)
def test_request_that_is_refused_reaches_the_verb(door: Door, environ: dict[str, str]) -> None:
    answer = door.put("ben/1", **environ)
    assert not answer.was_fast
    assert answer.status >= 200


@pytest.mark.rule("SEAT-1", "SEAT-15")
def test_place_of_another_computer_is_not_renewed(door: Door) -> None:
    door.lab.put("ben/2")
    answer = door.put("ben/2", {"seat": door.lab.row("ben/1").seat})
    assert not answer.was_fast
    assert answer.body["seat"] != door.lab.row("ben/1").seat


@pytest.mark.rule("SEAT-12", "ORG-4")
def test_contact_of_a_blocked_member_is_decided(door: Door) -> None:
    from server.organizations.block import block
    from server.organizations.unblock import unblock

    ada, ben = door.lab.person("ada"), door.lab.person("ben")
    assert door.put("ben/1").was_fast
    block(ada, ben.public_id)
    refused = door.put("ben/1")
    assert (refused.was_fast, refused.body["code"]) == (False, "membership-blocked")
    unblock(ada, ben.public_id)
    found = door.put("ben/1")
    assert (found.was_fast, found.status) == (False, 200)
    assert door.put("ben/1").was_fast


@pytest.mark.rule("SEAT-15")
def test_contact_of_a_closed_place_is_decided(door: Door) -> None:
    door.lab.close("ben/1")
    assert not door.put("ben/1").was_fast


@pytest.mark.rule("SEAT-9")
def test_contact_after_logging_out_is_decided(door: Door) -> None:
    from server.seats.log_out import log_out

    door.put("ben/1")
    log_out(door.lab.person("ben"), door.lab.device("ben/1"))
    assert not door.put("ben/1").was_fast


@pytest.mark.rule("LIC-8", "SEAT-11")
def test_suspended_license_has_each_contact_decided(door: Door) -> None:
    from server.licenses.models import License
    from server.licenses.suspend import resume, suspend

    name = License.objects.get().license_id
    suspend(name)
    refused = door.put("ben/1")
    assert (refused.was_fast, refused.body["code"]) == (False, "license-suspended")
    resume(name)
    assert [door.put("ben/1").was_fast for _ in range(2)] == [False, True]


@pytest.mark.rule("SEAT-11", "LIC-5")
def test_another_license_in_the_pool_is_named_at_once(door: Door) -> None:
    from server.licenses.models import License

    License.objects.update(ends_at=now() + timedelta(days=300), last_day=now().date())
    longer = door.lab.license("ada", 2)
    first, second = door.put("ben/1"), door.put("ben/1")
    assert [first.was_fast, second.was_fast] == [False, True]
    assert second.body["license"]["license_id"] == longer.license_id
    assert second.body["license"]["seats"] == 5


@pytest.mark.rule("OFF-1", "OFF-2")
def test_reserved_place_is_decided_and_changes_the_offers_of_all(door: Door) -> None:
    from server.seats.reserve import reserve

    door.lab.put("ada/1")
    assert door.put("ada/1").was_fast
    reserve(door.lab.person("ben"), door.lab.device("ben/1"), now() + timedelta(days=3))
    assert [door.put("ben/1").was_fast for _ in range(2)] == [False, False]
    assert [door.put("ada/1").was_fast for _ in range(2)] == [False, True]


@pytest.mark.rule("OFF-2")
def test_owners_maximum_is_offered_at_once(door: Door) -> None:
    from server.licenses.pool_terms import set_pool_terms

    set_pool_terms(door.lab.person("ada"), offline_days=3)
    first, second = door.put("ben/1"), door.put("ben/1")
    assert [first.was_fast, second.was_fast] == [False, True]
    assert [each["id"] for each in second.body["license"]["offline"]["periods"]] == ["1d", "3d"]


@pytest.mark.rule("SEAT-5", "LEASE-2")
def test_contact_on_a_lease_that_ended_is_decided(
    door: Door, move_clock: Callable[..., None]
) -> None:
    move_clock(minutes=119)
    assert door.put("ben/1").was_fast
    move_clock(minutes=121)
    late = door.put("ben/1")
    assert (late.was_fast, late.status) == (False, 200)


@pytest.mark.rule("LEASE-9", "LIC-5")
def test_no_lease_is_renewed_past_its_license(door: Door, move_clock: Callable[..., None]) -> None:
    ends_at = (now() + timedelta(hours=3)).replace(microsecond=0)
    door.lab.license("cleo", 2, ends_at=ends_at)
    door.lab.member("cleo", "emma")
    door.lab.put("emma/1")
    assert door.put("emma/1").was_fast
    move_clock(minutes=61)
    near = door.put("emma/1")
    assert not near.was_fast
    assert door.lab.row("emma/1").lease_exp == ends_at
    assert not door.put("emma/1").was_fast


@pytest.mark.rule("TRI-2")
def test_no_lease_is_renewed_past_the_active_day(
    door: Door, move_clock: Callable[..., None]
) -> None:
    door.lab.trial("dora")
    door.lab.put("dora/1")
    for _ in range(12):
        move_clock(minutes=110)
        door.put("dora/1")
    answer = door.put("dora/1")  # 22 hours later: the day ends before the bridge does
    assert not answer.was_fast
    assert answer.body["license"]["trial"]["days_left"] == 4


@pytest.mark.rule("SUP-3")
def test_contact_is_signed_by_the_newest_key(door: Door) -> None:
    from server.signing.sign import make_signing_key

    newest = make_signing_key(now())
    answer = door.put("ben/1")
    import jwt

    assert answer.was_fast
    assert jwt.get_unverified_header(answer.body["lease"])["kid"] == newest.kid


@pytest.mark.rule("ACC-8")
def test_use_of_a_token_is_noted_once_an_hour(door: Door, move_clock: Callable[..., None]) -> None:
    from server.accounts.models import Session

    door.put("ben/1")
    began = Session.objects.get().used_at
    move_clock(minutes=50)
    door.put("ben/1")
    assert Session.objects.get().used_at == began
    move_clock(minutes=50)
    assert door.put("ben/1").was_fast
    assert Session.objects.get().used_at - began >= timedelta(minutes=100)


@pytest.mark.rule("ACC-8")
def test_account_or_session_that_ended_is_told_by_the_verb(door: Door) -> None:
    from server.accounts.models import Account, Session

    door.put("ben/1")
    Account.objects.filter(pk=door.lab.person("ben").pk).update(is_active=False)
    assert door.put("ben/1").body["code"] == "token-invalid"
    Account.objects.update(is_active=True)
    Session.objects.all().delete()
    assert door.put("ben/1").body["code"] == "token-invalid"


@pytest.mark.rule("SAFE-3")
def test_other_terms_have_each_contact_decided(door: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    from server.seats import renew

    monkeypatch.setattr(renew, "terms_mark", lambda: "other terms")
    assert not door.put("ben/1").was_fast


@pytest.mark.rule("SAFE-3")
def test_contact_goes_to_the_verb_when_its_own_connection_broke(
    door: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    from server.direct import Direct

    def broken(self: Direct) -> None:
        raise OSError("the connection is gone")

    monkeypatch.setattr(Direct, "connection", broken)
    answer = door.put("ben/1")
    assert (answer.was_fast, answer.status) == (False, 200)
    monkeypatch.undo()
    assert door.put("ben/1").was_fast


@pytest.mark.rule("SEAT-7", "ACC-6")
def test_owners_new_name_is_told_to_members(door: Door) -> None:
    from server.accounts.profile import change_name

    assert door.put("ben/1").was_fast
    change_name(door.lab.person("ada"), "Ada Byron")
    answers = [door.put("ben/1") for _ in range(2)]
    assert [each.was_fast for each in answers] == [False, True]
    assert {each.body["license"]["owner"]["name"] for each in answers} == {"Ada Byron"}


@pytest.mark.rule("LIC-5", "SEAT-16")
def test_contacts_are_fast_again_once_a_license_ended(
    door: Door, move_clock: Callable[..., None]
) -> None:
    from server.seats.models import Renewal

    door.lab.license("ada", 2, ends_at=(now() + timedelta(hours=3)).replace(microsecond=0))
    assert [door.put("ben/1").was_fast for _ in range(2)] == [False, True]
    for minutes in (61, 100, 100):
        move_clock(minutes=minutes)
        door.put("ben/1")
    assert [door.put("ben/1").was_fast for _ in range(3)][1:] == [True, True]
    assert Renewal.objects.filter(pool__owner=door.lab.person("ada")).count() == 1


@pytest.mark.rule("TRI-2", "TRI-5")
def test_next_active_day_is_renewed_and_shown(door: Door, move_clock: Callable[..., None]) -> None:
    door.lab.trial("dora")
    door.lab.put("dora/1")
    move_clock(hours=25)
    for _ in range(3):
        door.put("dora/1")
    answer = door.put("dora/1")
    assert answer.was_fast
    assert answer.body["license"]["trial"]["days_left"] == 3


@pytest.mark.rule("SEAT-1", "SEAT-12", "SAFE-3")
def test_contacts_at_once_are_each_answered_for_their_own_place(door: Door) -> None:
    from concurrent.futures import ThreadPoolExecutor

    from django.db import connection

    names = [f"ada/{number}" for number in range(4)]
    for name in names:
        door.lab.put(name)
    bodies = {name: wire.encode({"seat": door.lab.row(name).seat}) for name in names}
    tokens = [door.token(name) for name in names]
    assert len(set(tokens)) == 4

    def contact(name: str) -> list[Answer]:
        try:
            return [door.ask(name, bodies[name]) for _ in range(20)]
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        found = dict(zip(names, pool.map(contact, names), strict=True))
    for name, answers in found.items():
        row = door.lab.row(name)
        assert {each.body["seat"] for each in answers} == {row.seat}
        assert len({each.jti for each in answers}) == 20
        assert row.lease_jti == answers[-1].jti
