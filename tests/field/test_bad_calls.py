"""What no good desktop sends, and what arrives twice: a clear answer, and no row that changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.http import HttpResponse

from contract.ids import make_invite_code, make_license_key, make_nonce, make_seat_id
from contract.problems import Code
from server.accounts.models import Session
from server.accounts.tokens import make_token
from server.licenses.enter import enter
from server.rulebook.facts import Refusal
from server.seats.bind import Bound
from server.seats.free import Freed, free
from server.seats.models import Place
from tests.fakes.desks import Desks
from tests.fakes.island import Island
from tests.fakes.lab import Lab
from tests.fakes.rows import nothing_changes

LONG_AGO, FAR_AHEAD = datetime(1970, 1, 1, tzinfo=UTC), datetime(9999, 12, 31, tzinfo=UTC)


@pytest.fixture
def island(lab: Lab) -> Island:
    return Island(lab, Ed25519PrivateKey.generate())


def told(answer: HttpResponse) -> tuple[int, str | None]:
    return answer.status_code, answer.json()["code"] if answer.content else None


def send(desks: Desks, method: str, path: str, body: object, name: str = "M") -> HttpResponse:
    """Whatever body it is: text and bytes go as they are."""
    headers = {"Authorization": f"Bearer {desks.tokens[name]}"}
    ask = getattr(desks.client, method)
    return ask(f"/api/v1{path}", data=body, content_type="application/json", headers=headers)


@pytest.fixture
def town(desks: Desks) -> Desks:
    """O's pool of two; M and N sit there, P waits."""
    desks.pool("O", 2, members="MNP")
    for name in ("M", "N"):
        assert desks.put(name).status_code == 200
    assert desks.line("P").status_code == 200
    return desks


WRITING = [
    ("put", "/seat"), ("put", "/seat/offline"), ("post", "/session"), ("post", "/offline/bindings"),
    ("post", "/offline/returns"), ("post", "/account/confirmation-mail"),
    ("patch", "/devices/7RIP6J7AHKPITXEW75KSYH4NH2"),
]  # fmt: skip
OTHER_FORMS = [
    b"[]", b"null", b"17", b'"text"', b"{", b"\xff\xfe", b"[" * 60_000, b'{"a":' * 12_000,
    b'{"later": ' + b"[" * 50_000, b'{"until": [], "seat": {}, "request": 1, "return": 2,'
    b'"email": [], "nickname": {}, "device": "x"}',
]  # fmt: skip


@pytest.mark.rule("SAFE-1")
@pytest.mark.parametrize(("method", "path"), WRITING)
def test_body_too_large_or_of_another_form_changes_nothing(
    town: Desks, method: str, path: str
) -> None:
    with nothing_changes():
        large = send(town, method, path, b" " * (64 * 1024) + b"{}")
        assert told(large) == (413, "too-large")
        said = {told(send(town, method, path, body)) for body in OTHER_FORMS}
    assert said <= {(422, "invalid-input"), (422, "return-damaged")}


WRONG = {
    "seat": ["short", 17, "x" * 60_000, "AAAAAAAAAAAAAAAAAAAAAA=", "ÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄ"],
    "last_lease": ["short", False, ["AAAAAAAAAAAAAAAAAAAAAA"]],
    "take_over": ["yes", 1, None],
}


@pytest.mark.rule("SAFE-1", "SEAT-15")
@pytest.mark.parametrize("name", WRONG)
def test_member_of_a_wrong_type_is_named_and_takes_nothing(town: Desks, name: str) -> None:
    for value in WRONG[name]:
        with nothing_changes():
            body = {"seat": town.seats["M"], name: value}
            answer = town.call("M", "put", "/seat", body)
        assert told(answer) == (422, "invalid-input")
        assert answer.json()["errors"] == [{"pointer": f"/{name}", "code": "invalid"}]


ODD_ADDRESSES = [
    ("delete", "/seat?seat={}&given_up={}"), ("delete", "/devices/{}"), ("patch", "/devices/{}"),
    ("get", "/{}"), ("get", "/license?{}={}"),
]  # fmt: skip


@pytest.mark.rule("SAFE-1", "SEAT-15")
@pytest.mark.parametrize("text", ["%00", "a%00b", "%ff", "%ed%a0%80", "9" * 9000, "..%2f..", "%0a"])
def test_address_that_nobody_writes_changes_nothing(town: Desks, text: str) -> None:
    with nothing_changes():
        for method, path in ODD_ADDRESSES:
            answer = send(town, method, path.replace("{}", text), {"nickname": "desk"})
            assert answer.status_code in (200, 204, 404, 422), (path, answer.status_code)


