"""A click that changes its own face: the picture answers at once, the button is still in use."""

from __future__ import annotations

from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QToolButton
from pytestqt.qtbot import QtBot

from app.license.events import RemarkRead, RequestDiscarded
from app.license.picture import Intent, Licensed, Remark, RemarkCode, SignedOut, SignedOutWhy
from app.views.gallery_scenes import LOST, REQUESTED, lease, nobody, online


def test_closed_remark_goes_while_its_button_is_pressed(show, qtbot: QtBot) -> None:
    picture = online(Licensed(lease()))
    shown = show(replace(picture, remark=Remark(Intent.CHECK, RemarkCode.CHECKED)))
    shown.still.post = lambda event: shown.still.show(picture)
    close = next(b for b in shown.window.findChildren(QToolButton)
                 if b.accessibleName() == "Close this message")  # fmt: skip
    qtbot.mouseClick(close, Qt.MouseButton.LeftButton)
    QApplication.processEvents()
    assert "up to date" not in shown.texts()


def test_discarded_request_shows_the_first_step_again(show, qtbot: QtBot) -> None:
    out = SignedOut(SignedOutWhy.FRESH)
    shown = show(nobody(out, connection=LOST, air=REQUESTED))
    answers = {RequestDiscarded(): nobody(out, connection=LOST), RemarkRead(): None}
    shown.still.post = lambda event: shown.still.show(answers[event])
    qtbot.mouseClick(shown.button("Discard request"), Qt.MouseButton.LeftButton)
    assert "No connection" in shown.texts()
