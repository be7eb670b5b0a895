"""Calls about a seat that do without Django's middleware are answered as it would answer them."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import pytest
from django.db import OperationalError

from tests.server.api.test_contact import door, lab

if TYPE_CHECKING:
    from tests.fakes.door import Door

__all__ = ["door", "lab"]
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.rule("SAFE-1", "SEAT-15")]
BAD_BODY = b'{"seat": 5}'


class Ways:
    """The same call by the short way and by Django's."""

    def __init__(self, door: Door) -> None:
        from django.core.handlers.wsgi import WSGIHandler

        from server.api.seat_first import SeatFirst

        self.door, self.by_django = door, 0
        self._django = WSGIHandler()
        self.short = SeatFirst(self.long)

    def long(self, environ: dict[str, Any], start: Callable[..., object]) -> Any:
        self.by_django += 1
        return self._django(environ, start)

    def ask(self, way: Any, method: str, data: bytes = b"", **more: str) -> tuple[Any, ...]:
        environ = {
            "REQUEST_METHOD": method, "PATH_INFO": "/api/v1/seat", "SERVER_NAME": "localhost",
            "SERVER_PORT": "80", "wsgi.input": io.BytesIO(data), "CONTENT_LENGTH": str(len(data)),
            "HTTP_AUTHORIZATION": f"Bearer {self.door.token('ben/1')}", "wsgi.url_scheme": "http",
            **more,
        }  # fmt: skip
        told: list[Any] = []
        answer = way(environ, lambda status, headers: told.extend((status, dict(headers))))
        body = b"".join(answer)
        if hasattr(answer, "close"):
            answer.close()
        headers = {name: value for name, value in told[1].items() if name != "Content-Length"}
        return told[0], headers, bool(body)


@pytest.fixture
def ways(door: Door) -> Iterator[Ways]:
    return Ways(door)


@pytest.mark.parametrize(
    ("method", "data", "more"),
    [
        ("PUT", b"{}", {}),
        ("PUT", b"", {}),
        ("GET", b"", {}),
        ("HEAD", b"", {}),
        ("DELETE", b"", {"QUERY_STRING": "seat=none"}),
        ("DELETE", b"", {}),
        ("PUT", BAD_BODY, {}),
        ("PUT", b"{}", {"HTTP_AUTHORIZATION": "Bearer none"}),
        ("PUT", b"{}", {"HTTP_USER_AGENT": "Seatkeeper/0.0.1 (linux)"}),
        ("POST", b"{}", {"HTTP_ACCEPT_LANGUAGE": "de"}),
    ],
)
def test_both_ways_answer_alike(ways: Ways, method: str, data: bytes, more: dict) -> None:
    short = ways.ask(ways.short, method, data, **more)
    assert ways.by_django == 0
    assert short == ways.ask(ways.long, method, data, **more)


def test_what_fails_is_done_again_by_django(ways: Ways, monkeypatch: pytest.MonkeyPatch) -> None:
    from server.api import seat_first

    def fails(request: Any) -> Any:
        request.read()
        raise OperationalError

    monkeypatch.setattr(seat_first, "_endpoint", lambda: fails)
    status, _, _ = ways.ask(ways.short, "PUT", BAD_BODY)
    assert (status, ways.by_django) == ("422 Unprocessable Entity", 1)


def test_other_addresses_and_large_bodies_are_djangos(ways: Ways) -> None:
    ways.ask(ways.short, "GET", PATH_INFO="/api/v1/license")
    ways.ask(ways.short, "PUT", b" " * 2000)
    assert ways.by_django == 2
