"""Which proxy leads to the server: the environment's, read forgivingly (APP-10).

A library that reads these variables by itself fails at an entry that it does not know; another
program may have set it for everybody. What cannot be used is left out and logged once.
"""

from __future__ import annotations

import logging
import urllib.request
from urllib.parse import urlsplit

log = logging.getLogger(__name__)

SCHEMES = ("http", "https")
_left_out: set[str] = set()


def proxy_for(address: str) -> str | None:
    """The proxy's address; none where the way is straight. May block (on Windows and macOS)."""
    parts = urlsplit(address)
    host = parts.hostname or ""
    if host in ("localhost", "127.0.0.1", "::1") or _is_excepted(host):
        return None
    proxies = urllib.request.getproxies()
    found = proxies.get(parts.scheme) or proxies.get("all")
    return _usable(found) if found else None


def _is_excepted(host: str) -> bool:
    try:
        return bool(urllib.request.proxy_bypass(host))
    except (ValueError, OSError):
        _leave_out("no_proxy")
        return False


def _usable(proxy: str) -> str | None:
    """Only what the HTTP client can speak; SOCKS would need a package that is not there."""
    address = proxy if "://" in proxy else f"http://{proxy}"
    try:
        parts = urlsplit(address)
        usable = parts.scheme in SCHEMES and bool(parts.hostname) and parts.port != 0
    except ValueError:
        usable = False
    if not usable:
        _leave_out(proxy.partition("://")[0] if "://" in proxy else "a proxy")
    return address if usable else None


def _leave_out(what: str) -> None:
    if what not in _left_out:
        _left_out.add(what)
        log.info("left out of the proxy settings: %s", what)
