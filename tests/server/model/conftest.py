"""The same rows and the same standing clock as the tests of the seats."""

from __future__ import annotations

from tests.server.seats.conftest import lab as lab
from tests.server.seats.conftest import time as time
