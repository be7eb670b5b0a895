"""What a person does in the window before the rest of the program is there."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from app.license.picture import Picture
from app.views.problem_card import PATIENCE_MS
from tests.app.license.pictures import picture


@pytest.mark.rule("APP-1")
def test_close_before_anybody_listens_is_remembered(show: Callable) -> None:
    """A window that was hidden and forgotten left a process behind that nobody could see."""
    window = show(picture("bound")).window
    assert not window.was_closed
    window.close()
    assert (window.was_closed, window.isVisible()) == (True, False)


@pytest.mark.rule("APP-1", "APP-5")
def test_reading_is_said_only_when_it_takes_longer_than_a_moment(show: Callable, qtbot) -> None:
    shown = show(Picture())
    assert "Reading your license…" not in shown.texts()
    qtbot.waitUntil(lambda: "Reading your license…" in shown.texts(), timeout=PATIENCE_MS + 3000)
