"""From this computer to the server: proxy, name, connection. Each blocks: for threads alone."""

from __future__ import annotations

import contextlib
import ipaddress
import socket
import time

from app.license.diagnosis.findings import Check, Finding, bad, good, note, skipped
from app.license.diagnosis.sockets import ProxyRefused, Server, connect, next_stop
from app.license.proxies import Way

SHOWN = 3
"""Addresses of a name that are shown."""


def look_at_proxy(way: Way) -> Finding:
    if way.proxy is None:
        return good(Check.PROXY, "excepted" if way.source == "excepted" else "none")
    return note(Check.PROXY, way.source, proxy=way.shown)


def look_up_name(server: Server, way: Way) -> Finding:
    """Behind a proxy the name is the proxy's to look up."""
    host, port = next_stop(server, way)
    with contextlib.suppress(ValueError):
        ipaddress.ip_address(host)
        return skipped(Check.NAME, "by-proxy" if way.proxy else "address", host=server.host)
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except OSError:
        return bad(Check.NAME, "unknown-proxy" if way.proxy else "unknown", host=host)
    if way.proxy:
        return skipped(Check.NAME, "by-proxy", host=server.host)
    addresses = list(dict.fromkeys(str(each[4][0]) for each in found))[:SHOWN]
    return good(Check.NAME, "known", host=host, addresses=", ".join(addresses))


def reach(server: Server, way: Way) -> Finding:
    """A connection is opened and closed again."""
    stop = f"{next_stop(server, way)[0]}:{next_stop(server, way)[1]}"
    begun = time.monotonic()
    try:
        connect(server, way).close()
    except ProxyRefused as refused:
        return _refused_by_proxy(refused, way)
    except TimeoutError:
        return bad(Check.REACH, "silent", at=stop)
    except ConnectionRefusedError:
        return bad(Check.REACH, "refused", at=stop)
    except socket.gaierror:
        return skipped(Check.REACH, "no-name")
    except OSError:
        return bad(Check.REACH, "no-way", at=stop)
    took = max(1, round(1000 * (time.monotonic() - begun)))
    return good(Check.REACH, "reached", at=stop, ms=took)


def _refused_by_proxy(refused: ProxyRefused, way: Way) -> Finding:
    code = "proxy-sign-in" if refused.status == 407 else "proxy-refused"
    return bad(Check.REACH, code, proxy=way.shown, status=refused.status, wants=refused.wants)
