"""What the operator may say in `DIR/server.toml`; without the file the defaults serve.

How the server is reached and how its mails leave. Periods and limits are terms, the vendor's
name and colours are the brand.
"""

from __future__ import annotations

import ipaddress
import tomllib
from dataclasses import dataclass, fields
from pathlib import Path
from urllib.parse import urlsplit

import msgspec


class BadDeployment(ValueError):
    """`server.toml` says something that is not known or cannot be; the text names it."""


@dataclass(frozen=True, slots=True)
class Deployment:
    address: str = ""  # https://seats.example.org; empty: http://localhost:PORT
    trusted_proxies: tuple[str, ...] = ()  # whose X-Forwarded-For is believed (ACC-4)
    smtp: str = ""  # smtp://user:password@host:587 (STARTTLS) or smtps://…; empty: DIR/mail
    mail_from: str = ""  # empty: no-reply at the host of `address`
    minimum_version: str = "0.1.0"  # older desktops are answered 426
    download: str = ""  # where a newer one is; empty: the portal
    hosts: tuple[str, ...] = ()  # further names that this server answers to

    def __post_init__(self) -> None:
        if self.address and urlsplit(self.address).scheme not in ("http", "https"):
            raise BadDeployment("address must begin with http:// or https://")
        if self.smtp and urlsplit(self.smtp).scheme not in ("smtp", "smtps"):
            raise BadDeployment("smtp must begin with smtp:// or smtps://")
        for network in self.trusted_proxies:
            _check_network(network)

    @property
    def proxies(self) -> tuple[ipaddress.IPv4Network | ipaddress.IPv6Network, ...]:
        return tuple(ipaddress.ip_network(text) for text in self.trusted_proxies)


def read_deployment(path: Path) -> Deployment:
    if not path.exists():
        return Deployment()
    try:
        given = tomllib.loads(path.read_text())
    except tomllib.TOMLDecodeError as error:
        raise BadDeployment(f"{path}: {error}") from error
    unknown = given.keys() - {field.name for field in fields(Deployment)}
    if unknown:
        raise BadDeployment(f"{path} names unknown settings: {', '.join(sorted(unknown))}")
    try:
        return msgspec.convert(given, Deployment)
    except msgspec.ValidationError as error:
        raise BadDeployment(f"{path}: {error}") from error


def _check_network(text: str) -> None:
    try:
        ipaddress.ip_network(text)
    except ValueError as error:
        raise BadDeployment(f"trusted_proxies: {error}") from error
