"""High contrast, chosen in the menu where the system does not tell: kept, and worn at once."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.license.picture import Licensed, SignedOut, SignedOutWhy
from app.settings import SettingsFile
from app.views.gallery_scenes import lease, nobody, online

pytestmark = pytest.mark.rule("APP-9")
OUT = nobody(SignedOut(SignedOutWhy.FRESH))


@pytest.mark.parametrize("picture", [OUT, online(Licensed(lease()))], ids=["nobody", "ada"])
def test_menu_turns_high_contrast_on_and_off(show, qtbot: QtBot, tmp_path: Path, picture) -> None:
    shown = show(picture)
    dressed: list[str] = []
    shown.window.dress_again = lambda: dressed.append(shown.window.settings.now.contrast)
    action = next(a for a in shown.window.stage.header.menu.actions()
                  if a.text() == "High contrast")  # fmt: skip
    for kept in ("high", ""):
        action.trigger()
        qtbot.waitUntil(lambda kept=kept: dressed[-1:] == [kept])
        assert SettingsFile(tmp_path).now.contrast == kept