@pytest.mark.rule("SEAT-15", "SEAT-1")
def test_members_that_nobody_knows_are_ignored_everywhere(town: Desks) -> None:
    more = {"later": {"deep": [1, {"er": None}]}, "because": "x" * 40_000}
    answer = town.call("M", "put", "/seat", {"seat": town.seats["M"]} | more)
    assert (answer.status_code, answer.json()["seat"]) == (200, town.seats["M"])
    until = town.call("M", "get", "/license").json()["license"]["offline"]["latest"]
    assert town.call("M", "put", "/seat/offline", {"until": until} | more).status_code == 200
    device = town.device("M")
    named = town.call("M", "patch", f"/devices/{device}", {"nickname": "desk"} | more)
    assert (named.status_code, named.json()["nickname"]) == (200, "desk")


@pytest.mark.rule("SEAT-1", "SEAT-15")
def test_token_is_good_for_its_own_computer_alone(town: Desks) -> None:
    """M's token, with what is N's: it asks for M's computer, whatever it names."""
    theirs, device = town.seats["N"], town.device("N")
    untouched = Place.objects.filter(seat=theirs).values().get()
    mine = town.put("M", theirs).json()["seat"]
    assert mine not in (theirs, "")
    with nothing_changes():
        for query in ("", "&given_up=true"):
            done = town.call("M", "delete", f"/seat?seat={theirs}{query}")
            assert done.status_code == 204
        assert told(town.call("M", "delete", f"/devices/{device}")) == (404, "not-found")
        named = town.call("M", "patch", f"/devices/{device}", {"nickname": "mine"})
        assert told(named) == (404, "not-found")
    assert Place.objects.filter(seat=theirs).values().get() == untouched
    assert town.taken() == (2, 2)


@pytest.mark.rule("SEAT-1", "SAFE-3")
def test_session_call_that_arrives_twice_leaves_one_token_and_one_place(town: Desks) -> None:
    first = town.tokens["M"]
    with nothing_changes("Session", "Device"):
        town._sign_in("M")
    assert town.tokens["M"] != first
    assert Session.objects.filter(device__device_id=town.device("M")).count() == 1
    assert town.put("M").json()["seat"] == town.seats["M"]
    second, town.tokens["M"] = town.tokens["M"], first
    with nothing_changes():
        assert told(town.call("M", "put", "/seat", {})) == (401, "token-invalid")
        assert told(town.call("M", "delete", "/session")) == (401, "token-invalid")
    town.tokens["M"] = second
    assert town.log_out("M") == 204
    town.tokens["M"] = second
    with nothing_changes():
        assert told(town.call("M", "delete", "/session")) == (401, "token-invalid")
    assert town.taken() == (1, 2)


@pytest.mark.rule("SEAT-1", "SEAT-15", "LEASE-10")
def test_seat_calls_that_arrive_twice_are_done_once(town: Desks) -> None:
    known = {"seat": town.seats["M"]}
    first, second = (town.call("M", "put", "/seat", known).json() for _ in range(2))
    assert (first["seat"], second["notices"]) == (second["seat"], [])
    starts = [town.call("M", "put", "/seat", {}).json() for _ in range(2)]
    assert starts[0]["seat"] != starts[1]["seat"]
    assert (Place.objects.count(), town.taken()) == (2, (2, 2))
    town.seats["M"] = starts[1]["seat"]
    until = {town.reserve("M", days=3).json()["license"]["offline"]["available_until"]}
    with nothing_changes("Place"):
        until |= {town.reserve("M", days=3).json()["license"]["offline"]["available_until"]}
    assert len(until) == 1
    for _ in range(2):
        assert town.return_early("M").status_code == 200
    assert [town.close("M") for _ in range(2)] == [204, 204]
    assert [town.close("N") for _ in range(2)] == [204, 204]
    assert town.taken() == (0, 2)
    assert [town.leave_line("P") for _ in range(2)] == [204, 204]


@pytest.mark.rule("SEAT-15")
def test_place_id_of_a_start_before_ends_and_renews_nothing(town: Desks) -> None:
    old = town.seats["M"]
    new = town.start("M").json()["seat"]
    with nothing_changes():
        assert town.close("M", old) == 204
        gave_up = town.call("M", "delete", f"/seat?seat={old}&given_up=true")
        assert gave_up.status_code == 204
    again = town.call("M", "put", "/seat", {"seat": old}).json()["seat"]
    assert again not in (old, new)  # of a start, not of a contact: nobody renews by an old id
    with nothing_changes():
        assert town.close("M", new) == 204
    assert town.close("M", again) == 204
    assert (town.taken(), Place.objects.count()) == ((1, 2), 2)
    with nothing_changes():
        assert town.close("M", make_seat_id()) == 204


