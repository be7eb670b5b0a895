"""A tiny server on this machine that answers as it is told, hostile and broken answers included.

Each connection is a thread of its own; what it does is a function of the socket, so that it can
stop in the middle, reset, or say nothing at all.
"""

from __future__ import annotations

import socket
import struct
import threading
from collections.abc import Callable

Deed = Callable[[socket.socket], None]


def answer(
    status: str = "200 OK",
    body: bytes = b"{}",
    kind: str = "application/json",
    length: int | None = None,
    **headers: str,
) -> Deed:
    """One HTTP answer, then the connection is kept."""
    lines = [f"HTTP/1.1 {status}", f"Content-Type: {kind}"]
    lines += [f"Content-Length: {len(body) if length is None else length}"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]

    def send(connection: socket.socket) -> None:
        connection.sendall("\r\n".join([*lines, "", ""]).encode() + body)
        if length is not None:
            connection.close()

    return send


def reset(connection: socket.socket) -> None:
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    connection.close()


def hang_up(connection: socket.socket) -> None:
    connection.close()


class Weather:
    """`address` to call; `deeds` are done one a request, the last again and again."""

    def __init__(self, *deeds: Deed) -> None:
        self.deeds = list(deeds)
        self.heard: list[str] = []
        self.connections = 0
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.address = f"http://localhost:{self._listener.getsockname()[1]}"
        self.over = threading.Event()
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            self.connections += 1
            threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        with connection:
            try:
                while request := _request(connection):
                    self.heard.append(request)
                    deed = self.deeds.pop(0) if len(self.deeds) > 1 else self.deeds[0]
                    deed(connection)
            except OSError:
                return

    def wait(self, connection: socket.socket) -> None:
        """Say nothing until the test is over."""
        self.over.wait(20)

    def trickle(self, connection: socket.socket) -> None:
        """The head at once, then a byte now and then."""
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
        while not self.over.wait(0.05):
            connection.sendall(b" ")

    def close(self) -> None:
        self.over.set()
        self._listener.close()


def _request(connection: socket.socket) -> str:
    """Head and body of one request; empty once the other side has gone."""
    data = b""
    while b"\r\n\r\n" not in data:
        chunk = connection.recv(65536)
        if not chunk:
            return ""
        data += chunk
    head, _, body = data.partition(b"\r\n\r\n")
    lengths = [line for line in head.split(b"\r\n") if line.lower().startswith(b"content-length:")]
    wanted = int(lengths[0].split(b":")[1]) if lengths else 0
    while len(body) < wanted:
        body += connection.recv(65536)
    return (head + b"\r\n\r\n" + body).decode()
