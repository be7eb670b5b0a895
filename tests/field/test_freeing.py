"""Killed machines and surprising owners: who sees a seat taken, and who frees it, over HTTP."""

from __future__ import annotations

import pytest

from server.seats.free import Freed, free
from server.seats.show import show
from tests.fakes.desks import Desks
from tests.fakes.outcomes import refused


@pytest.mark.rule("SEAT-5", "SEAT-13", "ORG-12")
def test_killed_containers_hold_their_seats_until_the_owner_frees_them(desks: Desks) -> None:
    """FC-11. Three machines of one member were killed within the hour; a fourth one starts."""
    desks.pool("O", 3, members="M")
    for minutes, name in ((0, "M1"), (15, "M2"), (30, "M3")):
        desks.at(minutes=minutes)
        assert desks.put(name).status_code == 200
    refusal = desks.put("M4").json()
    assert refusal["tried"][0] | {"owner": None} == {
        "owner": None,
        "seats": 3,
        "reason": "seats-exhausted",
    }
    (pool,) = show(desks.person("O"))
    places = pool["places"]
    assert isinstance(places, list)
    assert [each["account"] for each in places] == [desks.person("M").public_id] * 3
    assert len({each["since"] for each in places}) == 3
    assert isinstance(free(desks.person("O"), places[0]["seat"]), Freed)
    assert refused(free(desks.person("O"), places[1]["seat"])).code == "rate-limited"
    assert desks.put("M4").status_code == 200
    desks.at(minutes=32)
    assert isinstance(free(desks.person("O"), places[1]["seat"]), Freed)
    desks.at(hours=8, minutes=30)
    assert desks.taken() == (0, 3)


@pytest.mark.rule("SEAT-3", "SEAT-7", "SEAT-8", "SEAT-13")
def test_owners_own_trial_of_the_license_keeps_the_members_out(desks: Desks) -> None:
    """FC-13. The owner started once and closed; the one who is refused is told whose pool it is."""
    desks.pool("O", 1, members="MN")
    desks.put("O1")
    desks.close("O1")
    desks.at(days=1)
    (tried,) = desks.put("M").json()["tried"]
    assert (tried["owner"]["name"], tried["owner"]["email"]) == ("O", "o@field.example")
    (pool,) = show(desks.person("O"))
    (place,) = pool["places"]  # type: ignore[misc]  # plain data
    assert (place["account"], place["in_use"]) == (desks.person("O").public_id, False)
    assert desks.log_out("O1") == 204
    assert desks.put("M").status_code == 200
    assert desks.put("O1").json()["code"] == "seats-exhausted"


@pytest.mark.rule("SEAT-14", "PRI-1")
def test_own_computers_are_listed_named_and_freed(desks: Desks) -> None:
    desks.pool("O", 1)
    for name in ("O1", "O2"):
        desks.put(name)
    listed = desks.call("O1", "get", "/devices").json()["devices"]
    assert [(each["device"], each["this"]) for each in listed] == [
        (desks.device("O1"), True),
        (desks.device("O2"), False),
    ]
    lost = f"/devices/{desks.device('O2')}"
    named = desks.call("O1", "patch", lost, {"nickname": "Bench"})
    assert (named.status_code, named.json()["nickname"]) == (200, "Bench")
    assert desks.call("O1", "get", "/devices").json()["devices"][1]["nickname"] == "Bench"
    assert "nickname" not in desks.call("O1", "patch", lost, {"nickname": None}).json()
    this = desks.call("O1", "delete", f"/devices/{desks.device('O1')}")
    assert (this.status_code, this.json()["code"]) == (409, "device-is-this")
    assert desks.call("O1", "delete", lost).json() == {"releases_left": 2}
    assert desks.call("O1", "delete", lost).json() == {"releases_left": 2}
    told = desks.put("O2")
    assert (told.status_code, told.json()["code"]) == (409, "seat-lost")
    assert told.json()["because"] == "freed"
    unknown = desks.call("O1", "delete", "/devices/NOBODYS")
    assert (unknown.status_code, unknown.json()["code"]) == (404, "not-found")
