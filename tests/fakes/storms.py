"""Kinds of bad weather on a road: each a function of the road and of a connection on it."""

from __future__ import annotations

import socket
from collections.abc import Mapping

from tests.fakes.road import Road, Weather, heard, refuse, tear

PAGE = b"<html><title>Welcome to HotelNet</title>" + b"<p>Please sign in.</p>" * 400 + b"</html>"


def says(
    status: str, body: bytes = PAGE, kind: str = "text/html", length: int | None = None,
    **headers: str,
) -> Weather:  # fmt: skip
    """The same answer to each request, in the server's place."""
    lines = [f"HTTP/1.1 {status}", f"Content-Type: {kind}"]
    lines += [f"Content-Length: {len(body) if length is None else length}"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]

    def weather(road: Road, near: socket.socket) -> None:
        while True:
            heard(near)
            near.sendall("\r\n".join([*lines, "", ""]).encode() + body)
            if length is not None and length > len(body):
                return  # cut off

    return weather


def raw(said: bytes) -> Weather:
    """Whatever this is, it is no HTTP."""

    def weather(road: Road, near: socket.socket) -> None:
        heard(near)
        near.sendall(said)

    return weather


def reset(road: Road, near: socket.socket) -> None:
    tear(near)


def hang_up(road: Road, near: socket.socket) -> None:
    heard(near)


def silence(road: Road, near: socket.socket) -> None:
    """Packets vanish."""
    road.over.wait(20)


def trickle(road: Road, near: socket.socket) -> None:
    """The head at once, then a byte now and then: a limit for each read alone would not end it."""
    over = road.over
    heard(near)
    near.sendall(
        b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 900\r\n\r\n"
    )
    while not over.wait(0.1):
        near.sendall(b" ")


def slow_start(seconds: float) -> Weather:
    """Everything works, later."""

    def weather(road: Road, near: socket.socket) -> None:
        road.over.wait(seconds)
        road.pass_on(near, road.far())

    return weather


HTTP: Mapping[str, tuple[Weather, str]] = {
    "captive portal": (says("200 OK"), "captive"),
    "captive portal by 511": (says("511 Network Authentication Required"), "captive"),
    "captive portal by redirect": (
        says("302 Found", b"", Location="http://hotel.test/"), "captive"),
    "redirect to elsewhere over https": (
        says("307 Temporary", b"", Location="https://elsewhere.test/api"), "captive"),
    "web filter": (says("403 Forbidden", Via="1.1 filter.campus.test"), "proxy"),
    "web filter with JSON of its own": (
        says("403 Forbidden", b'{"code": "license-expired"}', "application/json"), "proxy"),
    "filter for legal reasons": (says("451 Unavailable"), "proxy"),
    "proxy that wants a sign-in": (lambda road, near: (heard(near), refuse(near)), "proxy"),
    "maintenance": (says("503 Service Unavailable", Retry_After="120"), "server"),
    "maintenance until a date": (
        says("503 Service Unavailable", Retry_After="Wed, 21 Oct 2099 07:28:00 GMT"), "server"),
    "bad gateway": (says("502 Bad Gateway"), "server"),
    "gateway timeout": (says("504 Gateway Timeout"), "server"),
    "crash": (says("500 Internal Server Error", b"Traceback (most recent call last)"), "server"),
    "problem of nobody's": (
        says("403 Forbidden", b'{"code": 7}', "application/problem+json"), "server"),
    "token refused by HTML": (says("401 Unauthorized"), "server"),
    "gone": (says("410 Gone"), "server"),
    "slow down": (says("429 Too Many Requests", b"slow down", "text/plain"), "server"),
    "too old by HTML": (says("426 Upgrade Required"), "server"),
    "truncated JSON of the right length": (
        says("200 OK", b'{"seat": "abc", "lease": "ey', "application/json"), "server"),
    "JSON of something else": (says("200 OK", b'{"hello": "world"}', "application/json"), "server"),
    "JSON that is a list": (says("200 OK", b"[1, 2, 3]", "application/json"), "server"),
    "empty answer": (says("200 OK", b"", "application/json"), "server"),
    "answer without end": (says("200 OK", b" " * 300_000, "application/json"), "server"),
    "squeezed wrongly": (
        says("200 OK", b"not gzip", "application/json", Content_Encoding="gzip"), "server"),
    "cut off": (says("200 OK", b"{" * 1000, "application/json", length=4096), "none"),
    "another protocol": (raw(b"SSH-2.0-OpenSSH_9.2\r\n"), "none"),
    "headers without end": (raw(b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 40_000), "none"),
    "reset": (reset, "none"),
    "hung up": (hang_up, "none"),
    "silence": (silence, "none"),
    "a byte now and then": (trickle, "none"),
}  # fmt: skip
