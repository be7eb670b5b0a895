"""The window around its faces: waiting, closing, remembering, being brought up."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.language import spoken
from app.license.events import Cancelled, NoticeRead, RemarkRead, TryAgainAsked
from app.license.picture import (
    Busy,
    Intent,
    Licensed,
    Next,
    Notice,
    NoticeKind,
    Remark,
    RemarkCode,
    Starting,
)
from app.settings import SettingsFile
from app.views import gallery
from app.views.acts import Screen
from app.views.gallery_scenes import lease, nobody, online
from app.views.parts.strips import PATIENCE_MS
from app.views.source import Still

HELD = online(Licensed(lease()))


@pytest.mark.rule("APP-5")
def test_wait_is_shown_after_half_a_second_and_can_be_cancelled(show, qtbot: QtBot) -> None:
    shown = show(HELD)
    shown.still.show(replace(HELD, work=Busy(Intent.CHECK, 1)))
    assert "Checking for an updated license…" not in shown.texts()
    qtbot.waitUntil(
        lambda: "Checking for an updated license…" in shown.texts(), timeout=PATIENCE_MS + 3000
    )
    shown.press("Cancel")
    assert shown.still.posted == [Cancelled()]
    shown.still.show(HELD)
    assert "Checking for an updated license…" not in shown.texts()


def test_work_that_nobody_asked_for_is_not_shown(show) -> None:
    shown = show(replace(HELD, work=Busy(Intent.ASK, 1, quiet=True)))
    assert not shown.window.stage.busy.isVisible()
    assert not shown.window.stage.busy._patience.isActive()


def test_remark_and_notice_are_closed_by_the_person(show, qtbot: QtBot) -> None:
    notices = frozenset({Notice(NoticeKind.NO_KEY_STORE)})
    picture = replace(HELD, remark=Remark(Intent.CHECK, RemarkCode.CHECKED), notices=notices)
    shown = show(picture)
    from PySide6.QtWidgets import QToolButton

    closing = [b for b in shown.window.findChildren(QToolButton)
               if b.accessibleName() == "Close this message"]  # fmt: skip
    for button in closing:
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert shown.still.posted == [RemarkRead(), NoticeRead(NoticeKind.NO_KEY_STORE)]


def test_closing_hides_at_once_and_tells_once(show) -> None:
    shown = show(HELD)
    told: list[bool] = []
    shown.window.closed = lambda: told.append(True)
    shown.window.close()
    assert (shown.window.isVisible(), told) == (False, [True])


@pytest.mark.rule("APP-11")
@pytest.mark.qt_log_ignore("does not support raise", extend=True)
def test_bringing_up_shows_a_minimised_window(show) -> None:
    shown = show(HELD)
    shown.window.showMinimized()
    shown.window.bring_up()
    assert shown.window.isVisible()
    assert not shown.window.isMinimized()


@pytest.mark.rule("APP-9")
def test_language_is_kept_for_the_next_start(show, tmp_path: Path) -> None:
    shown = show(HELD)
    shown.window.speak("es")
    assert SettingsFile(tmp_path).now.language == "es"
    assert spoken.code == "es"


def test_window_follows_the_living_keeper(show) -> None:
    shown = show(nobody(Starting()))
    living = Still(HELD)
    shown.window.follow(living)
    assert "You have a seat" in shown.texts()
    shown.still.show(nobody(Starting()))
    assert "You have a seat" in shown.texts()


def test_keyboard_stays_where_it_was_while_an_answer_is_awaited(show) -> None:
    shown = show(HELD, Screen.LICENSE)
    extend = shown.button("Extend")
    extend.setFocus()
    shown.still.show(replace(HELD, work=Busy(Intent.EXTEND, 1)))
    assert shown.button("Extend").isEnabled()  # another wish would wait
    assert shown.window.focusWidget() is extend
    reserved = online(Licensed(lease(offline_until=lease().iat + 86400)))
    shown.still.show(replace(reserved, remark=Remark(Intent.EXTEND, RemarkCode.EXTENDED)))
    QApplication.processEvents()
    assert shown.window.focusWidget() is shown.button("Extend")


@pytest.mark.rule("APP-5")
def test_what_was_asked_meanwhile_is_told_to_come_next(show) -> None:
    checking = replace(HELD, work=Busy(Intent.CHECK, 1))
    shown = show(replace(checking, next=Next(TryAgainAsked(), Intent.EXTEND)))
    shown.window.stage.busy.appear()
    assert "Checking for an updated license… Next: Reserving your seat…" in shown.texts()


def test_gallery_draws_sheets_and_single_pictures(qapp, tmp_path: Path) -> None:
    styles = gallery.every_style(["de"], ["dark", "contrast"], [100, 200])
    gallery.draw(tmp_path, styles[1:3], only="12-owner")
    gallery.draw_sizes(tmp_path, ["es"])
    made = sorted(path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*.png"))
    assert made == [
        "de-contrast/12-owner.png", "de-dark-200/12-owner.png",
        "faces-de-contrast.png", "faces-de-dark-200.png", "sizes-es.png",
    ]  # fmt: skip
