"""Trouble from the field is played against the whole server, over HTTP, on a clock of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from server.config.terms import Terms
from tests.fakes.clock import FakeClock
from tests.server.conftest import _cheap_hashes, _only_declared_refusals, mailoutbox
from tests.server.seats.conftest import lab, time

if TYPE_CHECKING:
    from django.test import Client
    from pytest_django.plugin import SettingsWrapper

    from tests.fakes.desks import Desks
    from tests.fakes.lab import Lab

__all__ = ["_cheap_hashes", "_only_declared_refusals", "desks", "lab", "mailoutbox", "time"]

SCHEDULES = Terms(
    bridge_minutes=30, contact_seconds=600, crash_hours=8, offline_period_days=(3, 5, 7)
)


@pytest.fixture
def desks(lab: Lab, time: FakeClock, client: Client, settings: SettingsWrapper) -> Desks:
    from tests.fakes.desks import Desks  # late: Django is not set up when this file is read

    settings.TERMS = SCHEDULES
    return Desks(lab, client, time, time())
