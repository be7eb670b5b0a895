"""What effects work with, in one hand: the server, the disk, the key store, the clock, chance."""

from __future__ import annotations

import asyncio
import random
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from app.license.cache import Cache
from app.license.client import Client
from app.license.clock import Clock
from app.license.credentials import Credentials
from app.license.device import Device
from app.license.statement import Statement
from app.license.threads import OneByOne
from app.offline import volumes
from app.offline.volumes import Volume
from contract.brand import Brand
from contract.lease import Holder

SEEN = 200
"""Leases that are known again should an answer be played twice: more than a day of contacts."""


@dataclass
class World:
    client: Client
    cache: Cache
    credentials: Credentials
    statement: Statement
    clock: Clock
    brand: Brand
    version: str
    device: Device | None = None
    account: str = ""  # whose token it is, as far as one knows
    language: Callable[[], str] = lambda: "en"
    chance: Callable[[], float] = random.random
    disk: OneByOne = field(default_factory=OneByOne)
    let_go: asyncio.Future[Any] | None = field(default=None, repr=False)  # `afterwards.py`
    seen: deque[str] = field(default_factory=lambda: deque(maxlen=SEEN))  # leases, by `jti`
    closing: str = ""  # the place whose lease was put away last
    unwritten: str = field(default="", repr=False)  # a lease that the disk would not take
    sticks: Callable[[], tuple[Volume, ...]] = volumes.sticks
    looks: int = 0  # at sticks; only the latest one counts
    typed: tuple[str, str] | None = field(default=None, repr=False)  # until it signed in

    def __post_init__(self) -> None:
        self.seen.extend(self.device.seen if self.device else ())

    @property
    def now(self) -> datetime:
        return self.clock.read().at

    @property
    def token(self) -> str:
        return self.credentials.secrets.token

    def holder(self, account: str | None = None) -> Holder:
        device = self.device.id if self.device else ""
        return Holder(self.brand.issuer, self.brand.product, device, account)
