"""The seat's calls over HTTP: how answers and refusals look, and who may ask."""

from __future__ import annotations

from datetime import datetime, timedelta

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.test import Client

from contract import wire
from contract.encoding import from_base64url
from contract.keys import KeyStatement, read_statement
from contract.offline_files import Response, read_response
from contract.wire.license import LicenseAnswer
from contract.wire.problem import SeatRefused, members_of, read_problem
from contract.wire.seat import SeatAnswer
from server.config.brand import brand
from server.signing.models import SigningKey
from tests.fakes.clock import FakeClock
from tests.fakes.desks import Desks
from tests.fakes.island import Island
from tests.fakes.lab import Lab
from tests.field.conftest import desks, lab, time

__all__ = ["desks", "lab", "time"]


@pytest.mark.rule("LEASE-8", "SEAT-1")
def test_seat_answer_has_all_that_the_contract_names(desks: Desks, time: FakeClock) -> None:
    desks.pool("O", 2, members="M")
    answer = wire.decode(desks.put("M").content, SeatAnswer)
    assert answer.server_time == time()
    assert answer.next_contact_in == 600
    assert answer.license.owner is not None
    assert answer.license.seats_in_use is None
    again = wire.decode(desks.call("M", "get", "/seat").content, SeatAnswer)
    assert (again.seat, again.lease) == (answer.seat, answer.lease)


@pytest.mark.rule("SEAT-2", "SAFE-1")
def test_refusal_has_its_members_typed(desks: Desks) -> None:
    desks.pool("O", 1, members="MN")
    desks.put("M")
    problem = read_problem(desks.put("N").content)
    members = members_of(problem)
    assert (problem.status, problem.code) == (409, "seats-exhausted")
    assert isinstance(members, SeatRefused)
    assert [(each.owner.name, each.seats) for each in members.tried] == [("O", 1)]


@pytest.mark.rule("SEAT-15")
def test_looking_for_a_seat_that_is_not_held_is_404(desks: Desks) -> None:
    desks.pool("O", 1)
    assert desks.call("O1", "get", "/seat").json()["code"] == "no-seat"


@pytest.mark.rule("SEAT-15", "SAFE-1")
def test_closing_names_the_place(desks: Desks) -> None:
    desks.pool("O", 1)
    desks.put("O1")
    missing = desks.call("O1", "delete", "/seat")
    assert (missing.status_code, missing.json()["errors"][0]["pointer"]) == (422, "/seat")
    assert desks.call("O1", "delete", "/seat?seat=nobodys&given_up=true").status_code == 204
    assert desks.taken() == (1, 1)
    gone = desks.call("O1", "delete", f"/seat?seat={desks.seats['O1']}&given_up=true")
    assert (gone.status_code, desks.taken()) == (204, (0, 1))


@pytest.mark.rule("SAFE-1")
@pytest.mark.parametrize("body", ["[]", '{"seat": 7}', '{"seat": "short"}', "{"])
def test_body_that_is_none_is_refused_and_takes_nothing(desks: Desks, body: str) -> None:
    desks.pool("O", 1)
    assert desks.call("O1", "put", "/seat", body).status_code == 422
    assert desks.taken() == (0, 1)


@pytest.mark.rule("SAFE-2")
@pytest.mark.parametrize("path", ["/seat", "/license"])
def test_seat_calls_need_a_token(db: None, client: Client, path: str) -> None:
    answer = client.get(f"/api/v1{path}")
    assert (answer.status_code, answer.json()["code"]) == (401, "token-invalid")


@pytest.mark.rule("APP-3")
def test_license_page_needs_no_seat(desks: Desks) -> None:
    desks.pool("O", 2)
    answer = wire.decode(desks.call("O1", "get", "/license").content, LicenseAnswer)
    assert (answer.license.seats_in_use, answer.license.seats) == (0, 2)
    assert answer.license.policy == "owner"
    assert desks.taken() == (0, 2)


@pytest.mark.rule("OFF-2", "OFF-4")
def test_period_from_the_list_is_granted_and_given_back(desks: Desks) -> None:
    desks.pool("O", 1, members="M")
    offline = wire.decode(desks.put("M").content, SeatAnswer).license.offline
    until = offline.periods[0].until
    reserved = desks.call("M", "put", "/seat/offline", {"until": until.isoformat()})
    assert wire.decode(reserved.content, SeatAnswer).license.offline.available_until == until
    desks.close("M")
    assert desks.call("M", "delete", "/seat/offline").status_code == 204


@pytest.mark.rule("SAFE-1", "OFF-2")
def test_date_without_a_zone_is_refused(desks: Desks) -> None:
    desks.pool("O", 1)
    answer = desks.call("O1", "put", "/seat/offline", {"until": "2027-03-03T00:00:00"})
    assert answer.json()["code"] == "invalid-input"


