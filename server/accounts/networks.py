"""From which network address a request comes, as failed sign-ins and wrong keys are counted.

A whole IPv4 address, or the /64 of an IPv6 one. `X-Forwarded-For` is believed only from the
configured proxies, and read from its end: what stands further left, anyone may have written.
"""

from __future__ import annotations

import ipaddress
import logging
from functools import cache

from django.conf import settings
from django.http import HttpRequest

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

UNKNOWN = ""

log = logging.getLogger(__name__)


def network_of(request: HttpRequest) -> str:
    address = client_address(request)
    if address is None:
        return UNKNOWN
    if address.version == 6:
        return str(ipaddress.ip_network((address, 64), strict=False))
    return str(address)


def client_address(request: HttpRequest) -> Address | None:
    """The nearest address that is not a trusted proxy's."""
    address = _read(request.META.get("REMOTE_ADDR", ""))
    forwarded = request.headers.get("X-Forwarded-For", "").split(",")
    if address is not None and forwarded != [""] and _is_stranger(address):
        _wonder(address)
    while address is not None and _is_trusted(address) and forwarded:
        further = _read(forwarded.pop())
        if further is None:
            break
        address = further
    return address


def _is_stranger(address: Address) -> bool:
    """A private address that forwards for others, and that nobody named as a proxy."""
    return address.is_private and not _is_trusted(address)


@cache
def _wonder(address: Address) -> None:
    """Once for each: everybody would seem to come from there, and be blocked together."""
    log.warning(
        "X-Forwarded-For from %s is not believed. If this is your proxy, name it in"
        " trusted_proxies of server.toml; else all its clients count as one address.",
        address,
    )


def _is_trusted(address: Address) -> bool:
    return any(address in network for network in settings.DEPLOYMENT.proxies)


def _read(text: str) -> Address | None:
    """`192.0.2.1`, `192.0.2.1:4711`, `2001:db8::1`, `[2001:db8::1]:4711`."""
    text = text.strip()
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        address = ipaddress.ip_address(text.partition("%")[0])
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address
