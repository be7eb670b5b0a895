"""Two who want the last seat at the same instant, each by a call of another kind: one gets it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client

from tests.fakes.desks import Desks

pytestmark = pytest.mark.django_db(transaction=True)
ROUNDS = 5


def at_once(desks: Desks, *asked: tuple[str, str, str, object]) -> list[HttpResponse]:
    """Each is (who, method, path, body), sent by a client of its own."""
    barrier = Barrier(len(asked))

    def send(name: str, method: str, path: str, body: object) -> HttpResponse:
        headers = {"Authorization": f"Bearer {desks.tokens[name]}"}
        ask = getattr(Client(), method)
        barrier.wait(timeout=30)
        try:
            return ask(
                f"/api/v1{path}", data=body, content_type="application/json", headers=headers
            )
        finally:
            connection.close()

    with ThreadPoolExecutor(len(asked)) as pool:
        return list(pool.map(lambda each: send(*each), asked))


def winner(desks: Desks, answers: list[HttpResponse]) -> int:
    """Which one got it; the other is told all that there is to know."""
    assert sorted(each.status_code for each in answers) == [200, 409], [e.content for e in answers]
    (lost,) = [each.json() for each in answers if each.status_code == 409]
    assert lost["code"] == "seats-exhausted"
    (tried,) = lost["tried"]
    assert (tried["seats"], tried["owner"]["id"]) == (1, desks.person("O").public_id)
    assert desks.taken() == (1, 1)
    return [each.status_code for each in answers].index(200)


def free_again(desks: Desks) -> None:
    for name in ("M", "N"):
        desks.log_out(name)
        desks.call(name, "get", "/devices")
    assert desks.taken() == (0, 1)


@pytest.fixture
def pair(desks: Desks) -> Desks:
    desks.pool("O", 1, members="MN")
    for name in ("M", "N"):
        desks.call(name, "get", "/devices")  # signs in
    return desks


@pytest.mark.rule("SEAT-6", "SEAT-7")
def test_start_against_start_has_one_winner(pair: Desks) -> None:
    for _ in range(ROUNDS):
        winner(pair, at_once(pair, ("M", "put", "/seat", {}), ("N", "put", "/seat", {})))
        free_again(pair)


@pytest.mark.rule("SEAT-6", "SEAT-7")
def test_start_against_an_offer_of_the_line_leaves_it_to_the_line(pair: Desks) -> None:
    """N stands in line and claims what was told; M comes by and asks."""
    for _ in range(ROUNDS):
        pair.put("M")
        assert pair.line("N").status_code == 200
        pair.close("M")
        assert pair.line("N").json()["offered_until"]
        asked = at_once(pair, ("M", "put", "/seat", {}), ("N", "put", "/seat", {}))
        assert winner(pair, asked) == 1
        free_again(pair)


@pytest.mark.rule("SEAT-6", "OFF-3", "OFF-6")
@pytest.mark.parametrize("is_over", [False, True])
def test_start_against_an_extension_has_one_winner(pair: Desks, is_over: bool) -> None:
    """M extends the reservation on which the seat is held, or was until this very instant."""
    for day in range(0, 3 * ROUNDS, 3):
        pair.at(days=day)
        assert pair.reserve("M", days=day + 1).status_code == 200
        pair.close("M")
        pair.at(days=day + 1 if is_over else day + 0.5)
        further = {"until": _days(pair, day + 2)}
        asked = at_once(pair, ("M", "put", "/seat/offline", further), ("N", "put", "/seat", {}))
        assert winner(pair, asked) in ((0, 1) if is_over else (0,))
        free_again(pair)


def _days(desks: Desks, days: float) -> str:
    return (desks.began + timedelta(days=days)).isoformat()
