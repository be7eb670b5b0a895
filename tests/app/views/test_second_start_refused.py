"""Refused once and refused again: every page still opens, in every language (FC-49)."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication

from app.language import LANGUAGES
from app.license.picture import ReadOnly
from app.views.acts import Screen
from app.views.gallery_scenes import Scene, scenes

REFUSED = [scene for scene in scenes() if isinstance(scene.picture.standing, ReadOnly)]


@pytest.mark.rule("SEAT-7", "LIC-9", "APP-3")
@pytest.mark.parametrize("scene", REFUSED, ids=lambda scene: scene.name)
def test_every_page_opens_from_a_refusal(show, scene: Scene) -> None:
    shown = show(scene.picture)
    card = shown.texts()
    for code in (*LANGUAGES, "en"):
        shown.window.speak(code)
        QApplication.processEvents()
        for screen in (Screen.LICENSE, Screen.SUPPORT, Screen.OFFLINE, Screen.FACE):
            shown.window.go(screen)
            assert shown.texts()
    assert sorted(shown.texts().splitlines()) == sorted(card.splitlines())
