"""The look of the first paint, and what the system asks for beyond it right afterwards."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication

from app.views import dressing, look
from app.views.gallery import shipped_brand

TOKENS = shipped_brand().tokens


@pytest.mark.rule("APP-1")
@pytest.mark.parametrize(("paper", "dark"), [("#202020", True), ("#fafafa", False)])
def test_first_look_is_dark_where_the_systems_palette_is(
    qapp: QApplication, paper: str, dark: bool
) -> None:
    worn = qapp.palette()
    system = QPalette(worn)
    system.setColor(QPalette.ColorRole.Window, QColor(paper))
    qapp.setPalette(system)
    try:
        assert look.first_look(qapp, TOKENS).dark is dark
    finally:
        qapp.setPalette(worn)


class FakeWindow:
    """Remembers what it was told to wear."""

    def __init__(self, worn: look.Look, settings: object) -> None:
        self.look, self.settings, self.told = worn, settings, 0

    def wear(self, worn: look.Look) -> None:
        self.look = worn
        self.told += 1


@pytest.mark.rule("APP-1", "APP-9")
def test_what_only_the_system_knows_is_worn_after_the_first_paint(
    qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Settings:
        now = type("Now", (), {"contrast": ""})

    wanted = look.look_for(qapp, TOKENS)
    window = FakeWindow(wanted, Settings())
    monkeypatch.setattr(dressing, "wear", lambda _app, _look: None)
    dressing.follow_the_system(qapp, TOKENS, window)
    assert window.told == 0  # it wears that already
    monkeypatch.setattr(look, "wants_contrast", lambda _app: True)
    window.dress_again()
    assert (window.told, window.look.strong) == (1, True)
