"""The way between a desktop and the real server, with weather on it that a test changes.

A road is a port on this machine. In fair weather it leads on to the server, byte for byte; in
foul weather it does what its weather says with the connection. When the weather changes, kept
connections are torn. With `tls` it speaks TLS towards the desktop; as a `proxy` it is asked by
CONNECT first, and may want a sign-in.
"""

from __future__ import annotations

import contextlib
import selectors
import socket
import ssl
import struct
import threading
from base64 import b64encode
from collections.abc import Callable
from urllib.parse import urlsplit

Weather = Callable[["Road", socket.socket], None]


def fair(road: Road, near: socket.socket) -> None:
    road.pass_on(near, road.far())


class Road:
    """`address` for a desktop to call; `proxy_address` where it is a proxy's."""

    def __init__(
        self,
        server: str,
        *,
        tls: ssl.SSLContext | None = None,
        host: str = "localhost",
        proxy: bool = False,
        sign_in: str = "",
        proxy_tls: ssl.SSLContext | None = None,
        listen: tuple[str, socket.AddressFamily] = ("127.0.0.1", socket.AF_INET),
    ) -> None:
        self._server, self.tls, self.sign_in = urlsplit(server), tls, sign_in
        self._proxy_tls = proxy_tls
        self.is_proxy, self._host, self._listen = proxy, host, listen
        self.weather: Weather = fair
        self.over = threading.Event()  # this weather
        self.travelled = 0
        self.wanted: list[str] = []  # by CONNECT
        self._kept: set[socket.socket] = set()
        self._lock = threading.Lock()
        self.port = 0
        self._open()

    @property
    def address(self) -> str:
        scheme = "https" if self.tls else "http"
        return f"{scheme}://{self._host}" + ("" if self.is_proxy else f":{self.port}")

    @property
    def proxy_address(self) -> str:
        scheme = "https" if self._proxy_tls else "http"
        return f"{scheme}://{self.sign_in and self.sign_in + '@'}localhost:{self.port}"

    def turns(self, weather: Weather) -> None:
        """From now on this weather; whoever is on the road feels it."""
        self.weather = weather
        self.over.set()
        self.over = threading.Event()
        with self._lock:
            kept, self._kept = self._kept, set()
        for connection in kept:
            tear(connection)

    def closed(self) -> None:
        """Nobody listens any more: connections are refused."""
        tear(self._listener)

    def opened(self) -> None:
        self._open()

    def close(self) -> None:
        self.turns(fair)
        self.closed()

    def far(self) -> socket.socket:
        return self.remembered(
            socket.create_connection((self._server.hostname, self._server.port or 80))
        )

    def remembered(self, connection: socket.socket) -> socket.socket:
        with self._lock:
            self._kept.add(connection)
        return connection

    def pass_on(self, near: socket.socket, far: socket.socket, limit: int | None = None) -> None:
        """Both ways until one side ends; at most `limit` bytes of what the server says."""
        with far, selectors.DefaultSelector() as ready:
            ready.register(near, selectors.EVENT_READ, far)
            ready.register(far, selectors.EVENT_READ, near)
            while True:
                for key, _ in ready.select():
                    data = key.fileobj.recv(65536)
                    if not data:
                        return
                    if key.fileobj is far and limit is not None:
                        data, limit = data[:limit], limit - len(data)
                    key.data.sendall(data)
                    if limit is not None and limit <= 0:
                        return

    # --- within

    def _open(self) -> None:
        where, family = self._listen
        self._listener = socket.create_server((where, self.port), family=family)
        self.port = self._listener.getsockname()[1]
        threading.Thread(target=self._accept, args=(self._listener,), daemon=True).start()

    def _accept(self, listener: socket.socket) -> None:
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            self.travelled += 1
            threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        with contextlib.suppress(OSError, ValueError), self.remembered(connection):
            if self._proxy_tls is not None:
                connection = self._proxy_tls.wrap_socket(connection, server_side=True)
                self.remembered(connection)
            near = self._led_on(connection) if self.is_proxy else connection
            if near is None:
                return
            if self.tls is not None:
                near = self.remembered(self.tls.wrap_socket(near, server_side=True))
            with near:
                self.weather(self, near)

    def _led_on(self, connection: socket.socket) -> socket.socket | None:
        head = heard(connection)
        self.wanted.append(head.split(" ")[1])
        signed_in = f"Basic {b64encode(self.sign_in.encode()).decode()}"
        if self.sign_in and signed_in not in head:
            refuse(connection)
            return None
        connection.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
        return connection


def refuse(connection: socket.socket, offers: str = "Negotiate, NTLM") -> None:
    """A proxy's 407."""
    page = b"<html>Proxy authentication required</html>"
    connection.sendall(
        f"HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: {offers}\r\n"
        f"Content-Type: text/html\r\nContent-Length: {len(page)}\r\n\r\n".encode()
        + page
    )


def tear(connection: socket.socket) -> None:
    """By a reset, whoever is waiting in it."""
    with contextlib.suppress(OSError):
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    with contextlib.suppress(OSError):
        connection.shutdown(socket.SHUT_RDWR)
    with contextlib.suppress(OSError):
        connection.close()


def heard(connection: socket.socket) -> str:
    """The head of a request."""
    head = b""
    while b"\r\n\r\n" not in head:
        chunk = connection.recv(65536)
        if not chunk:
            raise ConnectionResetError
        head += chunk
    return head.decode("latin-1")
