"""Plain sockets towards the server, straight or through a proxy. They block: for threads alone."""

from __future__ import annotations

import socket
import ssl
from dataclasses import dataclass
from urllib.parse import urlsplit

from app.license.client import certificates
from app.license.proxies import Way

SECONDS = 5.0
"""For each step: a name, a connection, a handshake."""

HEAD = 16 * 1024


@dataclass(frozen=True)
class Server:
    """Where the server stands, by its address."""

    host: str
    port: int
    secure: bool

    @classmethod
    def at(cls, address: str) -> Server:
        parts = urlsplit(address)
        secure = parts.scheme == "https"
        return cls(parts.hostname or "", parts.port or (443 if secure else 80), secure)


class ProxyRefused(OSError):
    """The proxy answered, and does not lead on; `status` is its answer."""

    def __init__(self, status: int, wants: str) -> None:
        super().__init__(f"{status} {wants}".strip())
        self.status, self.wants = status, wants


def next_stop(server: Server, way: Way) -> tuple[str, int]:
    """Whom the first connection goes to: the proxy, where there is one."""
    if way.proxy is None:
        return server.host, server.port
    parts = urlsplit(way.proxy)
    return parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80)


def connect(server: Server, way: Way) -> socket.socket:
    """A connection to the server. Raises `OSError`, `ProxyRefused` among them."""
    connection = socket.create_connection(next_stop(server, way), timeout=SECONDS)
    if way.proxy is None:
        return connection
    try:
        if way.proxy.startswith("https:"):
            connection = certificates().wrap_socket(
                connection, server_hostname=urlsplit(way.proxy).hostname
            )
        _lead_on(connection, server, way.proxy)
    except BaseException:
        connection.close()
        raise
    return connection


def certificate_of(connection: socket.socket, host: str, context: ssl.SSLContext) -> bytes:
    """What `host` shows in a handshake; then the connection is of no more use. Raises `OSError`."""
    if isinstance(connection, ssl.SSLSocket):
        return _within(connection, context, host)
    with context.wrap_socket(connection, server_hostname=host) as secured:
        return secured.getpeercert(binary_form=True) or b""


def _within(tunnel: ssl.SSLSocket, context: ssl.SSLContext, host: str) -> bytes:
    """A handshake inside another one, which a socket cannot do by itself."""
    coming, going = ssl.MemoryBIO(), ssl.MemoryBIO()
    secured = context.wrap_bio(coming, going, server_hostname=host)
    while True:
        try:
            secured.do_handshake()
        except ssl.SSLWantReadError:
            tunnel.sendall(going.read())
            if chunk := tunnel.recv(16 * 1024):
                coming.write(chunk)
            else:
                coming.write_eof()
        else:
            return secured.getpeercert(binary_form=True) or b""


def _lead_on(connection: socket.socket, server: Server, proxy: str) -> None:
    host = f"[{server.host}]" if ":" in server.host else server.host
    target = f"{host}:{server.port}"
    asked = f"CONNECT {target} HTTP/1.1\r\nHost: {target}\r\n{_sign_in(proxy)}\r\n"
    connection.sendall(asked.encode("ascii", "replace"))
    head = _head(connection)
    status = head.split(b" ", 2)[1:2]
    code = int(status[0]) if status and status[0].isdigit() else 0
    if code != 200:
        raise ProxyRefused(code, _wants(head))


def _sign_in(proxy: str) -> str:
    from base64 import b64encode
    from urllib.parse import unquote

    parts = urlsplit(proxy)
    if not parts.username:
        return ""
    pair = f"{unquote(parts.username)}:{unquote(parts.password or '')}"
    return f"Proxy-Authorization: Basic {b64encode(pair.encode()).decode()}\r\n"


def _head(connection: socket.socket) -> bytes:
    head = b""
    while b"\r\n\r\n" not in head and len(head) < HEAD:
        chunk = connection.recv(4096)
        if not chunk:
            break
        head += chunk
    return head


def _wants(head: bytes) -> str:
    """The kinds of sign-in that the proxy offers, by their first words."""
    lines = [line.partition(b":") for line in head.split(b"\r\n")]
    offers = [value for name, _, value in lines if name.strip().lower() == b"proxy-authenticate"]
    parts = [part.split() for part in b",".join(offers).decode("ascii", "ignore").split(",")]
    kinds = [part[0] for part in parts if part and "=" not in part[0]]
    return ", ".join(dict.fromkeys(kinds))[:60]