@pytest.mark.rule("SEAT-15", "SEAT-12")
def test_old_place_id_brings_no_freed_seat_back(town: Desks) -> None:
    old = town.seats["M"]
    assert isinstance(free(town.person("O"), old), Freed)
    with nothing_changes():
        answer = town.put("M", old).json()
        assert (answer["code"], answer["because"]) == ("seat-lost", "freed")
        assert town.close("M", old) == 204
    assert town.call("M", "delete", f"/seat?seat={old}&given_up=true").status_code == 204
    assert town.taken()[0] == 1


@pytest.mark.rule("AIR-3", "AIR-6", "AIR-11")
def test_binding_and_return_that_arrive_twice_are_done_once(
    desks: Desks, island: Island, mailoutbox: list[Any]
) -> None:
    desks.pool("O", 1)
    request = {"request": island.request()}
    first = desks.call("O1", "post", "/offline/bindings", request)
    assert (first.status_code, len(mailoutbox)) == (201, 1)
    with nothing_changes():
        second = desks.call("O1", "post", "/offline/bindings", request)
    assert (second.status_code, second.content) == (200, first.content)
    back = island.return_file(island.lease(_bound(first), desks.lab))
    freed = send(desks, "post", "/offline/returns", back, "O1")
    desks.at(hours=30)
    with nothing_changes():
        again = send(desks, "post", "/offline/returns", back, "O1")
    assert (again.status_code, again.json()) == (200, freed.json())
    assert (desks.taken(), len(mailoutbox)) == ((0, 1), 2)


@pytest.mark.rule("SAFE-1", "AIR-7", "LIC-7")
def test_key_that_nobody_knows_opens_nothing(town: Desks, island: Island) -> None:
    """Of a computer, of another product's, of the shop, of a session."""
    lease = Unbound(make_seat_id(), make_nonce())
    foreign = {"request": island.request(product="sister-product")}
    with nothing_changes():
        back = send(town, "post", "/offline/returns", island.return_file(lease))
        assert told(back) == (404, "return-unknown")
        assert told(send(town, "post", "/shop/licenses", {})) == (401, "shop-key-invalid")
        assert told(send(town, "post", "/offline/bindings", foreign))[0] in (403, 422)
        town.tokens["M"] = make_token()
        assert told(town.call("M", "put", "/seat", {})) == (401, "token-invalid")


@pytest.mark.rule("SAFE-1", "SAFE-4", "ID-5")
def test_license_key_or_code_that_nobody_knows_is_counted_and_no_more(town: Desks) -> None:
    person = town.person("M")
    for text in (make_license_key(), make_invite_code()):
        with nothing_changes("WrongKey"):
            assert enter(person, text) == Refusal(Code.KEY_UNKNOWN)
    with nothing_changes():
        assert enter(person, person.public_id).code is Code.KEY_IS_ID


@pytest.mark.rule("AIR-11", "AIR-6", "LEASE-4")
@pytest.mark.parametrize("clock", [LONG_AGO, FAR_AHEAD])
def test_computers_clock_however_far_off_bars_no_binding(
    desks: Desks, island: Island, clock: datetime
) -> None:
    """Its battery is empty, or it guessed: it says what time it is, and nobody goes by it."""
    desks.pool("O", 1)
    request = {"request": island.request(created=clock)}
    bound = desks.call("O1", "post", "/offline/bindings", request)
    assert (bound.status_code, desks.taken()) == (201, (1, 1))
    lease = island.lease(_bound(bound), desks.lab)
    back = island.return_file(lease, created=clock)
    freed = send(desks, "post", "/offline/returns", back, "O1")
    assert (freed.status_code, freed.json()) == (200, {"freed_on": "2027-03-01"})


@pytest.mark.rule("OFF-2", "SAFE-1")
def test_reservation_by_a_clock_far_off_is_refused_by_the_servers(town: Desks) -> None:
    for instant in ("1970-01-01T00:00:00Z", "9999-12-31T23:59:59Z", "0001-01-01T00:00:00+14:00"):
        with nothing_changes():
            answer = town.call("M", "put", "/seat/offline", {"until": instant})
        assert told(answer) in ((422, "invalid-input"), (422, "period-not-granted")), instant


def _bound(answer: HttpResponse) -> Bound:
    return Bound(answer.content, False, "", "")


@dataclass(frozen=True)
class Unbound:
    """What a return file says of a binding that never was."""

    seat: str
    nonce: str
