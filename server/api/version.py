"""Which desktops are too old to be answered: 426 by their `User-Agent`."""

from __future__ import annotations

import re

from django.conf import settings
from django.http import HttpRequest

from contract.problems import Code
from server.config.brand import brand
from server.rulebook.facts import Refusal

_AGENT = re.compile(r"^Seatkeeper/(?P<version>\d+(?:\.\d+){0,3})\b")


def too_old(request: HttpRequest) -> Refusal | None:
    if not is_too_old(request.headers.get("User-Agent", "")):
        return None
    minimum = settings.DEPLOYMENT.minimum_version
    return Refusal(Code.CLIENT_TOO_OLD, {"minimum": minimum, "download": newest_version()})


def is_too_old(user_agent: str) -> bool:
    agent = _AGENT.match(user_agent)
    minimum = settings.DEPLOYMENT.minimum_version
    return agent is not None and _numbers(agent["version"]) < _numbers(minimum)


def newest_version() -> str:
    """Where a newer one is: the operator says, else the vendor's brand, else the portal."""
    return settings.DEPLOYMENT.download or brand().links.downloads or settings.ADDRESS


def _numbers(version: str) -> tuple[int, ...]:
    """As four numbers, so that 1.2 is 1.2.0.0."""
    given = [int(part[:9]) for part in version.split(".")]
    return tuple(given + [0] * (4 - len(given)))
