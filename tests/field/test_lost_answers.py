"""Given by the server, and lost by the computer; refused, and asked again and again."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from server.licenses.suspend import suspend
from server.organizations.block import block
from server.seats.models import Place
from tests.fakes.desks import Desks
from tests.fakes.island import Island
from tests.fakes.rows import nothing_changes


@pytest.mark.rule("SEAT-1", "APP-8", "APP-13", "SAFE-3")
@pytest.mark.parametrize("who", ["M", "O1"])
def test_seat_whose_lease_or_token_was_not_kept_is_found_again(desks: Desks, who: str) -> None:
    """The disk was full as the lease arrived, the key store refused the token: the next start, and
    the next sign-in on this computer, come to the seat that was given, never to a second."""
    desks.pool("O", 1, members="MN")
    given = desks.call(who, "put", "/seat", {}).json()
    again = desks.call(who, "get", "/seat").json()
    assert (again["seat"], again["lease"]) == (given["seat"], given["lease"])
    for _ in range(3):
        del desks.tokens[who]  # never written down
        assert desks.call(who, "put", "/seat", {}).status_code == 200
    assert (Place.objects.count(), desks.taken()) == (1, (1, 1))
    assert desks.put("N").json()["code"] == "seats-exhausted"
    assert desks.log_out(who) == 204
    assert desks.put("N").status_code == 200


@pytest.mark.rule("AIR-3", "AIR-1", "SEAT-1")
def test_response_that_was_never_carried_over_is_given_again(desks: Desks) -> None:
    desks.pool("O", 1)
    island = Island(desks.lab, Ed25519PrivateKey.generate())
    request = {"request": island.request()}
    first = desks.call("O1", "post", "/offline/bindings", request)
    desks.at(days=40)
    del desks.tokens["O1"]  # signed in anew, elsewhere
    second = desks.call("O2", "post", "/offline/bindings", request)
    assert (first.status_code, second.status_code) == (201, 200)
    assert (second.content, desks.taken()) == (first.content, (1, 1))


def full(desks: Desks) -> None:
    desks.put("N")


def suspended(desks: Desks) -> None:
    suspend(desks.lab.person("O").licenses.get().license_id)


def blocked(desks: Desks) -> None:
    block(desks.person("O"), desks.person("M").public_id)


def ended(desks: Desks) -> None:
    desks.lab.person("O").licenses.update(ends_at=desks.began)


def nothing_at_all(desks: Desks) -> None:
    desks.person("M").memberships.all().delete()


REASONS = {
    full: "seats-exhausted", suspended: "license-suspended", blocked: "membership-blocked",
    ended: "license-expired", nothing_at_all: "no-license",
}  # fmt: skip


@pytest.mark.rule("SEAT-7", "LIC-9", "SAFE-1")
@pytest.mark.parametrize("because", REASONS, ids=lambda each: each.__name__)
def test_tenth_start_is_refused_as_completely_as_the_first(
    desks: Desks, because: Callable[[Desks], None]
) -> None:
    desks.pool("O", 1, members="MN")
    desks.call("M", "get", "/devices")  # signs in
    because(desks)
    first = desks.start("M").json()
    assert first["code"] == REASONS[because]
    with nothing_changes():
        for minutes in range(1, 10):
            desks.at(minutes=minutes)
            again = desks.start("M").json()
            assert again | {"instance": ""} == first | {"instance": ""}
            assert desks.call("M", "get", "/license").status_code in (200, 403)
            assert desks.call("M", "get", "/devices").json() == {"devices": []}


@pytest.mark.rule("SEAT-7", "SEAT-1")
def test_start_that_was_refused_ten_times_is_given_the_seat_once_it_is_free(desks: Desks) -> None:
    desks.pool("O", 1, members="MN")
    desks.put("N")
    for _ in range(10):
        assert desks.start("M").status_code == 409
    desks.close("N")
    assert (desks.start("M").status_code, desks.taken()) == (200, (1, 1))


@pytest.mark.rule("TRI-2", "LIC-9")
def test_trial_that_is_over_says_so_at_every_start(desks: Desks) -> None:
    desks.person("D")
    desks.lab.trial("D")
    for day in range(5):
        desks.at(days=day, hours=day)
        assert desks.start("D").status_code == 200
        desks.close("D")
    desks.at(days=8)
    first = desks.start("D").json()
    for _ in range(10):
        assert desks.start("D").json() | {"instance": ""} == first | {"instance": ""}
    assert first["code"] == "trial-over"
