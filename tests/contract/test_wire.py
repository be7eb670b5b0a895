"""What crosses the wire: instants with Z, what is left out, what is ignored, where a fault is."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contract.problems import KNOWN_REFUSALS_OF_PUT_SEAT, PROBLEMS, Code
from contract.wire import Malformed, decode, devices, encode, line, meta, offline, plain, seat, shop
from contract.wire.license import License, LicenseAnswer, Offline, Owner, Period, Trial
from contract.wire.problem import (
    MEMBERS,
    Line,
    Place,
    SeatRefused,
    Tried,
    Wait,
    members_of,
    problem_document,
    read_problem,
)
from contract.wire.session import ConfirmationMail, Device, SecondFactor, SignedIn, SignIn

NOW = datetime(2027, 3, 1, 9, 0, tzinfo=UTC)
OFFLINE = Offline(allowed=True, periods=[Period(id="7d", until=NOW)], latest=NOW)
LICENSE = License(
    license_id="L-0B4-5F2",
    kind="educational",
    product="memo-editor",
    features=[],
    platforms=["windows", "linux"],
    seats=2,
    policy="member",
    bound=False,
    offline=OFFLINE,
    last_day=date(2027, 12, 31),
    owner=Owner(id="A-7C3-E19", name="Ada Lindqvist", email="ada@lab.example"),
)
ANSWER = seat.SeatAnswer(
    seat="BBBBBBBBBBBBBBBBBBBBBA",
    lease="e.e.e",
    license=LICENSE,
    notices=[seat.Notice(code="seat-moved")],
    next_contact_in=600,
    server_time=NOW,
)
DEVICE = {"id": "X" * 26, "public_key": "x" * 43, "platform": "linux", "app_version": "0.1.0"}


@pytest.mark.rule("SEAT-1")
def test_answer_says_instants_in_utc_and_leaves_out_what_is_not() -> None:
    members = json.loads(encode(ANSWER))
    assert members["server_time"] == "2027-03-01T09:00:00Z"
    assert members["notices"] == [{"code": "seat-moved"}]
    assert members["license"] == {
        "license_id": "L-0B4-5F2",
        "kind": "educational",
        "product": "memo-editor",
        "features": [],
        "platforms": ["windows", "linux"],
        "seats": 2,
        "policy": "member",
        "bound": False,
        "offline": {
            "allowed": True,
            "periods": [{"id": "7d", "until": "2027-03-01T09:00:00Z"}],
            "latest": "2027-03-01T09:00:00Z",
        },
        "last_day": "2027-12-31",
        "owner": {"id": "A-7C3-E19", "name": "Ada Lindqvist", "email": "ada@lab.example"},
    }


TYPES = [
    seat.SeatAnswer,
    seat.Reserve,
    SignIn,
    SecondFactor,
    SignedIn,
    ConfirmationMail,
    LicenseAnswer,
    Trial,
    meta.Meta,
    devices.Devices,
    devices.Released,
    line.LineAnswer,
    offline.Binding,
    offline.Freed,
    shop.LicenseMade,
    SeatRefused,
]


@pytest.mark.rule("SAFE-1")
@settings(deadline=None)  # a machine in use is slow, not wrong
@given(st.sampled_from(TYPES), st.data())
def test_every_message_survives_the_way_over_the_wire(kind: type, data: st.DataObject) -> None:
    st.register_type_strategy(datetime, st.datetimes(timezones=st.just(UTC)))
    st.register_type_strategy(str, st.text(min_size=1, max_size=60))  # what every member takes
    message = data.draw(st.from_type(kind))
    assert decode(encode(message), kind) == message
    assert msgspec.convert(plain(message), kind) == message


@pytest.mark.rule("SAFE-1")
def test_members_that_are_not_known_are_ignored() -> None:
    assert decode(b'{"seat": null, "later": {"x": 1}}', seat.SeatWanted) == seat.SeatWanted()


FAULTS = [
    (b"", "", "malformed"),
    (b"{", "", "malformed"),
    (b"\xff\xfe", "", "malformed"),
    (b'{"later": ' + b"[" * 100_000, "", "malformed"),
    (b"[]", "", "invalid"),
    (b"{}", "/device", "required"),
    (json.dumps({"device": {**DEVICE, "id": 5}}).encode(), "/device/id", "invalid"),
    (
        json.dumps({"device": {**DEVICE, "platform": "amiga"}}).encode(),
        "/device/platform",
        "invalid",
    ),
    (json.dumps({"device": {"id": "x"}}).encode(), "/device/public_key", "required"),
    (json.dumps({"device": DEVICE, "email": "x" * 1001}).encode(), "/email", "invalid"),
]


@pytest.mark.rule("SAFE-1")
@pytest.mark.parametrize(("body", "pointer", "code"), FAULTS)
def test_malformed_body_names_the_place_of_its_fault(body: bytes, pointer: str, code: str) -> None:
    with pytest.raises(Malformed) as caught:
        decode(body, SignIn)
    assert caught.value.errors == [{"pointer": pointer, "code": code}]


@pytest.mark.rule("SAFE-1")
def test_fault_inside_a_list_is_named_and_an_instant_needs_its_zone() -> None:
    with pytest.raises(Malformed) as caught:
        decode(b'{"devices": [{"device": 1}]}', devices.Devices)
    assert caught.value.pointer == "/devices/0/device"
    with pytest.raises(Malformed, match="/until"):
        decode(b'{"until": "2027-03-01T09:00:00"}', seat.Reserve)


@pytest.mark.rule("SAFE-1")
def test_pointer_escapes_what_a_pointer_is_made_of() -> None:
    with pytest.raises(Malformed) as caught:
        decode(b'{"a/b~c": "x"}', dict[str, int])
    assert caught.value.pointer in ("/a~1b~0c", "/...")


@pytest.mark.rule("SEAT-14", "LIC-10")
def test_left_out_and_null_are_two_things_where_they_must_be() -> None:
    assert decode(b'{"nickname": null}', devices.Nickname).nickname is None
    with pytest.raises(Malformed):
        decode(b"{}", devices.Nickname)
    assert decode(b"{}", shop.LicenseChange).expires_on is msgspec.UNSET
    assert decode(b'{"expires_on": null}', shop.LicenseChange).expires_on is None
    assert encode(shop.LicenseChange(suspended=True)) == b'{"suspended":true}'


def test_sign_in_needs_no_product_and_return_file_has_its_jws() -> None:
    asked = decode(json.dumps({"device": DEVICE, "email": "ada@lab.example"}).encode(), SignIn)
    assert asked.device == Device(**DEVICE)
    file = decode(b'{"format": 1, "kind": "return", "return": "e.e.e"}', offline.ReturnFile)
    assert file.jws == "e.e.e"


TRIED = Tried(owner=LICENSE.owner, seats=2, reason="seats-exhausted")


@pytest.mark.rule("SEAT-7", "SAFE-1")
def test_refusal_is_a_problem_document_and_read_as_one() -> None:
    refused = SeatRefused(
        tried=(TRIED,),
        devices=(Place(device="X" * 26, platform="linux", since=NOW, this=True),),
        line=Line(people=3, offered=True),
    )
    document = problem_document(Code.SEATS_EXHAUSTED, "All taken", "E-1", plain(refused))
    found = read_problem(encode(document))
    assert document["type"] == "urn:seatkeeper:problem:seats-exhausted"
    assert (found.code, found.status, found.title) == (
        "seats-exhausted",
        409,
        PROBLEMS[Code.SEATS_EXHAUSTED].title,
    )
    assert (found.detail, found.instance) == ("All taken", "E-1")
    assert members_of(found) == refused


@pytest.mark.rule("APP-15", "SAFE-1")
def test_code_or_members_of_a_later_server_do_no_harm() -> None:
    later = read_problem(b'{"code": "sunspots", "detail": "Wait.", "flares": 3}')
    assert (later.code, later.detail, dict(later.members)) == ("sunspots", "Wait.", {"flares": 3})
    assert members_of(later) is None
    assert members_of(read_problem(b'{"code": "forbidden"}')) is None
    odd = read_problem(b'{"code": "rate-limited", "retry_after": "soon"}')
    assert members_of(odd) is None
    assert members_of(read_problem(b'{"code": "rate-limited", "retry_after": 9}')) == Wait(
        retry_after=9
    )


@pytest.mark.rule("APP-15")
@pytest.mark.parametrize("body", [b"", b"<html>", b"[]", b"{}", b'{"code": 5}'])
def test_answer_that_is_no_problem_document_is_malformed(body: bytes) -> None:
    with pytest.raises(Malformed):
        read_problem(body)


@pytest.mark.rule("SAFE-1")
def test_members_never_replace_what_every_problem_has() -> None:
    document = problem_document(Code.FORBIDDEN, "", "E-2", {"code": "x", "status": 200, "more": 1})
    assert (document["code"], document["status"], document["more"]) == ("forbidden", 403, 1)


@pytest.mark.rule("SEAT-2")
def test_every_refusal_of_a_seat_can_say_what_was_tried() -> None:
    assert {code for code, kind in MEMBERS.items() if kind is SeatRefused} == (
        KNOWN_REFUSALS_OF_PUT_SEAT
    )
