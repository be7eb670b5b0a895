"""What a person does in the window before the rest of the program is there."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.app.license.pictures import picture


@pytest.mark.rule("APP-1")
def test_close_before_anybody_listens_is_remembered(show: Callable) -> None:
    """A window that was hidden and forgotten left a process behind that nobody could see."""
    window = show(picture("bound")).window
    assert not window.was_closed
    window.close()
    assert (window.was_closed, window.isVisible()) == (True, False)
