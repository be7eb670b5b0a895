"""The load: many kept-open connections from one process, each going its own way step by step.

A way is a generator: it yields a request and is sent the answer. One epoll loop on plain sockets
carries them all; it is light enough not to be what is measured (see `ceiling` of a bench).
"""

from __future__ import annotations

import argparse
import json
import select
import socket
import sys
import time
from array import array
from collections import Counter
from collections.abc import Callable, Generator
from dataclasses import dataclass, field
from typing import NamedTuple

from tools.bench.seed import SEAT, TOKEN


class Answer(NamedTuple):
    status: int
    body: bytes
    begin: float  # when the request was sent, by the machine's monotonic clock
    end: float


Way = Generator[bytes, Answer, None]
END_OF_HEAD = b"\r\n\r\n"
LAST_CHUNK = b"0\r\n\r\n"


def request(method: str, path: str, token: str = "", body: bytes = b"", cookie: str = "") -> bytes:
    lines = [f"{method} {path} HTTP/1.1", "Host: localhost", "User-Agent: Seatkeeper/0.1.0 (linux)"]
    if token:
        lines.append(f"Authorization: Bearer {token}")
    if cookie:
        lines.append(f"Cookie: {cookie}")
    if body:
        lines += ["Content-Type: application/json", f"Content-Length: {len(body)}"]
    return "\r\n".join([*lines, "", ""]).encode() + body


def put_seat(token: str, seat: str = "") -> bytes:
    return request("PUT", "/api/v1/seat", token, b'{"seat":"%b"}' % seat.encode() if seat else b"")


def seat_of(body: bytes) -> str:
    """The place's id in an answer, without reading the rest of it."""
    at = body.index(b'"seat":"') + 8
    return body[at : body.index(b'"', at)].decode()


def contact(first: int, devices: int, step: int) -> Way:
    """Every device of this connection in turn renews the place that it was seeded with."""
    asked = [put_seat(TOKEN.format(n), SEAT.format(n)) for n in range(first, devices, step)]
    while True:
        for each in asked:  # noqa: UP028  a list cannot be sent the answers
            yield each


def claim(first: int, devices: int, step: int) -> Way:
    """Every device of this connection in turn takes a place and closes it."""
    tokens = [TOKEN.format(n) for n in range(first, devices, step)]
    while True:
        for token in tokens:
            answer = yield put_seat(token)
            if answer.status == 200:
                yield request("DELETE", f"/api/v1/seat?seat={seat_of(answer.body)}", token)


def empty(first: int, devices: int, step: int) -> Way:
    asked = request("GET", "/healthz")
    while True:
        yield asked


WAYS: dict[str, Callable[[int, int, int], Way]] = {
    "contact": contact, "claim": claim, "empty": empty,
}  # fmt: skip


def page(cookie: str) -> Way:
    """The owner looks again and again who holds a seat."""
    asked = request("GET", "/organization/", cookie=cookie)
    while True:
        yield asked


def nothing() -> Way:
    yield from ()


@dataclass
class Connection:
    """One socket and how far its way has come."""

    port: int
    way: Way = field(default_factory=nothing)
    sock: socket.socket = field(init=False)
    received: bytearray = field(default_factory=bytearray)
    begin: float = 0.0

    def __post_init__(self) -> None:
        self.sock = socket.create_connection(("127.0.0.1", self.port))
        self.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def send(self, asked: bytes) -> None:
        self.begin = time.monotonic()
        self.sock.sendall(asked)

    def read(self) -> Answer | None:
        """The answer once it is whole. A connection that was cut raises ConnectionError."""
        piece = self.sock.recv(65536)
        if not piece:
            raise ConnectionResetError
        self.received += piece
        head_end = self.received.find(END_OF_HEAD)
        if head_end < 0 or not self._is_whole(head_end):
            return None
        head, body = bytes(self.received[:head_end]).lower(), bytes(self.received[head_end + 4 :])
        answer = Answer(
            int(head[9:12]), unchunked(body) if b"chunked" in head else body,
            self.begin, time.monotonic(),
        )  # fmt: skip
        self.received.clear()
        return answer

    def _is_whole(self, head_end: int) -> bool:
        head = bytes(self.received[:head_end]).lower()
        at = head.find(b"content-length:")
        if at >= 0:
            length = int(head[at + 15 : head.find(b"\r", at) % (len(head) + 1)])
            return len(self.received) >= head_end + 4 + length
        return b"chunked" not in head or self.received.endswith(LAST_CHUNK)


def unchunked(body: bytes) -> bytes:
    """What stands between the lengths of a body sent in chunks."""
    pieces = []
    while body:
        length, _, rest = body.partition(b"\r\n")
        pieces.append(rest[: int(length, 16)])
        body = rest[int(length, 16) + 2 :]
    return b"".join(pieces)


@dataclass
class Tally:
    """What a round came to."""

    latencies: array[float] = field(default_factory=lambda: array("d"))
    statuses: Counter[int] = field(default_factory=Counter)
    first_error: str = ""

    def note(self, answer: Answer) -> None:
        self.latencies.append(answer.end - answer.begin)
        self.statuses[answer.status] += 1
        if answer.status >= 400 and not self.first_error:
            self.first_error = answer.body[:300].decode(errors="replace")


def drive(ways: list[Way], port: int, seconds: float) -> Tally:
    """Runs until the time is over, then lets each connection have its last answer."""
    tally = Tally()
    poll = select.epoll()
    running: dict[int, Connection] = {}
    for way in ways:
        connection = Connection(port, way)
        running[connection.sock.fileno()] = connection
        poll.register(connection.sock, select.EPOLLIN)
        connection.send(next(way))
    deadline = time.monotonic() + seconds
    while running:
        for number, _ in poll.poll(30):
            answer = running[number].read()
            if answer is None:
                continue
            tally.note(answer)
            if answer.end > deadline:
                poll.unregister(number)
                running.pop(number).sock.close()
            else:
                running[number].send(running[number].way.send(answer))
    return tally


def measure(asked: argparse.Namespace) -> Tally:
    step, last = asked.connections, asked.first + asked.devices
    if asked.way == "page":
        return drive([page(asked.cookie) for _ in range(step)], asked.port, asked.seconds)
    ways = [WAYS[asked.way](asked.first + number, last, step) for number in range(step)]
    return drive(ways, asked.port, asked.seconds)


def main(arguments: list[str]) -> int:
    asking = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asking.add_argument("--way", choices=[*WAYS, "page"], required=True)
    asking.add_argument("--cookie", default="", help="of a browser that is signed in")
    asking.add_argument("--port", type=int, required=True)
    asking.add_argument("--connections", type=int, default=32)
    asking.add_argument("--devices", type=int, default=1000)
    asking.add_argument("--first", type=int, default=0, help="number of the first device")
    asking.add_argument("--seconds", type=float, default=5)
    asked = asking.parse_args(arguments)
    begin = time.monotonic()
    tally = measure(asked)
    ordered = sorted(tally.latencies)
    print(
        json.dumps({
            "requests": len(ordered),
            "seconds": time.monotonic() - begin,
            "p50": ordered[len(ordered) // 2],
            "p99": ordered[len(ordered) * 99 // 100],
            "errors": sum(n for status, n in tally.statuses.items() if status >= 400),
            "first_error": tally.first_error,
            "cpu": time.process_time(),
        })
    )  # fmt: skip
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