@pytest.mark.rule("SAFE-1", "OFF-2")
@pytest.mark.parametrize(
    ("until", "code"),
    [
        ("0001-01-01T00:00:00+14:00", "invalid-input"),
        ("9999-12-31T23:59:59-14:00", "period-not-granted"),
    ],
)
def test_date_at_the_edge_of_time_is_refused_plainly(desks: Desks, until: str, code: str) -> None:
    desks.pool("O", 1)
    answer = desks.call("O1", "put", "/seat/offline", {"until": until})
    assert (answer.status_code, answer.json()["code"]) == (422, code)


@pytest.mark.rule("AIR-3", "AIR-11")
def test_binding_over_the_api_gives_the_response_file(
    desks: Desks, lab: Lab, time: FakeClock
) -> None:
    desks.pool("O", 2)
    island = Island(lab, Ed25519PrivateKey.generate())
    request = {"request": island.request()}
    first = desks.call("O1", "post", "/offline/bindings", request)
    assert first.status_code == 201
    assert isinstance(read_response(first.content), Response)
    again = desks.call("O1", "post", "/offline/bindings", request)
    assert (again.status_code, again.content) == (200, first.content)
    time.tick(minutes=6)
    late = desks.call("O1", "post", "/offline/bindings", request)
    assert (late.status_code, late.json()["code"]) == (403, "sign-in-too-old")


@pytest.mark.rule("AIR-6", "OFF-4")
def test_seat_bound_for_good_is_not_given_back_early(desks: Desks, lab: Lab) -> None:
    desks.pool("O", 1)
    island = Island(lab, lab.keys.setdefault("O1", Ed25519PrivateKey.generate()))
    request = {"request": island.request()}
    assert desks.call("O1", "post", "/offline/bindings", request).status_code == 201
    refused = desks.call("O1", "delete", "/seat/offline")
    assert (refused.status_code, refused.json()["code"]) == (409, "device-bound-offline")
    assert desks.taken() == (1, 1)


@pytest.mark.rule("SEAT-0", "SEAT-6", "SEAT-16")
def test_owner_binds_no_more_computers_than_there_are_seats(desks: Desks, lab: Lab) -> None:
    desks.pool("O", 1)
    asked = [{"request": Island(lab, Ed25519PrivateKey.generate()).request()} for _ in range(2)]
    answers = [desks.call("O1", "post", "/offline/bindings", each) for each in asked]
    assert [each.status_code for each in answers] == [201, 409]
    assert (answers[1].json()["code"], desks.taken()) == ("seats-exhausted", (1, 1))


@pytest.mark.rule("SEAT-0", "SEAT-6", "SEAT-16")
def test_owner_at_the_last_seat_binds_no_other_computer(desks: Desks, lab: Lab) -> None:
    desks.pool("O", 1)
    assert desks.put("O1").status_code == 200
    request = {"request": Island(lab, Ed25519PrivateKey.generate()).request()}
    refused = desks.call("O2", "post", "/offline/bindings", request)
    assert (refused.status_code, refused.json()["code"]) == (409, "seats-exhausted")
    assert desks.taken() == (1, 1)


@pytest.mark.rule("LEASE-7", "SUP-3")
def test_key_statement_is_signed_by_a_root_and_kept_a_day(lab: Lab, client: Client) -> None:
    answer = client.get("/.well-known/seatkeeper-keys")
    statement = read_statement(answer.content, lab.roots, brand().issuer)
    assert isinstance(statement, KeyStatement)
    assert [key.kid for key in statement.keys] == [SigningKey.objects.get().kid]
    assert answer.headers["Cache-Control"] == "max-age=86400"
    etag = {"If-None-Match": answer.headers["ETag"]}
    assert client.get("/.well-known/seatkeeper-keys", headers=etag).status_code == 304


@pytest.mark.rule("LEASE-1", "LEASE-7")
def test_lease_is_checked_by_any_library_with_the_jwks(desks: Desks, client: Client) -> None:
    desks.pool("O", 1)
    lease = desks.put("O1").json()["lease"]
    keys = jwt.PyJWKSet.from_dict(client.get("/.well-known/jwks.json").json())
    key = keys[jwt.get_unverified_header(lease)["kid"]]
    options = {"verify_exp": False, "verify_nbf": False, "verify_iat": False}
    claims = jwt.decode(lease, key, ["EdDSA"], audience=brand().product, options=options)
    assert claims["sub"] == desks.person("O").public_id
    assert datetime.fromtimestamp(claims["exp"], desks.began.tzinfo) == desks.began + timedelta(30)
    assert from_base64url(claims["jti"]) is not None
