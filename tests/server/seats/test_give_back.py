"""A bound computer gives its seat back by the file that it wrote (AIR-6, AIR-9, AIR-10, AIR-11)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from contract.ids import make_nonce, make_seat_id
from contract.lease import Lease
from contract.problems import Code
from server.licenses.pool_terms import set_pool_terms
from server.rulebook.facts import Refusal
from server.seats.bind import Bound
from server.seats.give_back import GivenBack, give_back
from server.seats.reserve import reserve
from server.seats.show import show
from tests.fakes.clock import FakeClock
from tests.fakes.island import Island
from tests.fakes.lab import Lab
from tests.fakes.outcomes import held, refused


@pytest.fixture
def island(lab: Lab) -> Island:
    lab.license("ada")
    return Island(lab, Ed25519PrivateKey.generate())


def bind(island: Island, person: str = "ada", request: str | None = None) -> Lease:
    answer = island.bind(person, request)
    assert isinstance(answer, Bound), answer
    return island.lease(answer, island.lab)


def given(answer: GivenBack | Refusal) -> GivenBack:
    assert isinstance(answer, GivenBack), answer
    return answer


@pytest.mark.rule("AIR-6")
def test_return_file_frees_the_seat_once_and_says_so_again(
    lab: Lab, time: FakeClock, island: Island
) -> None:
    lease = bind(island)
    assert lab.taken() == 1
    file = island.return_file(lease)
    first = given(give_back(file))
    assert (first.freed_on, first.again, lab.taken()) == (time().date(), False, 0)
    time.tick(hours=50)
    held(lab.put("ada/1"))
    assert give_back(file) == GivenBack(first.freed_on, again=True)
    assert lab.taken() == 1


@pytest.mark.rule("AIR-6", "AIR-3")
def test_only_the_newest_nonce_answered_frees_the_seat(lab: Lab, island: Island) -> None:
    old = bind(island)
    new = bind(island)
    assert refused(island.give_back(old)).code is Code.RETURN_SUPERSEDED
    assert lab.taken() == 1
    given(island.give_back(new))


@pytest.mark.rule("AIR-6")
def test_request_of_a_lease_that_was_given_up_binds_nothing_more(lab: Lab, island: Island) -> None:
    request = island.request()
    given(island.give_back(bind(island, request=request)))
    answer = refused(island.bind("ada", request))
    assert (answer.code, answer.members["fault"]) == (Code.REQUEST_DAMAGED, "used-up")
    assert bind(island).seat
    assert lab.taken() == 1


@pytest.mark.rule("AIR-6", "AIR-7")
def test_return_that_another_key_signed_is_no_return(lab: Lab, island: Island) -> None:
    lease = bind(island)
    stranger = Island(lab, Ed25519PrivateKey.generate())
    forged = stranger.return_file(lease, device=island.device)
    assert refused(give_back(forged)).members["fault"] == "forged"
    assert refused(stranger.give_back(lease)).code is Code.RETURN_UNKNOWN
    assert refused(island.give_back(lease, seat=make_seat_id())).code is Code.RETURN_UNKNOWN
    assert refused(island.give_back(lease, nonce=make_nonce())).code is Code.RETURN_SUPERSEDED
    assert lab.taken() == 1


@pytest.mark.rule("AIR-7", "SAFE-1")
@pytest.mark.parametrize(
    ("file", "fault"),
    [
        (b"", "damaged"),
        (b"not at all", "not-such-a-file"),
        (b"x" * 65537, "too-large"),
        (b'{"format": 2, "kind": "return"}', "too-new"),
        (b'{"format": 1, "kind": "response"}', "response-instead"),
        (b'{"format": 1, "kind": "return", "return": "a.b.c"}', "damaged"),
        (b'{"format": 1, "kind": "return"', "damaged"),
    ],
)
def test_what_is_no_return_file_is_told_by_its_fault(lab: Lab, file: bytes, fault: str) -> None:
    answer = refused(give_back(file))
    assert (answer.code, answer.members["fault"]) == (Code.RETURN_DAMAGED, fault)


@pytest.mark.rule("AIR-7")
def test_what_mail_and_windows_do_to_a_return_is_forgiven(lab: Lab, island: Island) -> None:
    file = island.return_file(bind(island))
    given(give_back(b"\xef\xbb\xbf" + file.replace(b"\n", b"\r\n")))


@pytest.mark.rule("AIR-10")
def test_three_returns_of_a_license_in_a_year_and_no_more(
    lab: Lab, time: FakeClock, island: Island
) -> None:
    for _ in range(3):
        given(island.give_back(bind(island)))
        time.tick(hours=24)
    lease = bind(island)
    answer = refused(island.give_back(lease))
    assert answer.code is Code.RETURN_LIMIT_REACHED
    assert answer.members["retry_after"] == timedelta(days=362).total_seconds()
    (pool,) = show(lab.person("ada"))
    assert len(pool["returned"]) == 3  # type: ignore[arg-type]  # plain data
    time.at += timedelta(days=362)
    given(island.give_back(lease))


@pytest.mark.rule("AIR-9")
def test_computer_that_counts_lower_is_shown_and_not_refused(lab: Lab, island: Island) -> None:
    bind(island)
    island.counter = 0
    lease = bind(island)
    (pool,) = show(lab.person("ada"))
    assert pool["places"][0]["counter_fell_at"] is None  # type: ignore[index]  # the same counter: as usual
    bind(island)
    island.counter = -1
    lease = bind(island)
    (pool,) = show(lab.person("ada"))
    assert pool["places"][0]["counter_fell_at"] is not None  # type: ignore[index]  # plain data
    given(island.give_back(lease, counter=1))
    (pool,) = show(lab.person("ada"))
    assert [each["counter_fell"] for each in pool["returned"]] == [True]  # type: ignore[union-attr]


@pytest.mark.rule("AIR-11")
def test_binding_and_return_are_mailed_to_account_and_owner(
    lab: Lab, island: Island, mailoutbox: list
) -> None:
    lab.member("ada", "ben")
    set_pool_terms(lab.person("ada"), members_may_bind=True)
    ada = lab.person("ada")
    ada.language = "de"
    ada.save()
    lease = bind(island, "ben")
    bind(island, "ben")
    assert sorted(mail.to[0] for mail in mailoutbox) == ["ada@lab.example", "ben@lab.example"]
    assert all("windows" in mail.body for mail in mailoutbox)
    german, english = sorted(mailoutbox, key=lambda mail: mail.to[0])
    assert german.subject != english.subject
    mailoutbox.clear()
    assert refused(island.give_back(lease)).code is Code.RETURN_SUPERSEDED
    assert mailoutbox == []


@pytest.mark.rule("OFF-8")
def test_owner_keeps_seats_from_going_offline_all_at_once(
    lab: Lab, time: FakeClock, island: Island
) -> None:
    lab.license("ada", seats=3)
    for name in ("ben", "eve"):
        lab.member("ada", name)
        held(lab.put(f"{name}/1"))
    set_pool_terms(lab.person("ada"), offline_seats=1)
    week = time() + timedelta(days=7)
    held(reserve(lab.person("ben"), lab.device("ben/1"), week))
    answer = refused(reserve(lab.person("eve"), lab.device("eve/1"), week))
    assert answer.code is Code.OFFLINE_QUOTA_REACHED
    assert refused(island.bind("ada")).code is Code.OFFLINE_QUOTA_REACHED
    held(reserve(lab.person("ben"), lab.device("ben/1"), week + timedelta(days=1)))
    set_pool_terms(lab.person("ada"), offline_seats=None)
    held(reserve(lab.person("eve"), lab.device("eve/1"), week))
    assert refused(set_pool_terms(lab.person("ada"), offline_seats=-1)).code is Code.INVALID_INPUT
