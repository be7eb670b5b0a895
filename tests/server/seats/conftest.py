"""A server's database with a signing key, and short ways to people, licenses and computers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from contract.encoding import from_base64url
from tests.fakes.clock import FakeClock

if TYPE_CHECKING:
    from tests.fakes.lab import Lab


@pytest.fixture
def time(monkeypatch: pytest.MonkeyPatch) -> FakeClock:
    """The database's clock, standing still until it is told to move."""
    from server import clock  # late: Django is not set up when this file is read

    fake = FakeClock()
    monkeypatch.setattr(clock, "_database_now", fake)
    return fake


@pytest.fixture
def lab(db: None, time: FakeClock, tmp_path_factory: pytest.TempPathFactory) -> Lab:
    from server.signing.setup import make_first_keys  # late: as above
    from tests.fakes.lab import Lab

    roots = make_first_keys(tmp_path_factory.mktemp("keys"), time())
    return Lab(time, tuple(from_base64url(root) or b"" for root in roots))
