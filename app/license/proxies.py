"""Which proxy leads to the server: the environment's, read forgivingly, else the system's (APP-10).

A library that reads these variables by itself fails at an entry that it does not know; another
program may have set it for everybody. What cannot be used is left out and logged once.
"""

from __future__ import annotations

import logging
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal
from urllib.parse import urlsplit

from app.license.system_proxy import system_proxy

log = logging.getLogger(__name__)

SCHEMES = ("http", "https")
LOOPBACK = ("localhost", "127.0.0.1", "::1")

Source = Literal["none", "loopback", "excepted", "environment", "system"]
_left_out: set[str] = set()


@dataclass(frozen=True)
class Way:
    """How the server is reached. `proxy` may hold a password: `shown` is for people."""

    source: Source = "none"
    proxy: str | None = field(default=None, repr=False)

    @property
    def shown(self) -> str:
        """The proxy's host and port; empty where the way is straight."""
        parts = urlsplit(self.proxy or "")
        host = f"[{parts.hostname}]" if ":" in (parts.hostname or "") else parts.hostname
        return f"{host or ''}:{parts.port or ''}".strip(":")


def way_to(address: str, system: Callable[[str], str | None] = system_proxy) -> Way:
    """May block for seconds (a PAC file, Windows): not on the event loop."""
    parts = urlsplit(address)
    host = parts.hostname or ""
    if host in LOOPBACK:
        return Way("loopback")
    found = urllib.request.getproxies_environment()
    proxy = _usable(found.get(parts.scheme) or found.get("all") or "")
    if proxy is None:
        asked = _usable(system(address) or "")
        return Way("system", asked) if asked else Way()
    return Way("excepted") if _is_excepted(host, found.get("no", "")) else Way("environment", proxy)


def _is_excepted(host: str, exceptions: str) -> bool:
    for entry in exceptions.split(","):
        if "/" in entry or "[" in entry:  # a network: nobody here reads it
            _leave_out("an entry of no_proxy")
    try:
        return bool(urllib.request.proxy_bypass_environment(host))  # type: ignore[attr-defined]
    except (ValueError, OSError):
        _leave_out("no_proxy")
        return False


def _usable(proxy: str) -> str | None:
    """Only what the HTTP client can speak; SOCKS would need a package that is not there."""
    if not proxy:
        return None
    address = proxy if "://" in proxy else f"http://{proxy}"
    try:
        parts = urlsplit(address)
        cut = "@" in parts.path + parts.query + parts.fragment  # by a sign of the password's own
        usable = parts.scheme in SCHEMES and bool(parts.hostname) and parts.port != 0 and not cut
    except ValueError:
        usable = False
    if not usable:
        scheme = proxy.partition("://")[0] if "://" in proxy else ""
        _leave_out(scheme if scheme.isalnum() else "a proxy")  # no part of a password (APP-7)
    return address if usable else None


def _leave_out(what: str) -> None:
    if what not in _left_out:
        _left_out.add(what)
        log.info("left out of the proxy settings: %s", what)
